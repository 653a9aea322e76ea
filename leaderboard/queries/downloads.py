"""A board's tab as a whole, for programs: every row, page by page, so that memory stays small."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from leaderboard.models import Paper
from leaderboard.queries import efficiency
from leaderboard.queries.boards import Board, BoardRow, Filters, Sort, Tab, rows
from leaderboard.queries.efficiency import EfficiencyRow, View
from leaderboard.queries.keysets import Cursor

CHUNK = 5_000
"""Rows that are fetched at once: some 30 MB, for which ranks are worked out a few times only."""


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Where else a paper can be found."""

    arxiv_id: str | None
    doi: str | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as the page shows it, and its paper's identifiers."""

    row: BoardRow
    identifiers: Identifiers


@dataclass(frozen=True, slots=True)
class EfficiencyTableRow:
    """A row of a table of efficiency, and its paper's identifiers."""

    row: EfficiencyRow
    identifiers: Identifiers


def table(board: Board, *, tab: Tab, sort: Sort, filters: Filters, size: int = CHUNK) -> Iterator[TableRow]:
    """All rows of the tab in the order of the page; five queries for every `size` of them."""
    after: str | None = None
    while True:
        cursor = Cursor(after) if after else None
        found = rows(board, tab=tab, sort=sort, cursor=cursor, size=size, filters=filters)
        known = _identifiers([row.claim.paper.uid for row in found.rows])
        yield from (TableRow(row, known[row.claim.paper.uid]) for row in found.rows)
        after = found.after
        if after is None:
            return


def efficiency_table(view: View, *, size: int = CHUNK) -> Iterator[EfficiencyTableRow]:
    """All rows of the table in the order of the page; five queries for every `size` of them."""
    after: str | None = None
    while True:
        found = efficiency.rows(view, cursor=Cursor(after) if after else None, size=size)
        known = _identifiers([row.claim.paper.uid for row in found.rows])
        yield from (EfficiencyTableRow(row, known[row.claim.paper.uid]) for row in found.rows)
        after = found.after
        if after is None:
            return


def _identifiers(papers: Sequence[UUID]) -> dict[UUID, Identifiers]:
    found = Paper.objects.filter(uid__in=papers).values_list("uid", "arxiv_id", "doi")
    return {uid: Identifiers(arxiv_id, doi) for uid, arxiv_id, doi in found}
