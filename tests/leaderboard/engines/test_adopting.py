"""Adopting: the candidate's readings stand, people's decisions stay, and it can be taken back."""

import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.claims import Claim as Read
from extraction.claims import Document, Kind, Mention, Quantity, Span
from leaderboard.actions import adoptions, batches, claims, name_changes, policies, restoring, turns
from leaderboard.models import Batch, Claim, Conflict, Event, Metric, Paper, Standing, Trial
from leaderboard.queries import curation, trials
from leaderboard.queries.policies import Scope
from tests.leaderboard.engines import reading
from tests.leaderboard.engines.test_trials import mixed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann")


def standing() -> list[dict[str, Any]]:
    """Every claim that stands, with its lists, as far as a reading or a decision can change it."""
    shown = Claim.objects.exclude(state="superseded").order_by("paper_id", "start", "role")
    lists = {
        "benchmarks": "claim_benchmarks__text",
        "systems": "claim_systems__text",
        "baselines": "claim_baselines__text",
    }
    rows: list[dict[str, Any]] = [dict(row) for row in shown.values()]
    for row in rows:
        claim = Claim.objects.filter(pk=row["id"])
        for name, of in lists.items():
            row[name] = list(claim.order_by(of).values_list(of, of.replace("text", "position")))
        del row["updated_at"]
    return rows


def places() -> list[tuple[Any, ...]]:
    """The boards as they stand."""
    return list(
        Standing.objects.order_by("claim_id", "benchmark_id").values_list(
            "claim_id", "benchmark__name", "metric__name", "rank", "better"
        )
    )


def values() -> dict[str, str]:
    """Number and metric of the machine's claims that stand."""
    found = Claim.objects.filter(state="machine").order_by("value")
    return {str(value): name for value, name in found.values_list("value", "metric__name")}


def test_the_readings_stand(ann: User) -> None:
    reading.stand(4)
    uids = dict(Claim.objects.values_list("value", "uid"))
    trial = reading.tried(mixed, by=ann)
    batch = reading.adopted(trial, by=ann)
    assert values() == {"10.5": "accuracy", "11.5": "recall", "13.5": "accuracy", "2024": "accuracy"}
    changed = Claim.objects.get(value=Decimal("11.5"))
    assert (changed.uid, changed.engine_version) == (uids[Decimal("11.5")], trial.engine_version)
    assert changed.system is not None
    assert changed.system.name == "Sapling"
    assert changed.rules == ["number:bare", "metric:carried", "benchmark:form", "system:own"]
    assert Claim.objects.get(value=Decimal("12.5")).state == "superseded"
    assert batch.counts == {"read otherwise": 1, "new": 1, "no longer read": 1}
    events = Event.objects.filter(batch=batch, subject_type="claim")
    assert {event.source for event in events} == {"engine"}
    assert {event.action for event in events} == {"adopt"}
    assert {event.actor for event in events} == {ann}
    assert {(event.after or {}).get("state") for event in events} == {"machine", "superseded"}
    recall = Metric.objects.get(name="recall")
    assert Standing.objects.filter(claim=changed, metric=recall).exists()


def test_adopting_twice_changes_nothing(ann: User) -> None:
    reading.stand(4)
    trial = reading.tried(mixed, by=ann)
    reading.adopted(trial, by=ann)
    before, events = list(Claim.objects.order_by("pk").values()), Event.objects.count()
    again = adoptions.start(Trial.objects.get(pk=trial.pk), on=None, by=ann)
    reading.work()
    again.refresh_from_db()
    assert (again.state, again.counts) == ("done", {})
    assert list(Claim.objects.order_by("pk").values()) == before
    assert Event.objects.count() == events + 2  # that the batch began and ended


def test_taken_back_everything_is_as_before(ann: User) -> None:
    reading.stand(4)
    before, boards = standing(), places()
    batch = reading.adopted(reading.tried(mixed, by=ann), by=ann)
    assert (standing(), places()) != (before, boards)
    back = reading.abandoned(batch, by=ann)
    assert back.counts == {"as before": 3}
    assert standing() == before
    assert places() == boards


def test_one_board_alone(ann: User) -> None:
    reading.stand(4)

    def other(document: Document, claim: Read) -> list[Read]:
        on = Mention("Orchard" if claim.quantity.value > 12 else "Meadow")
        return [replace(claim, benchmarks=(on,), kind=Kind.FRACTION)]

    reading.adopted(reading.tried(other, by=ann), by=ann)  # two boards stand now
    trial = reading.tried(lambda _, claim: [replace(claim, setting="zero-shot")], by=ann)
    board = trials.board("orchard", "accuracy")
    assert board is not None
    reading.adopted(trial, by=ann, on=board)
    assert set(Claim.objects.filter(setting="zero-shot").values_list("value", flat=True)) == {
        Decimal("12.5"),
        Decimal("13.5"),
    }


