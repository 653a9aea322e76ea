"""Boards: tabs that never mix, every sort order, pages that neither lose nor repeat a row."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from leaderboard.models import Claim, ClaimBaseline
from leaderboard.queries import boards
from leaderboard.queries.boards import Board, BoardRow, Column, Sort, Tab
from leaderboard.queries.keysets import Cursor, CursorError
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db

KINDS = ["absolute", "difference", "percent_change", "factor", "fraction", None]


def filled(size: int = 23) -> Board:
    """A board of results with ties, gaps and missing parts."""
    pick = random.Random(3)
    metric = collection.metric(direction="higher")
    quest = collection.benchmark("MathQuest")
    for number in range(size):
        day = pick.choice([None, date(2024, 5, 1) + timedelta(days=pick.randrange(4))])
        paper = collection.paper(
            f"Paper {number} reaches 5 on MathQuest.",
            title=pick.choice(["", "Beta", "alpha"]),
            published_on=day,
        )
        claim = collection.claim(
            paper,
            "5",
            on=quest,
            metric=metric,
            scaled=pick.choice([None, Decimal(5), Decimal("5.0"), Decimal(number)]),
            system=collection.system(pick.choice(["Übernet", "anet", "Zeta"]))
            if pick.random() < 0.8
            else None,
            setting=pick.choice(["", "zero-shot", "5-shot"]),
            bound=pick.choice(["exact", "at_most"]),
            confidence=pick.choice([0.25, 0.1 + 0.2, 1.0]),
        )
        if pick.random() < 0.6:
            than = collection.system(pick.choice(["Old", "Older"]))
            ClaimBaseline.objects.create(claim=claim, system=than, text=than.name, position=0)
    return found()


def found() -> Board:
    board = boards.find("mathquest", metric="accuracy")
    assert board is not None
    return board


def walk(board: Board, sort: Sort, *, size: int, backwards: bool = False) -> list[BoardRow]:
    """All rows, page by page."""
    rows: list[BoardRow] = []
    cursor = None
    while True:
        page = boards.rows(board, tab=Tab.RESULTS, sort=sort, cursor=cursor, size=size)
        rows = [*page.rows, *rows] if backwards else [*rows, *page.rows]
        mark = page.before if backwards else page.after
        if mark is None:
            return rows
        cursor = Cursor(mark, backwards=backwards)


def last_page(board: Board, sort: Sort, *, size: int) -> Cursor:
    page = boards.rows(board, tab=Tab.RESULTS, sort=sort, cursor=None, size=size)
    while page.after:
        cursor = Cursor(page.after)
        page = boards.rows(board, tab=Tab.RESULTS, sort=sort, cursor=cursor, size=size)
    return cursor


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", Column)
def test_pages_join_to_the_whole_list(column: Column, descending: bool) -> None:  # noqa: FBT001
    board, sort = filled(), Sort(column, descending)
    whole = [row.claim.uid for row in walk(board, sort, size=100)]
    assert len(set(whole)) == 23
    assert [row.claim.uid for row in walk(board, sort, size=4)] == whole


def test_pages_run_backwards_too() -> None:
    board, sort = filled(), Sort(Column.DATE, descending=True)
    whole = [row.claim.uid for row in walk(board, sort, size=100)]
    cursor = last_page(board, sort, size=5)
    tail = boards.rows(board, tab=Tab.RESULTS, sort=sort, cursor=cursor, size=5)
    seen = [row.claim.uid for row in tail.rows]
    while tail.before:
        tail = boards.rows(
            board, tab=Tab.RESULTS, sort=sort, cursor=Cursor(tail.before, backwards=True), size=5
        )
        seen = [row.claim.uid for row in tail.rows] + seen
        assert tail.after
    assert seen == whole


SORTED_BY: dict[Column, Callable[[BoardRow], object]] = {
    Column.VALUE: lambda row: row.claim.scaled if row.claim.scaled is not None else row.claim.value,
    Column.SYSTEM: lambda row: row.claim.systems[0].text.lower() if row.claim.systems else "",
    Column.SETTING: lambda row: row.claim.setting,
    Column.BASELINE: lambda row: row.claim.baselines[0].text.lower() if row.claim.baselines else "",
    Column.PAPER: lambda row: row.claim.paper.title.lower(),
    Column.DATE: lambda row: row.claim.paper.published_on or "",
    Column.STATE: lambda row: row.claim.state,
    Column.CONFIDENCE: lambda row: row.claim.confidence,
}


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", SORTED_BY)
def test_rows_run_the_way_asked_for_missing_ones_last(column: Column, descending: bool) -> None:  # noqa: FBT001
    rows = walk(filled(), Sort(column, descending), size=100)
    for part in ([r for r in rows if not r.unranked], [r for r in rows if r.unranked]):
        values = [SORTED_BY[column](row) for row in part]
        given = [value for value in values if value != ""]
        assert values[: len(given)] == given
        distinct = list(dict.fromkeys(given))
        assert len(distinct) == len(set(given))
        if column is not Column.SYSTEM:  # names sort as the database's language has it
            assert distinct == sorted(distinct, reverse=descending)  # type: ignore[type-var]


def test_ranked_rows_come_first_whatever_the_order() -> None:
    board = filled()
    for column in Column:
        flags = [row.rank is None for row in walk(board, Sort(column, descending=True), size=100)]
        assert flags == sorted(flags)
        assert any(flags)
        assert not all(flags)


def test_ranks_are_those_of_the_whole_board_on_every_page() -> None:
    board = filled()
    by_rank = {row.claim.uid: row.rank for row in walk(board, Sort(Column.RANK), size=100)}
    by_paper = {row.claim.uid: row.rank for row in walk(board, Sort(Column.PAPER), size=3)}
    assert by_paper == by_rank


@pytest.mark.parametrize("column", Column)
def test_a_page_stays_where_it_is_when_rows_come_and_go(column: Column) -> None:
    board, sort = filled(), Sort(column)
    first = boards.rows(board, tab=Tab.RESULTS, sort=sort, cursor=None, size=8)
    assert first.after
    expected = boards.rows(board, tab=Tab.RESULTS, sort=sort, cursor=Cursor(first.after), size=8)
    Claim.objects.filter(uid__in=[first.rows[0].claim.uid, first.rows[7].claim.uid]).delete()
    Claim.objects.filter(uid=first.rows[2].claim.uid).update(state="superseded")
    again = boards.rows(board, tab=Tab.RESULTS, sort=sort, cursor=Cursor(first.after), size=8)
    assert [row.claim.uid for row in again.rows] == [row.claim.uid for row in expected.rows]
    ranks = {row.claim.uid: row.rank for row in walk(board, sort, size=100)}
    assert {row.claim.uid: row.rank for row in again.rows}.items() <= ranks.items()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_tab_of_its_own(kind: str | None) -> None:
    metric, quest = collection.metric(direction="higher"), collection.benchmark("MathQuest")
    for number, each in enumerate(KINDS):
        paper = collection.paper(f"Paper {number} says 5.")
        collection.claim(paper, "5", on=quest, metric=metric, kind=each)
    board = found()
    assert set(board.counts.values()) == {1}
    tab = next(tab for tab, of in boards.KINDS.items() if of == kind)
    rows = boards.rows(board, tab=tab, sort=Sort(Column.VALUE), cursor=None).rows
    assert [row.claim.kind for row in rows] == [kind]
    assert [row.rank for row in rows] == [1 if kind == "absolute" else None]


@pytest.mark.parametrize("state", ["rejected", "superseded"])
def test_claims_that_nobody_stands_behind_are_not_listed(state: str) -> None:
    board = filled(3)
    Claim.objects.all().update(
        state=state, decided_at="2026-01-01T00:00:00Z" if state == "rejected" else None
    )
    assert found().total == 0
    assert boards.rows(board, tab=Tab.RESULTS, sort=Sort(Column.RANK), cursor=None).rows == ()


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "x",
        "AAAA",
        "W10",
        "WyJhIl0",
        "bnVsbA",
        "W1tbW1tbW1tb",
        "é",
        "WyIwIiwiTmFOIiwiMSIsIjEiLCIxIl0",
        "A" * 5000,
    ],
)
def test_a_mark_of_another_list_is_refused(mark: str) -> None:
    board = filled(2)
    with pytest.raises(CursorError):
        boards.rows(board, tab=Tab.RESULTS, sort=Sort(Column.RANK), cursor=Cursor(mark))


def test_a_mark_of_another_order_is_refused() -> None:
    board = filled()
    page = boards.rows(board, tab=Tab.RESULTS, sort=Sort(Column.PAPER), cursor=None, size=3)
    assert page.after
    with pytest.raises(CursorError):
        boards.rows(board, tab=Tab.RESULTS, sort=Sort(Column.RANK), cursor=Cursor(page.after))


def test_no_board_without_its_two_names() -> None:
    filled(1)
    assert boards.find("mathquest", metric="nothing") is None
    assert boards.find("nothing", metric="accuracy") is None
