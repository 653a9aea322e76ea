"""Standings of efficiency in SQL against the rules in Python, kept right on every write, and their boards."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from extraction.lexicon import Lexicon
from leaderboard.actions import boards, units
from leaderboard.domain.efficiency import Entry, Family, Lane, NoPlace, Place
from leaderboard.domain.hardware import PATTERNS, hardware
from leaderboard.models import (
    Benchmark,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    EfficiencyStanding,
    Metric,
    Paper,
    System,
    Task,
    UnitWord,
)
from leaderboard.queries import efficiency
from leaderboard.queries import efficiency_totals as totals
from leaderboard.queries.efficiency import Column, Filters, Sort, View
from leaderboard.queries.keysets import Cursor
from tests.leaderboard import collection
from tests.leaderboard.domain.efficiency_cases import CASES, HARDWARE, Case

pytestmark = pytest.mark.django_db

DECIDED = {"curated", "confirmed", "disputed", "rejected"}


def saved(one: Entry, *, number: int = 0, **fields: Any) -> Claim:
    """The entry as a claim in the database."""
    name = "memory savings" if one.saving else f"memory {one.better}"
    metric = collection.metric(name, direction=one.better, family="memory")
    paper = collection.paper(
        f"Paper {number} reports 7.", retracted_on=date(2025, 1, 1) if one.retracted else None
    )
    claim = collection.claim(
        paper,
        "7",
        **{
            "value_high": Decimal(8) if one.ranged else None,
            "kind": one.kind,
            "direction": one.direction,
            "role": one.role,
            "state": one.state,
            "bound": one.bound,
            "metric": metric,
            "scaled": one.scaled,
            "confidence": one.confidence,
            "system": collection.system("First") if one.systems else None,
            "decided_at": timezone.now() if one.state in DECIDED else None,
            **fields,
        },
    )
    for position in range(one.systems - 1):
        ClaimSystem.objects.create(
            claim=claim, system=collection.system(f"Further {position}"), text="Further", position=position
        )
    for position in range(one.baselines):
        ClaimBaseline.objects.create(claim=claim, text="Older", position=position)
    return claim


def faster(number: int, times: str, **fields: Any) -> Claim:
    """A claim of being so many times faster, in a paper of its own unless one is given."""
    paper = fields.pop("paper", None) or collection.paper(f"Paper {number} reports {times} here.")
    given = {
        "kind": "factor",
        "direction": "up",
        "metric": collection.metric("speedup", direction="higher", family="speed"),
        **fields,
    }
    return collection.claim(paper, times, **given)


def standing(claim: Claim) -> EfficiencyStanding:
    return EfficiencyStanding.objects.get(claim=claim)


def view(lane: Lane = Lane.MEASURED, *, sort: Sort | None = None, unit: str = "", **filters: str) -> View:
    board = efficiency.find(Family.SPEED)
    narrowed = efficiency.narrowed(Filters(**filters))
    return View(board, lane, sort or Sort(Column.RANK), narrowed, unit)


def placed(**options: Any) -> list[tuple[str, int | None]]:
    return [(row.claim.quote, row.rank) for row in efficiency.rows(view(**options), cursor=None).rows]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_place_as_the_rule_says(case: Case) -> None:
    found = standing(saved(case.entry))
    times = None if found.lane == Lane.ABSOLUTE else found.amount
    assert Place(Lane(found.lane), times, NoPlace(found.reason) if found.reason else None) == case.place


def test_hardware_as_the_rule_says() -> None:
    settings = [*HARDWARE, *(f"on {name} GPUs" for name, _ in PATTERNS), *(name for name, _ in PATTERNS)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT s, leaderboard_hardware(s) FROM unnest(%s::text[]) AS s", [settings])
        assert [(s, tuple(found)) for s, found in cursor.fetchall()] == [(s, hardware(s)) for s in settings]


@pytest.mark.parametrize("state", ["rejected", "superseded"])
def test_what_pages_do_not_list_stands_nowhere(state: str) -> None:
    faster(1, "2", state=state, decided_at=timezone.now() if state == "rejected" else None)
    assert not EfficiencyStanding.objects.exists()


def test_a_metric_of_quality_stands_nowhere_until_it_is_described_as_a_cost() -> None:
    metric = collection.metric("points", direction="higher", family="quality")
    faster(1, "2", metric=metric)
    assert not EfficiencyStanding.objects.exists()
    metric.family = "speed"
    metric.save()
    assert EfficiencyStanding.objects.get().lane == Lane.MEASURED
    metric.direction = None
    metric.save()
    assert EfficiencyStanding.objects.get().reason == NoPlace.DIRECTION


def test_every_write_is_followed() -> None:
    claim = faster(1, "2", setting="one A100", confidence=0.4)
    assert standing(claim).reason == NoPlace.UNSURE
    assert standing(claim).hardware == ["A100"]
    Claim.objects.filter(pk=claim.pk).update(confidence=0.9, setting="")
    assert (standing(claim).lane, standing(claim).hardware) == (Lane.MEASURED, [])
    old = collection.system("OldNet")
    link = ClaimBaseline.objects.create(claim=claim, system=old, text="OldNet", position=0)
    assert (standing(claim).baselines, standing(claim).baseline_words) == ([old.pk], "oldnet")
    old.name = "OlderNet"
    old.save()
    assert standing(claim).baseline_words == "oldernet"
    link.delete()
    assert (standing(claim).baselines, standing(claim).alone) == ([], True)
    Paper.objects.update(retracted_on=date(2026, 1, 1))
    assert standing(claim).reason == NoPlace.RETRACTED
    claim.paper.delete()
    assert not EfficiencyStanding.objects.exists()


def test_tasks_of_the_benchmark_and_of_the_words() -> None:
    task = Task.objects.create(
        key="imageclassification", slug="image-classification", name="Image classification"
    )
    other = Task.objects.create(key="detection", slug="detection", name="Detection")
    bench = collection.benchmark("Meadow", task=other)
    claim = faster(1, "2", task_text="Image Classification")
    assert standing(claim).tasks == [task.pk]
    ClaimBenchmark.objects.create(claim=claim, benchmark=bench, text="Meadow", position=0)
    assert standing(claim).tasks == [task.pk, other.pk]
    assert placed(task="detection") == [("2", 1)]
    bench.task = task
    bench.save()
    assert standing(claim).tasks == [task.pk]


def test_amounts_stand_on_one_unit() -> None:
    memory = collection.metric("memory", direction="lower", family="memory", unit="GB")
    paper = collection.paper("It needs 512 or 2 or 5 or 9.")
    claims = [
        collection.claim(paper, quote, metric=memory, unit=unit, scaled=None)
        for quote, unit in (("512", "MB"), ("2", "GB"), ("5", "buckets"), ("9", None))
    ]
    assert [standing(claim).base for claim in claims] == ["MB", "GB", "buckets", "memory"]
    assert units.sync(Lexicon.bundled()) > 100
    assert [(standing(claim).base, standing(claim).amount) for claim in claims] == [
        ("GB", Decimal("0.512")),
        ("GB", Decimal(2)),
        ("buckets", Decimal(5)),
        ("memory", Decimal(9)),
    ]
    assert units.sync(Lexicon.bundled()) == 0
    UnitWord.objects.filter(word="MB").delete()
    assert standing(claims[0]).base == "MB"


def test_the_quality_beside_is_that_of_the_same_system_then_the_surest() -> None:
    accuracy = collection.metric("accuracy", direction="higher", family="quality")
    ours, theirs = collection.system("Ours"), collection.system("Theirs")
    paper = collection.paper("It is 2 times faster at 81 and 82 and 83.")
    claim = faster(1, "2", paper=paper, system=ours)
    assert standing(claim).quality is None
    surest = collection.claim(paper, "81", metric=accuracy, system=theirs, confidence=0.95)
    assert standing(claim).quality == surest
    own = collection.claim(paper, "82", metric=accuracy, system=ours, confidence=0.75)
    assert standing(claim).quality == own
    surer = collection.claim(paper, "83", metric=accuracy, system=ours, confidence=0.8)
    assert standing(claim).quality == surer
    Claim.objects.filter(pk=surer.pk).update(state="rejected", decided_at=timezone.now())
    assert standing(claim).quality == own
    own.delete()
    assert standing(claim).quality == surest


def test_ranks_are_shared_by_equals_and_best_cases_stand_apart() -> None:
    for number, times in enumerate(("3", "2", "2.0", "1.5")):
        faster(number, times)
    faster(9, "99", bound="at_most")
    assert placed() == [("3", 1), ("2", 2), ("2.0", 2), ("1.5", 4)]
    assert placed(lane=Lane.BEST) == [("99", 1)]


def test_ranks_among_what_a_filter_leaves() -> None:
    old = collection.system("OldNet")
    for number, times in enumerate(("5", "4", "3", "3.0")):
        claim = faster(number, times, setting="one A100" if number % 2 else "")
        if number:
            ClaimBaseline.objects.create(claim=claim, system=old, text="OldNet", position=0)
    assert placed(baseline="oldnet") == [("4", 1), ("3", 2), ("3.0", 2)]
    assert placed(hardware="A100") == [("4", 1), ("3.0", 2)]
    assert placed(baseline="oldnet", hardware="A100", metric="speedup") == [("4", 1), ("3.0", 2)]
    assert placed(baseline="nobody") == []
    assert placed(metric="nothing") == []


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", Column)
def test_every_order_is_whole_in_pages_there_and_back(column: Column, descending: bool) -> None:  # noqa: FBT001
    for number in range(13):
        paper = collection.paper(
            f"Paper {number} reports {number % 4 + 1} here.",
            published_on=date(2026, 1, 1 + number % 3) if number % 4 else None,
            title=f"Title {number % 5}",
        )
        claim = faster(
            number,
            str(number % 4 + 1),
            paper=paper,
            system=collection.system(f"Net {number % 3}") if number % 3 else None,
            setting=("", "small", "large")[number % 3],
            confidence=0.7 + number % 3 / 10,
        )
        if number % 2:
            ClaimBaseline.objects.create(claim=claim, system=None, text=f"Old {number % 5}", position=0)
    looked = view(sort=Sort(column, descending))
    whole = [row.claim.pk for row in efficiency.rows(looked, cursor=None, size=100).rows]
    forth, ranks = [], []
    cursor = None
    while True:
        found = efficiency.rows(looked, cursor=cursor, size=5)
        forth += [row.claim.pk for row in found.rows]
        ranks += [(row.amount, row.rank) for row in found.rows]
        if found.after is None:
            break
        cursor = Cursor(found.after)
    back = efficiency.rows(looked, cursor=Cursor(str(found.before), backwards=True), size=5)
    assert len(set(whole)) == 13
    assert forth == whole
    assert [row.claim.pk for row in back.rows] == whole[5:10]
    assert dict(ranks) == {Decimal(4): 1, Decimal(3): 4, Decimal(2): 7, Decimal(1): 10}


@pytest.mark.parametrize("column", [Column.SYSTEM, Column.BASELINE, Column.SETTING, Column.DATE])
@pytest.mark.parametrize("descending", [False, True])
def test_what_is_missing_comes_last_either_way(column: Column, descending: bool) -> None:  # noqa: FBT001
    missing = faster(1, "2")
    paper = collection.paper("It reports 3.", published_on=date(2026, 1, 1))
    there = faster(2, "3", paper=paper, system=collection.system("Net"), setting="small")
    ClaimBaseline.objects.create(claim=there, system=None, text="Old", position=0)
    found = efficiency.rows(view(sort=Sort(column, descending)), cursor=None)
    assert [row.claim.pk for row in found.rows] == [there.pk, missing.pk]


def test_boards_with_their_leaders_and_baselines() -> None:
    old = collection.system("OldNet")
    for number, times in enumerate(("2", "3")):
        claim = faster(number, times)
        ClaimBaseline.objects.create(claim=claim, system=old, text="OldNet", position=0)
    faster(7, "9", bound="at_most")
    faster(8, "4", kind="absolute", direction=None)
    faster(9, "5", kind="difference")
    assert efficiency.boards() == ()
    boards.settle()
    (line,) = efficiency.boards()
    assert line.board.family is Family.SPEED
    assert line.board.counts == {Lane.MEASURED: 2, Lane.BEST: 1, Lane.ABSOLUTE: 1, Lane.UNPLACED: 1}
    assert {lane: row.claim.quote for lane, row in line.leaders.items()} == {
        Lane.MEASURED: "3",
        Lane.BEST: "9",
    }
    assert [(name.slug, claims) for name, claims in line.baselines] == [("oldnet", 2)]


def test_facets_of_a_table() -> None:
    old = collection.system("OldNet")
    claim = faster(1, "2", setting="one A100 GPU and a CPU")
    ClaimBaseline.objects.create(claim=claim, system=old, text="OldNet", position=0)
    faster(2, "3")
    faster(3, "9", bound="at_most", setting="TPU")
    counted = efficiency.facets(view())
    assert counted["baseline"] == (("oldnet", "OldNet", 1),)
    assert counted["hardware"] == (("A100", "A100", 1), ("CPU", "CPU", 1))
    assert counted["metric"] == (("speedup", "speedup", 2),)
    assert counted["state"] == (("machine", "machine", 2),)
    assert counted["task"] == ()
    boards.settle()
    assert efficiency.facets(view()) == counted


def test_totals_are_those_of_the_last_settling_until_the_next() -> None:
    first = faster(1, "2")
    assert view().board.counts[Lane.MEASURED] == 1
    boards.settle()
    assert view().board.settled
    faster(2, "3")
    found = efficiency.find(Family.SPEED)
    assert (found.settled, found.counts[Lane.MEASURED]) == (False, 1)
    assert efficiency.find(Family.SPEED, exactly=True).counts[Lane.MEASURED] == 2
    assert placed() == [("3", 1), ("2", 2)]
    boards.settle()
    found = efficiency.find(Family.SPEED)
    assert (found.settled, found.counts[Lane.MEASURED]) == (True, 2)
    Claim.objects.all().delete()
    boards.settle()
    assert efficiency.find(Family.SPEED).total == 0
    assert totals.version("speed") is None
    assert first.pk is not None


CHANGES: dict[str, Callable[[Claim], object]] = {
    "value": lambda claim: Claim.objects.filter(pk=claim.pk).update(bound="about"),
    "state": lambda claim: Claim.objects.filter(pk=claim.pk).update(
        state="disputed", decided_at=timezone.now()
    ),
    "gone": lambda claim: Claim.objects.filter(pk=claim.pk).delete(),
    "title": lambda claim: Paper.objects.update(title="Renamed"),
    "date as written": lambda claim: Paper.objects.update(date_text="May 2026"),
    "metric": lambda claim: Metric.objects.update(name="Renamed"),
    "family": lambda claim: Metric.objects.update(family="latency"),
    "system": lambda claim: System.objects.filter(name="Net").update(name="Renamed"),
    "further system": lambda claim: System.objects.filter(name="Further").update(name="Renamed"),
    "benchmark": lambda claim: Benchmark.objects.update(name="Renamed"),
    "baseline": lambda claim: ClaimBaseline.objects.create(claim=claim, text="Old", position=0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_pages_show_changes_the_version(change: str) -> None:
    claim = faster(1, "2", system=collection.system("Net"), on=collection.benchmark())
    further = collection.system("Further")
    ClaimSystem.objects.create(claim=claim, system=further, text="Further", position=0)
    boards.settle()
    before = totals.version("speed")
    assert before
    CHANGES[change](claim)
    assert totals.version("speed") is None
    boards.settle()
    assert totals.version("speed") != before
