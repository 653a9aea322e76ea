"""Standings follow every change by themselves; settling works out ranks and totals once."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from leaderboard.actions import boards as actions
from leaderboard.models import (
    Benchmark,
    BoardChange,
    BoardTotals,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Metric,
    Paper,
    Standing,
    System,
    Task,
)
from leaderboard.queries import boards
from leaderboard.queries.boards import Board, Column, Sort, Tab
from tests.leaderboard import collection

Change = Callable[[list[Claim]], Any]


def filled() -> list[Claim]:
    """Three results of one board; the first has a baseline and a further system is at hand."""
    metric, quest = collection.metric(direction="higher"), collection.benchmark("MathQuest")
    made = []
    for number, value in enumerate(("81", "84", "79")):
        paper = collection.paper(f"Net {number} reaches {value} on MathQuest.", title=f"Net {number}")
        system = collection.system(f"Net {number}")
        made.append(collection.claim(paper, value, on=quest, metric=metric, system=system))
    than = collection.system("Old")
    ClaimBaseline.objects.create(claim=made[0], system=than, text="Old", position=0)
    return made


def papers(claim: Claim) -> "QuerySet[Paper]":
    """The claim's paper, to be changed."""
    return Paper.objects.filter(pk=claim.paper_id)


CHANGES: dict[str, Change] = {
    "a value": lambda claims: Claim.objects.filter(pk=claims[2].pk).update(scaled=Decimal(99)),
    "a kind": lambda claims: Claim.objects.filter(pk=claims[1].pk).update(kind="factor"),
    "a state": lambda claims: Claim.objects.filter(pk=claims[1].pk).update(state="superseded"),
    "another metric": lambda claims: Claim.objects.filter(pk=claims[1].pk).update(
        metric=collection.metric("F1", direction="higher")
    ),
    "no metric": lambda claims: Claim.objects.filter(pk=claims[1].pk).update(metric=None, scaled=None),
    "another benchmark": lambda claims: ClaimBenchmark.objects.filter(claim=claims[1]).update(
        benchmark=collection.benchmark("LogicQuest")
    ),
    "a second benchmark": lambda claims: ClaimBenchmark.objects.create(
        claim=claims[1], benchmark=collection.benchmark("LogicQuest"), text="LogicQuest", position=1
    ),
    "no benchmark": lambda claims: ClaimBenchmark.objects.filter(claim=claims[1]).delete(),
    "a second system": lambda claims: ClaimSystem.objects.create(
        claim=claims[1], system=None, text="and more", position=1
    ),
    "another baseline": lambda claims: ClaimBaseline.objects.all().update(system=None, text="Older"),
    "no baseline": lambda claims: ClaimBaseline.objects.all().delete(),
    "a retraction": lambda claims: papers(claims[1]).update(retracted_on=date(2025, 1, 1)),
    "a date": lambda claims: papers(claims[1]).update(published_on=date(2025, 1, 1)),
    "a title": lambda claims: papers(claims[1]).update(title="Aardvark"),
    "a direction": lambda claims: Metric.objects.update(direction="lower"),
    "no direction": lambda claims: Metric.objects.update(direction=None),
    "a benchmark's task": lambda claims: [
        Claim.objects.filter(pk=claims[1].pk).update(task_text="Folding"),
        Benchmark.objects.update(
            task=Task.objects.create(key="reasoning", slug="reasoning", name="Reasoning")
        ),
        Task.objects.create(key="folding", slug="folding", name="Folding"),
        Benchmark.objects.update(task=Task.objects.get(key="folding")),
        Benchmark.objects.update(task=Task.objects.get(key="reasoning")),
    ],
    "a system's name": lambda claims: System.objects.filter(name="Net 1").update(name="Zed"),
    "a baseline's name": lambda claims: System.objects.filter(name="Old").update(name="Ancient"),
    "a claim deleted": lambda claims: claims[1].delete(),
    "a paper deleted": lambda claims: claims[0].paper.delete(),
    "all claims deleted": lambda claims: Claim.objects.all().delete(),
}


def differences() -> list[tuple[Any, ...]]:
    """Where the stored rows differ from what the rule says."""
    columns = ", ".join(str(field.column) for field in Standing._meta.fields[1:-3])
    stored, wanted = (f"SELECT {columns} FROM leaderboard_{table}" for table in ("standing", "place"))
    with connection.cursor() as cursor:
        cursor.execute(f"({stored} EXCEPT {wanted}) UNION ALL ({wanted} EXCEPT {stored})")
        return list(cursor.fetchall())


def shown() -> dict[str, list[Any]]:
    """Every board that pages can show: its totals, then the places of its claims."""
    found = {}
    for benchmark in Benchmark.objects.all():
        for metric in Metric.objects.all():
            board = boards.find(benchmark.slug, metric=metric.slug, exactly=True)
            assert board
            found[f"{benchmark} {metric}"] = _rows(board)
    return found


def _rows(board: Board) -> list[Any]:
    rows = boards.rows(board, tab=Tab.RESULTS, sort=Sort(Column.RANK), cursor=None).rows
    return [board.counts, board.facets, *((row.rank, row.claim.uid, row.unranked) for row in rows)]


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_standings_follow(change: str) -> None:
    claims = filled()
    actions.settle()
    assert not BoardChange.objects.exists()
    before = list(Standing.objects.order_by("pk").values())
    CHANGES[change](claims)
    assert differences() == []
    assert list(Standing.objects.order_by("pk").values()) != before
    assert BoardChange.objects.exists()
    live = shown()
    actions.settle()
    assert not BoardChange.objects.exists()
    assert shown() == live


@pytest.mark.django_db
def test_what_boards_do_not_show_changes_nothing() -> None:
    filled()
    actions.settle()
    Paper.objects.update(url="https://example.org/")
    Metric.objects.update(description="Share of right answers.")
    assert not BoardChange.objects.exists()
    assert actions.settle() == 0


@pytest.mark.django_db
def test_totals_count_name_the_leader_and_grow_their_version() -> None:
    claims = filled()
    assert actions.settle() == 1
    totals = BoardTotals.objects.get()
    assert (totals.claims, totals.results, totals.leader_id, totals.version) == (3, 3, claims[1].pk, 1)
    Claim.objects.filter(pk=claims[1].pk).update(kind=None)
    actions.settle()
    totals.refresh_from_db()
    assert (totals.claims, totals.results, totals.leader_id, totals.version) == (3, 2, claims[0].pk, 2)
    assert totals.counts == {"absolute": 2, "": 1}
    Claim.objects.all().delete()
    actions.settle()
    assert not BoardTotals.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_writer_holds_is_settled_by_the_writer() -> None:
    claims = filled()
    actions.settle()
    writing, seen = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                Claim.objects.filter(pk=claims[2].pk).update(scaled=Decimal(99))
                writing.set()
                seen.wait(20)
            actions.settle()
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert writing.wait(20)
    Claim.objects.filter(pk=claims[0].pk).update(scaled=Decimal(70))
    actions.settle()
    assert BoardChange.objects.exists()
    seen.set()
    writer.join(20)
    assert not BoardChange.objects.exists()
    ranks = Standing.objects.order_by("rank").values_list("claim", flat=True)
    assert list(ranks) == [claims[2].pk, claims[1].pk, claims[0].pk]
