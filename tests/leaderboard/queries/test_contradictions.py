"""Stored contradictions against the rule, kept up to date whatever changes, and their lists."""

import random
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from leaderboard.actions import claims as actions
from leaderboard.domain.contradictions import Statement, Verdict, furthest, setting_key, span
from leaderboard.models import Claim, ClaimBenchmark, ClaimSystem, Contradiction, Paper
from leaderboard.queries import contradictions as queries
from leaderboard.queries.contradictions import Filters, UnknownNameError
from leaderboard.queries.keysets import Cursor
from tests.leaderboard import collection
from tests.leaderboard.disputes import say, settle

pytestmark = pytest.mark.django_db

DECIDED = {"curated", "confirmed", "disputed", "rejected"}


def stored() -> set[tuple[str, str, bool]]:
    """The contradictions as lower number, higher number, and whether certain."""
    settle()
    rows = Contradiction.objects.values_list("low__quote", "high__quote", "certain")
    return {(low, high, certain) for low, high, certain in rows}


def statement(claim: Claim) -> Statement:
    benchmarks = [link.benchmark_id for link in claim.claim_benchmarks.all()]
    alone = len(benchmarks) == 1 and not claim.claim_systems.exists()
    known = (claim.system_id, claim.metric_id, *benchmarks)
    return Statement(
        uid=claim.uid,
        paper=claim.paper.uid,
        sentence=claim.sentence_start,
        subject=known if alone and None not in known else None,  # type: ignore[arg-type]
        setting=claim.setting,
        value=claim.value,
        scaled=claim.scaled,
        value_high=claim.value_high,
        bound=claim.bound,
        kind=claim.kind,
        role=claim.role,
        state=claim.state,
        confidence=claim.confidence,
        retracted=claim.paper.retracted_on is not None,
    )


def at_random(pick: random.Random) -> None:
    """A paper with a claim or two, of any sort."""
    paper = collection.paper(
        f"It reaches 7. Then it reaches 8 {'x' * Paper.objects.count()}.",
        retracted_on=pick.choice([None] * 9 + ["2025-01-01"]),
    )
    for quote, sentence in (("7", 0), ("8", pick.choice([0, 14])))[: pick.choice([1, 2])]:
        value = Decimal(pick.choice(["80", "80.0", "80.4", "80.55", "81", "0.80", "8000", "8400", "-3", "0"]))
        state = pick.choice(["machine", "machine", *DECIDED])
        claim = say(
            quote,
            of=paper,
            system=pick.choice(["NewNet", "NewNet", "OldNet"]),
            value=value,
            value_high=value + 1 if pick.random() < 0.2 else None,
            scaled=pick.choice([value, value, value * 100, None]),
            bound=pick.choice(["exact", "exact", "at_least", "at_most", "about"]),
            role=pick.choice(["result", "result", "reference"]),
            kind=pick.choice(["absolute", "absolute", "absolute", "factor", None]),
            setting=pick.choice(["", "zero-shot", "Zero Shot", "5-shot"]),
            confidence=pick.choice([0.69, 0.7, 0.9]),
            state=state,
            decided_at=timezone.now() if state in DECIDED else None,
        )
        Claim.objects.filter(pk=claim.pk).update(sentence_start=sentence)
        if pick.random() < 0.1:
            other = collection.benchmark("LogicQuest")
            ClaimBenchmark.objects.create(claim=claim, benchmark=other, text=other.name, position=1)
        if pick.random() < 0.1:
            ClaimSystem.objects.create(claim=claim, system=None, text="Other", position=1)


@pytest.mark.parametrize("seed", range(12))
def test_stored_as_the_rule_says(seed: int) -> None:
    pick = random.Random(seed)
    for _ in range(14):
        at_random(pick)
        if pick.random() < 0.3:
            settle()  # so that rows are changed and removed, too
    settle()
    claims = Claim.objects.select_related("paper").prefetch_related("claim_benchmarks", "claim_systems")
    statements = {claim.pk: statement(claim) for claim in claims}
    expected = {
        (
            each.low.subject,
            setting_key(each.low.setting) if each.low.setting and each.high.setting else "",
            each.verdict is Verdict.CERTAIN,
            span(each.low).apart(span(each.high)).normalize(),
        )
        for each in furthest(statements.values())
    }
    found = {
        (
            (row.system_id, row.metric_id, row.benchmark_id),
            row.setting,
            row.certain,
            (span(statements[row.high_id]).low - span(statements[row.low_id]).high).normalize(),
        )
        for row in Contradiction.objects.all()
    }
    assert found == expected


