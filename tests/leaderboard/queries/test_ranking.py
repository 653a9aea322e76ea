"""Ranks in SQL against the rule in Python: the same table of boards, and boards made at random."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils import timezone

from leaderboard.domain import names
from leaderboard.domain.ranking import Entry, UnrankedReason, rank, unranked
from leaderboard.models import BoardTotals, Claim, ClaimBenchmark, ClaimSystem, Metric, Task
from leaderboard.queries import boards, ranking
from leaderboard.queries.boards import Board, Column, Sort, Tab
from leaderboard.queries.claims import SHOWN, rows_by_id
from tests.leaderboard import collection
from tests.leaderboard.domain.ranking_cases import CASES, Case, entry

pytestmark = pytest.mark.django_db

Place = int | UnrankedReason

DECIDED = {"curated", "confirmed", "disputed", "rejected"}


def task(name: str) -> Task:
    """The task of this name, made where it is not there yet."""
    return Task.objects.get_or_create(key=names.key(name), defaults={"slug": names.slug(name), "name": name})[
        0
    ]


def saved(one: Entry, *, metric: Metric) -> Claim:
    """The entry as a claim in the database."""
    task("Folding")
    paper = collection.paper(
        f"Paper {one.uid} reports 7.",
        published_on=one.published_on,
        retracted_on=date(2025, 1, 1) if one.retracted else None,
    )
    claim = collection.claim(
        paper,
        "7",
        uid=one.uid,
        value_high=Decimal(8) if one.ranged else None,
        kind=one.kind,
        role=one.role,
        state=one.state,
        bound=one.bound,
        metric=metric,
        scaled=one.scaled,
        confidence=one.confidence,
        system=collection.system("First") if one.systems else None,
        task_text="Folding" if one.other_task else "",
        decided_at=timezone.now() if one.state in DECIDED else None,
    )
    for position in range(one.benchmarks):
        on = collection.benchmark(f"Bench {position}", task=task("Reasoning"))
        ClaimBenchmark.objects.create(claim=claim, benchmark=on, text=on.name, position=position)
    for position in range(one.systems - 1):
        further = collection.system(f"Further {position}")
        ClaimSystem.objects.create(claim=claim, system=further, text=further.name, position=position)
    return claim


def placed(entries: list[Entry], *, direction: str | None, live: bool) -> list[tuple[UUID, Place]]:
    """What the database says of the listed claims of a board, by stored ranks or by ranks of the moment."""
    metric = collection.metric("Measure", direction=direction)
    for one in entries:
        saved(one, metric=metric)
    if not live:
        collection.settled()
    board = boards.find("bench-0", metric="measure")
    return [row for tab in Tab for row in _rows(board, tab)] if board else []


def _rows(board: Board, tab: Tab) -> list[tuple[UUID, Place]]:
    found = boards.rows(board, tab=tab, sort=Sort(Column.RANK), cursor=None)
    return [(row.claim.uid, row.rank or row.unranked or 0) for row in found.rows]


def listed(expected: Iterable[tuple[Entry, Place]]) -> list[tuple[UUID, Place]]:
    """What a board has to show of these entries: kinds on tabs of their own, states that are shown."""
    kinds = list(boards.KINDS.values())
    shown = [(one, place) for one, place in expected if one.state in SHOWN and one.benchmarks]
    return [(one.uid, place) for one, place in sorted(shown, key=lambda pair: kinds.index(pair[0].kind))]  # type: ignore[arg-type]


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_board_as_the_rule_says(case: Case, live: bool) -> None:  # noqa: FBT001
    entries = [one for one, _ in case.expected]
    random.Random(7).shuffle(entries)
    assert placed(entries, direction=case.direction, live=live) == listed(case.expected)


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("direction", ["higher", "lower", None])
@pytest.mark.parametrize("seed", range(4))
def test_board_made_at_random_as_the_rule_says(direction: str | None, seed: int, live: bool) -> None:  # noqa: FBT001
    pick = random.Random(seed)
    entries = [
        entry(
            number,
            pick.choice([None, "1", "1.0", "2.5", "-3", "0"]),
            direction=direction,
            kind=pick.choice(["absolute", "absolute", "absolute", "factor", None]),
            role=pick.choice(["result", "result", "reference"]),
            state=pick.choice(["machine", "curated", "confirmed", "disputed"]),
            bound=pick.choice(["exact", "about", "at_least", "at_most"]),
            confidence=pick.choice([0.2, 0.7, 0.8, 0.9]),
            ranged=pick.random() < 0.1,
            other_task=pick.random() < 0.1,
            retracted=pick.random() < 0.1,
            benchmarks=pick.choice([1, 1, 1, 2]),
            systems=pick.choice([0, 1, 1, 2]),
            published_on=pick.choice([None, date(2024, 1, 1) + timedelta(days=pick.randrange(3))]),
        )
        for number in range(1, 31)
    ]
    expected = [(one, place or unranked(one) or 0) for one, place in rank(entries)]
    assert placed(entries, direction=direction, live=live) == listed(expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_claims_that_are_alike_to_the_rule(case: Case) -> None:
    metric = collection.metric("Measure", direction=case.direction)
    claims = [saved(one, metric=metric).pk for one, _ in case.expected]
    told = {pk: one for one, members in ranking.alike(claims) for pk in members}
    assert sorted(told) == claims
    for row in rows_by_id(claims):
        one, alone = told[row.pk], ranking.entry(row)
        assert unranked(one) == unranked(alone)
        assert (one.scaled is None) == (alone.scaled is None)
        assert replace(one, uid=alone.uid, scaled=alone.scaled, published_on=alone.published_on) == alone


def leaders() -> set[UUID]:
    """The first ranked claim of each board."""
    collection.settled()
    return set(BoardTotals.objects.filter(leader__isnull=False).values_list("leader__uid", flat=True))


def test_first_of_each_board() -> None:
    metric = collection.metric("Measure", direction="lower")
    best, _, other = (saved(entry(n, v), metric=metric) for n, v in ((1, "3"), (2, "4"), (3, "9")))
    ClaimBenchmark.objects.filter(claim=other).update(benchmark=collection.benchmark("Elsewhere"))
    saved(entry(4, "1", bound="at_least"), metric=metric)
    assert leaders() == {best.uid, other.uid}


def test_nobody_leads_by_a_claim_that_is_likelier_wrong() -> None:
    metric = collection.metric("Measure", direction="higher")
    surest = saved(entry(1, "3", confidence=0.7), metric=metric)
    saved(entry(2, "9", confidence=0.69), metric=metric)
    assert leaders() == {surest.uid}


def test_nobody_leads_a_board_of_unknown_direction() -> None:
    saved(entry(1, "3"), metric=collection.metric("Measure", direction=None))
    assert not leaders()