def test_decisions_stay_and_contradictions_are_queued(ann: User) -> None:
    reading.stand(5)
    kept = {number: Claim.objects.get(value=Decimal(f"{number}.5")) for number in range(10, 15)}
    for number in (10, 11, 12):
        claims.accept(kept[number], by=ann)
    claims.reject(kept[13], by=ann)
    claims.dispute(kept[14], by=None)
    before = standing()
    trial = reading.tried(mixed, by=ann)
    batch = reading.adopted(trial, by=ann)
    decided = [row for row in standing() if row["decided_at"]]
    assert decided == before
    found = Conflict.objects.order_by("claim_id")
    assert [(each.claim, each.differs, each.reading is None) for each in found] == [
        (kept[11], ["metric", "system"], False),
        (kept[12], [], True),
    ]
    assert batch.counts == {"conflicts": 2, "new": 1}
    assert "11.5: checked by a curator" in str(batch.report)


def test_a_conflict_comes_first_in_the_queue_until_it_is_decided(ann: User) -> None:
    reading.stand(3)
    eleven = Claim.objects.get(value=Decimal("11.5"))
    claims.accept(eleven, by=ann)
    trial = reading.tried(mixed, by=ann)
    reading.adopted(trial, by=ann)
    assert turns.take(ann) == eleven
    screen = curation.screen(eleven.uid)
    assert screen is not None
    assert screen.conflict is not None
    told = curation.waiting().conflicts
    assert ("metric", "recall") in screen.conflict.said
    claims.accept(Claim.objects.get(pk=eleven.pk), by=ann)
    turns.leave(eleven, by=ann)
    assert turns.take(ann) != eleven
    screen = curation.screen(eleven.uid)
    assert screen is not None
    assert screen.conflict is None
    assert curation.waiting().conflicts == told - 1
    reading.adopted(trial, by=ann)  # the same reading again is no news
    assert turns.take(ann) != eleven


def test_no_machine_writes_across_a_decided_place(ann: User) -> None:
    reading.stand(1)
    claims.accept(Claim.objects.get(), by=ann)

    def shorter(document: Document, claim: Read) -> list[Read]:
        span = claim.quantity.span
        quantity = Quantity(Span(span.start, span.end - 2), Decimal(10), None, None, claim.quantity.bound)
        return [replace(claim, quantity=quantity)]

    reading.adopted(reading.tried(shorter, by=ann), by=ann)
    assert Claim.objects.count() == 1
    assert Conflict.objects.get().reading is None


def test_what_was_decided_since_is_not_taken_back(ann: User) -> None:
    reading.stand(4)
    batch = reading.adopted(reading.tried(mixed, by=ann), by=ann)
    eleven = Claim.objects.get(value=Decimal("11.5"))
    claims.accept(eleven, by=ann)
    back = reading.abandoned(batch, by=ann)
    assert back.counts == {"as before": 2, "left as somebody changed them since": 1}
    eleven.refresh_from_db()
    assert (eleven.state, eleven.metric and eleven.metric.name) == ("curated", "recall")


def test_a_claim_that_came_back_is_the_old_one(ann: User) -> None:
    reading.stand(3)
    twelve = Claim.objects.get(value=Decimal("12.5"))
    reading.adopted(reading.tried(mixed, by=ann), by=ann)
    reading.adopted(reading.tried(lambda _, claim: [claim], by=ann), by=ann)
    twelve.refresh_from_db()
    assert twelve.state == "machine"


def test_it_is_refused_after_names_changed_or_before_the_end(ann: User) -> None:
    reading.stand(1)
    trial = reading.tried(mixed, by=ann)
    metric = Metric.objects.get(name="accuracy")
    metric.origin = "curator"
    metric.save()
    with pytest.raises(adoptions.NotAdoptableError, match="names were"):
        adoptions.start(Trial.objects.get(pk=trial.pk), on=None, by=ann)
    Batch.objects.filter(pk=trial.batch_id).update(state="cancelled")
    with pytest.raises(adoptions.NotAdoptableError, match="not read everything"):
        adoptions.start(Trial.objects.get(pk=trial.pk), on=None, by=ann)


