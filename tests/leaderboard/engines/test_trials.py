"""Trials: what a candidate reads beside what stands, and that nothing is touched by it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from extraction.claims import Claim as Read
from extraction.claims import Document, Mention, Quantity, Role, Span
from extraction.rules import Rule
from leaderboard.actions import adoptions, batches, claims, name_changes, trials
from leaderboard.models import Batch, Claim, Event, Metric, Standing, System, Trial, TrialClaim
from leaderboard.queries import trials as queries
from tests.leaderboard import papers
from tests.leaderboard.engines import reading
from tests.leaderboard.papers import claim as read_claim

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann")


def mixed(document: Document, claim: Read) -> list[Read]:
    """10 as before, 11 of another metric, 12 not at all, and of 13 the year as a claim too."""
    number = int(claim.quantity.value)
    if number == 11:
        rules = (Rule.NUMBER_BARE, Rule.METRIC_CARRIED, Rule.BENCHMARK_FORM, Rule.SYSTEM_OWN)
        return [replace(claim, metric=Mention("recall"), systems=(Mention("Sapling"),), rules=rules)]
    if number == 12:
        return []
    if number == 13:
        return [claim, read_claim(document.abstract, "2024")]
    return [claim]


def test_every_reading_is_compared(ann: User) -> None:
    reading.stand(4)
    trial = reading.tried(mixed, by=ann)
    rows = {
        (int(row.value), row.outcome): tuple(row.differs) for row in TrialClaim.objects.filter(trial=trial)
    }
    assert rows == {
        (10, "agree"): (),
        (11, "differ"): ("metric", "system"),
        (12, "gone"): (),
        (13, "agree"): (),
        (2024, "new"): (),
    }
    assert dict(trial.summary["outcomes"]) == {"agree": 2, "differ": 1, "new": 1, "gone": 1}
    assert trial.summary["kinds"] == [["absolute", 2, 1, 1, 1]]
    assert trial.summary["parts"] == [["metric", 1], ["system", 1]]
    assert trial.summary["boards"] == [["meadow", "accuracy", "Meadow", "accuracy", 1, 0, 1]]
    assert trial.batch.report["new"] == 1


def test_nothing_that_stands_is_touched(ann: User) -> None:
    reading.stand(4)
    before = list(Claim.objects.order_by("pk").values()), list(Standing.objects.order_by("pk").values())
    names = Metric.objects.count(), System.objects.count()
    reading.tried(mixed, by=ann)
    assert before == (
        list(Claim.objects.order_by("pk").values()),
        list(Standing.objects.order_by("pk").values()),
    )
    assert names == (Metric.objects.count(), System.objects.count())
    assert not Event.objects.filter(subject_type="claim").exists()


def test_decided_claims_are_the_judge(ann: User) -> None:
    reading.stand(6)
    for number, decide in ((10, "accept"), (11, "accept"), (12, "reject"), (13, "correct"), (14, "correct")):
        claim = Claim.objects.get(value=Decimal(f"{number}.5"))
        if decide == "correct":
            claims.correct(claim, changes={"unit": "%"}, by=ann)
        else:
            getattr(claims, decide)(claim, by=ann)

    def better(document: Document, claim: Read) -> list[Read]:
        number = int(claim.quantity.value)
        if number == 12:
            return []
        if number == 13:
            quantity = claim.quantity
            return [replace(claim, quantity=replace(quantity, unit="%"))]
        return [replace(claim, metric=Mention("recall"))] if number == 11 else [claim]

    trial = reading.tried(better, by=ann)
    current, candidate = queries.judged(trial.summary["judged"])
    assert (current.precision.right, current.precision.of) == (2, 5)
    assert (current.found.right, current.found.of) == (2, 4)
    assert (candidate.precision.right, candidate.precision.of) == (2, 4)  # 10 and 13, of 10, 11, 13, 14
    assert (candidate.found.right, candidate.found.of) == (2, 4)
    assert dict(trial.summary["outcomes"]) == {"agree": 1, "differ": 0, "new": 0, "gone": 0}


def test_what_it_is_unsure_of_is_left_out(ann: User) -> None:
    reading.stand(2)
    trial = reading.tried(
        lambda _, claim: [replace(claim, confidence=0.9 if claim.quantity.value < 11 else 0.3)],
        by=ann,
        least=0.5,
    )
    assert trial.engine_version.endswith(" from 0.5")
    assert dict(trial.summary["outcomes"]) == {"agree": 1, "differ": 0, "new": 0, "gone": 1}


def test_a_paper_that_cannot_be_read_is_not_compared(ann: User) -> None:
    reading.stand(2)

    def fails(document: Document, claim: Read) -> list[Read]:
        if claim.quantity.value < 11:
            raise ValueError("no")
        return [claim]

    trial = reading.tried(fails, by=ann)
    assert dict(trial.summary["outcomes"]) == {"agree": 1, "differ": 0, "new": 0, "gone": 0}
    assert Batch.objects.get(pk=trial.batch_id).counts == {
        "claims read": 1,
        "papers that could not be read": 1,
    }


def test_cancelled_it_says_what_it_has(ann: User) -> None:
    reading.stand(2)
    batch = trials.start("installed", by=ann)
    batches.work(seconds=-1)
    assert batches.cancel(batch, by=ann).report["agree"] == 0
    assert Trial.objects.get(batch=batch).summary["boards"] == []


def test_an_unknown_candidate_is_refused(ann: User) -> None:
    with pytest.raises(KeyError):
        trials.start("oracle", by=ann)


def test_an_other_place_is_new_and_the_old_one_gone(ann: User) -> None:
    reading.stand(1)

    def elsewhere(document: Document, claim: Read) -> list[Read]:
        quantity = Quantity(
            Span(claim.quantity.span.start, claim.quantity.span.end - 2),
            Decimal(10),
            None,
            None,
            claim.quantity.bound,
        )
        return [replace(claim, quantity=quantity), replace(claim, role=Role.REFERENCE)]

    trial = reading.tried(elsewhere, by=ann)
    assert dict(trial.summary["outcomes"]) == {"agree": 0, "differ": 0, "new": 2, "gone": 1}


def test_after_names_changed_only_what_says_them_is_read_again(ann: User) -> None:
    reading.stand(3)
    papers.paper("Sprout scores 77.5 recall on Hedge in 2024.")
    reading.stand(0)
    trial = reading.tried(mixed, by=ann)
    eleven = Claim.objects.get(value=Decimal("11.5"))
    claims.accept(eleven, by=ann)
    asker = name_changes.Asker(by=ann)
    seen = name_changes.Seen(Metric.objects.get(name="recall"))
    name_changes.confirm(seen, asker=asker)
    assert queries.outdated(trial)
    asked: list[str] = []

    def noted(document: Document, claim: Read) -> list[Read]:
        asked.append(document.abstract)
        return mixed(document, claim)

    with reading.candidate(noted):
        batch = trials.start("installed", by=ann, again=Trial.objects.get(pk=trial.pk))
        reading.work()
    assert asked == ["Sprout scores 77.5 recall on Hedge in 2024."]
    again = Trial.objects.get(batch=batch)
    assert not queries.outdated(again)
    assert again.batch.counts == {"papers as before": 3, "claims read": 1}
    assert again.batch.done == again.batch.total == 4
    told = {row.quote: (row.outcome, row.decided) for row in again.claims.all()}
    before = {row.quote: (row.outcome, row.decided) for row in trial.claims.all()}
    assert told == {**before, "11.5": ("differ", True)}
    reading.adopted(again, by=ann)


def test_what_was_said_of_a_system_since_is_not_undone_by_adopting(ann: User) -> None:
    reading.stand(2)
    trial = reading.tried(mixed, by=ann)
    seen = name_changes.Seen(System.objects.get(name="Sprout"))
    name_changes.unname(seen, asker=name_changes.Asker(by=ann))
    assert queries.outdated(trial)
    with pytest.raises(adoptions.NotAdoptableError, match="names were"):
        adoptions.start(Trial.objects.get(pk=trial.pk), on=None, by=ann)
    with reading.candidate(mixed):
        batch = trials.start("installed", by=ann, again=Trial.objects.get(pk=trial.pk))
        reading.work()
    reading.adopted(Trial.objects.get(batch=batch), by=ann)
    ten = Claim.objects.get(value=Decimal("10.5"))
    assert (ten.system, ten.system_text) == (None, "")
    assert not System.objects.filter(name="Sprout").exists()


def test_where_nobody_can_tell_what_changed_everything_is_read_again(ann: User) -> None:
    reading.stand(3)
    trial = reading.tried(mixed, by=ann)
    Metric.objects.filter(name="accuracy").update(origin="curator")  # nothing says when
    with reading.candidate(mixed):
        batch = trials.start("installed", by=ann, again=Trial.objects.get(pk=trial.pk))
        reading.work()
    assert Batch.objects.get(pk=batch.pk).counts == {"claims read": 2}


def test_another_candidate_reads_everything(ann: User) -> None:
    reading.stand(1)
    trial = reading.tried(mixed, by=ann)
    batch = trials.start("installed", by=ann, least=0.5, again=Trial.objects.get(pk=trial.pk))
    assert "again" not in batch.about
