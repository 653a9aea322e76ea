"""Rows for programs come from queries that are put together once: the same rows as those of the pages."""

from decimal import Decimal
from uuid import UUID

import pytest

from leaderboard.queries import board_rows, boards
from leaderboard.queries.board_rows import Place, Threshold, Wanted
from leaderboard.queries.boards import Column, Filters, Sort, Tab
from leaderboard.queries.keysets import Cursor
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

EVERYTHING = Wanted(Tab.RESULTS, Filters(), Threshold())
SORTS = [Sort(column, descending=way) for column in Column for way in (False, True)]


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: f"{'-' * sort.descending}{sort.column}")
def test_pages_of_every_board_follow_each_other_both_ways(sort: Sort) -> None:
    grown(11)
    for slug in ("mathquest", "logicquest"):
        board, place = boards.find(slug, metric="accuracy"), board_rows.place(slug, metric="accuracy")
        assert board
        assert place
        wanted = [row.claim.uid for row in boards.rows(board, tab=Tab.RESULTS, sort=sort, cursor=None).rows]
        assert _walked(place, sort) == wanted
        assert _walked_back(place, sort) == wanted


def _walked(place: Place, sort: Sort) -> list[UUID]:
    seen, mark = [], None
    while True:
        page = board_rows.rows(place, EVERYTHING, sort=sort, cursor=mark, size=3)
        seen += [row["uid"] for row in page.rows]
        if page.after is None:
            return seen
        mark = Cursor(page.after)


def _walked_back(place: Place, sort: Sort) -> list[UUID]:
    page = board_rows.rows(place, EVERYTHING, sort=sort, cursor=None, size=4)
    while page.after:
        page = board_rows.rows(place, EVERYTHING, sort=sort, cursor=Cursor(page.after), size=4)
    seen = [row["uid"] for row in page.rows]
    while page.before:
        mark = Cursor(page.before, backwards=True)
        page = board_rows.rows(place, EVERYTHING, sort=sort, cursor=mark, size=3)
        seen = [row["uid"] for row in page.rows] + seen
    return seen


def test_what_narrows_one_question_does_not_narrow_the_next() -> None:
    grown(6)
    place = board_rows.place("mathquest", metric="accuracy")
    assert place
    high = Wanted(Tab.RESULTS, Filters(), Threshold(low=Decimal(84)))
    low = Wanted(Tab.RESULTS, Filters(), Threshold(high=Decimal(81)))
    for wanted, values in ((high, ["84.5", "85.5"]), (low, ["80.5"]), (high, ["84.5", "85.5"])):
        page = board_rows.rows(place, wanted, sort=Sort(Column.RANK), cursor=None, size=10)
        assert [str(row["claim__value"]) for row in page.rows] == values


def test_parts_of_a_row_are_read_as_they_are() -> None:
    grown(2)
    place = board_rows.place("mathquest", metric="accuracy")
    assert place
    gains = Wanted(Tab.GAINS, Filters(), Threshold())
    page = board_rows.rows(place, gains, sort=Sort(Column.RANK), cursor=None, size=1)
    assert page.rows[0]["baselines"] == [{"name": "OldNet", "slug": "oldnet"}]