def test_it_goes_when_one_of_the_two_does_and_comes_back_with_it() -> None:
    _, other = say("80"), say("90")
    assert stored() == {("80", "90", False)}
    curator = User.objects.create(username="c")
    actions.reject(other, by=curator)
    assert stored() == set()
    actions.accept(other, by=curator)
    assert stored() == {("80", "90", False)}
    actions.correct(other, by=curator, changes={"systems": [collection.system("OldNet")]})
    assert stored() == set()
    actions.correct(other, by=curator, changes={"systems": [collection.system("NewNet")]})
    actions.correct(other, by=curator, changes={"benchmarks": [collection.benchmark("LogicQuest")]})
    assert stored() == set()


def test_it_follows_settings_papers_and_further_names() -> None:
    one, other = say("80", setting="zero-shot"), say("90", setting="zero-shot")
    assert stored() == {("80", "90", True)}
    Claim.objects.filter(pk=one.pk).update(setting="")
    assert stored() == {("80", "90", False)}
    Paper.objects.filter(pk=other.paper_id).update(retracted_on="2026-01-01")
    assert stored() == set()
    Paper.objects.update(retracted_on=None)
    assert stored() == {("80", "90", False)}
    logic = collection.benchmark("LogicQuest")
    second = ClaimBenchmark.objects.create(claim=other, benchmark=logic, text="LogicQuest", position=1)
    assert stored() == set()
    second.delete()
    assert stored() == {("80", "90", False)}
    further = ClaimSystem.objects.create(claim=other, system=None, text="Other", position=1)
    assert stored() == set()
    further.delete()
    assert stored() == {("80", "90", False)}
    other.paper.delete()
    assert stored() == set()


def test_the_next_widest_takes_the_place_of_what_went() -> None:
    say("80"), say("85"), say("90", state="machine")
    assert stored() == {("80", "90", False)}
    Claim.objects.filter(quote="90").update(state="superseded")
    assert stored() == {("80", "85", False)}
    Claim.objects.filter(quote="80").delete()
    assert stored() == set()


@pytest.mark.django_db(transaction=True)
def test_two_that_write_at_once_see_each_other() -> None:
    papers = [collection.paper(f"It reaches {value}.") for value in ("80", "90")]
    collection.metric(direction="higher", percentage=True, unit="%")
    collection.benchmark("MathQuest"), collection.system("NewNet")
    both_wrote = Barrier(2)

    def write(paper: Paper) -> None:
        try:
            with transaction.atomic():
                say(paper.abstract[11:13], of=paper)
                both_wrote.wait(timeout=20)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as writers:
        list(writers.map(write, papers))
    assert Contradiction.objects.count() == 1


def test_pages_certain_ones_first_each_once() -> None:
    for number in range(5):
        for value in ("80", "90"):
            say(value, system=f"Net {number}", setting="zero-shot" if number % 2 else "")
    settle()
    listed: list[str] = []
    cursor = None
    while True:
        page = queries.contradictions(queries.Chosen(), cursor=cursor, size=2)
        listed += [row.system.text for row in page.rows]
        if page.after is None:
            break
        cursor = Cursor(page.after)
    assert listed == ["Net 3", "Net 1", "Net 4", "Net 2", "Net 0"]


def test_filters_and_counts() -> None:
    for system, benchmark, setting in (("A", "One", "s"), ("A", "Two", ""), ("B", "One", "")):
        for value in ("80", "90"):
            say(value, system=system, benchmark=benchmark, setting=setting)
    settle()
    for asked, expected in (
        (Filters(), {True: 1, False: 2}),
        (Filters(system="a"), {True: 1, False: 1}),
        (Filters(benchmark="one"), {True: 1, False: 1}),
        (Filters(benchmark="two", metric="accuracy"), {True: 0, False: 1}),
        (Filters(system="b", benchmark="two"), {True: 0, False: 0}),
    ):
        things = queries.chosen(asked)
        assert queries.counts(things) == expected
        assert len(queries.contradictions(things).rows) == sum(expected.values())
    assert len(queries.contradictions(queries.Chosen(), certain=True).rows) == 1


def test_a_filter_that_names_nothing_says_which() -> None:
    with pytest.raises(UnknownNameError, match="no benchmark “nowhere”"):
        queries.chosen(Filters(benchmark="nowhere"))