def test_a_worker_that_dies_in_the_middle_doubles_nothing(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    reading.stand(4)
    trial = reading.tried(mixed, by=ann)
    monkeypatch.setattr(adoptions, "PAPERS", 1)
    batch = adoptions.start(Trial.objects.get(pk=trial.pk), on=None, by=ann)
    for _ in range(3):
        batches.work(seconds=-1)
    Batch.objects.filter(pk=batch.pk).update(fence=99)  # somebody else holds it
    Batch.objects.filter(pk=batch.pk).update(state="waiting", lease_until=None)
    reading.work()
    assert values() == {"10.5": "accuracy", "11.5": "recall", "13.5": "accuracy", "2024": "accuracy"}
    assert Event.objects.filter(batch=batch, action="adopt").count() == 3


def test_what_changed_nothing_does_not_stand_in_the_way_of_taking_back(ann: User) -> None:
    """A policy accepted it, somebody could not tell, a decision was taken back: it is as it was adopted."""
    reading.stand(4)
    before = standing()
    batch = reading.adopted(reading.tried(mixed, by=ann), by=ann)
    policies.put(policies.Terms(Scope(0.7), 0.05, "measured"), by=ann)
    policies.apply()
    claims.pass_over(Claim.objects.get(value=2024), by=ann)
    eleven = claims.reject(Claim.objects.get(value=Decimal("11.5")), by=ann)
    restoring.undo(Event.objects.filter(subject_uid=eleven.uid).latest("pk"), by=ann)
    assert reading.abandoned(batch, by=ann).counts == {"as before": 3}
    assert standing() == before


def test_a_mistake_that_was_corrected_is_no_news_when_it_is_repeated(ann: User) -> None:
    reading.stand(3)
    for number in (10, 11, 12):
        claims.correct(Claim.objects.get(value=Decimal(f"{number}.5")), changes={"unit": "points"}, by=ann)

    def again(document: Document, claim: Read) -> list[Read]:
        """10 as before, 11 as it was corrected but on something else, 12 not at all."""
        if claim.quantity.value > 12:
            return []
        return [claim] if claim.quantity.value < 11 else [replace(claim, benchmarks=(Mention("Hedge"),))]

    trial = reading.tried(again, by=ann)
    assert reading.adopted(trial, by=ann).counts == {"conflicts": 2}
    assert [str(each.claim.value.normalize()) for each in Conflict.objects.order_by("claim_id")] == [
        "11.5",
        "12.5",
    ]


def test_what_was_disputed_first_was_the_machines_reading_too(ann: User) -> None:
    reading.stand(1)
    claims.correct(claims.dispute(Claim.objects.get(), by=None), changes={"unit": "points"}, by=ann)
    assert not reading.adopted(reading.tried(lambda _, claim: [claim], by=ann), by=ann).counts


def conflicts() -> list[dict[str, Any]]:
    return [dict(row) for row in Conflict.objects.order_by("pk").values()]


@pytest.mark.parametrize("order", [(2, 1), (1, 2)], ids=["the later first", "the earlier first"])
def test_conflicts_are_taken_back_one_adoption_after_the_other(ann: User, order: tuple[int, int]) -> None:
    reading.stand(2)
    claims.accept(Claim.objects.get(value=Decimal("11.5")), by=ann)
    seen = {0: conflicts()}
    batches_of = {}
    for number, name in ((1, "recall"), (2, "F1")):

        def other(document: Document, claim: Read, name: str = name) -> list[Read]:
            return [replace(claim, metric=Mention(name))]

        trial = reading.tried(other, by=ann)
        batches_of[number] = reading.adopted(trial, by=ann)
        seen[number] = conflicts()
    assert [len(rows) for rows in seen.values()] == [0, 1, 1]
    reading.abandoned(batches_of[order[0]], by=ann)
    if order[0] == 2:
        assert conflicts() == seen[1]
    reading.abandoned(batches_of[order[1]], by=ann)
    assert conflicts() == []


@pytest.mark.parametrize("where", ["one board", "all boards"])
def test_taken_back_after_curators_decided_only_their_claims_differ(ann: User, where: str) -> None:
    reading.stand(6)
    decided_before = claims.accept(Claim.objects.get(value=Decimal("10.5")), by=ann)
    before, rows = standing(), places()

    def other(document: Document, claim: Read) -> list[Read]:
        number = int(claim.quantity.value)
        return [] if number == 15 else [replace(claim, setting="zero-shot", systems=(Mention("Sapling"),))]

    trial = reading.tried(other, by=ann)
    board = trials.board("meadow", "accuracy") if where == "one board" else None
    batch = reading.adopted(trial, by=ann, on=board)
    eleven, twelve = (Claim.objects.get(value=Decimal(f"{number}.5")) for number in (11, 12))
    claims.accept(eleven, by=ann)
    claims.correct(twelve, changes={"unit": "points"}, by=ann)
    claims.reject(decided_before, by=ann)
    now = {row["id"]: row for row in standing()}
    back = reading.abandoned(batch, by=ann)
    assert back.counts == {"as before": 3, "left as somebody changed them since": 2}
    mine = {eleven.pk, twelve.pk, decided_before.pk}
    after = standing()
    assert [row for row in after if row["id"] not in mine] == [row for row in before if row["id"] not in mine]
    assert [row for row in after if row["id"] in mine] == [now[pk] for pk in sorted(mine)]
    others = [place for place in rows if place[0] not in mine]
    assert [place[:3] for place in places() if place[0] not in mine] == [place[:3] for place in others]
    assert not Conflict.objects.exists()


def test_a_name_that_moved_since_is_found_again(ann: User) -> None:
    reading.stand(2)
    eleven = Claim.objects.get(value=Decimal("11.5"))
    batch = reading.adopted(reading.tried(mixed, by=ann), by=ann)
    metric = Metric.objects.get(name="accuracy")
    asker = name_changes.Asker(by=ann)
    name_changes.rename(name_changes.Seen(metric), name="exactness", address=True, asker=asker)
    reading.abandoned(batch, by=ann)
    eleven.refresh_from_db()
    assert eleven.metric == metric


def test_two_adoptions_of_the_same_boards_are_refused(ann: User) -> None:
    reading.stand(4)
    trial = reading.tried(mixed, by=ann)
    meadow, orchard = trials.board("meadow", "accuracy"), None
    assert meadow is not None
    Metric.objects.create(name="recall", slug="recall")
    orchard = trials.board("meadow", "recall")
    first = adoptions.start(trial, on=meadow, by=ann)
    adoptions.start(trial, on=orchard, by=ann)
    for scope in (meadow, None):
        with pytest.raises(adoptions.NotAdoptableError, match="at work already"):
            adoptions.start(trial, on=scope, by=ann)
    batches.cancel(first, by=ann)
    adoptions.start(trial, on=meadow, by=ann)


def test_two_who_adopt_at_once_start_one(ann: User) -> None:
    reading.stand(2)
    trial = reading.tried(mixed, by=ann)
    together = threading.Barrier(2)
    started: list[Batch] = []
    refused: list[str] = []

    def run() -> None:
        together.wait()
        try:
            started.append(adoptions.start(Trial.objects.get(pk=trial.pk), on=None, by=ann))
        except adoptions.NotAdoptableError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(started) == Batch.objects.filter(kind="adopt").count() == 1
    assert ["at work already" in each for each in refused] == [True]


CHANGES = st.fixed_dictionaries(
    {
        "gone": st.booleans(),
        "metric": st.sampled_from(["accuracy", "recall", "F1"]),
        "kind": st.sampled_from([Kind.ABSOLUTE, Kind.FRACTION, None]),
        "benchmarks": st.lists(st.sampled_from(["Meadow", "Orchard", "Hedge"]), unique=True, max_size=3),
        "systems": st.lists(st.sampled_from(["Sprout", "Sapling", "Twig"]), unique=True, max_size=3),
        "baselines": st.lists(st.sampled_from(["Bramble", "Nettle"]), unique=True, max_size=2),
        "setting": st.sampled_from([None, "zero-shot"]),
        "confidence": st.sampled_from([0.75, 0.123456789012345]),
        "alternatives": st.sampled_from([(), ("exact match", "F1")]),
        "decision": st.sampled_from([None, None, "accept", "reject"]),
    }
)


def changed(wanted: dict[str, Any], claim: Read) -> list[Read]:
    if wanted["gone"]:
        return []
    given: dict[str, Any] = {
        "metric": Mention(wanted["metric"]),
        **{name: tuple(map(Mention, wanted[name])) for name in ("benchmarks", "systems", "baselines")},
        **{name: wanted[name] for name in ("kind", "setting", "confidence", "alternatives")},
    }
    return [replace(claim, **given)]


@settings(max_examples=12, deadline=None)
@given(wanted=st.lists(CHANGES, min_size=1, max_size=4))
def test_adopting_and_taking_back_is_nothing(wanted: list[dict[str, Any]]) -> None:
    """Whatever the candidate reads and whatever was decided, all claims that stand are as before."""
    with transaction.atomic():  # each example in a database of its own
        ann = User.objects.create_superuser("ann")
        reading.stand_by_hand(len(wanted))
        for number, each in enumerate(wanted, start=10):
            if each["decision"]:
                getattr(claims, each["decision"])(Claim.objects.get(value=Decimal(f"{number}.5")), by=ann)
        before = standing()
        trial = reading.tried(lambda _, claim: changed(wanted[int(claim.quantity.value) - 10], claim), by=ann)
        batch = reading.adopted(trial, by=ann)
        decided = [row for row in before if row["decided_at"]]
        assert [row for row in standing() if row["decided_at"]] == decided
        after = standing()
        again = reading.adopted(trial, by=ann)
        assert again.counts.keys() <= {"conflicts"}
        assert not again.counts
        assert standing() == after
        reading.abandoned(batch, by=ann)
        assert standing() == before
        transaction.set_rollback(True)
    assert not Paper.objects.exists()
    assert connection.in_atomic_block is False
