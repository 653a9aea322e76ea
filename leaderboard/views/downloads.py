"""A board's table as CSV and JSON: every row of the view that the address holds, not the page alone."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from leaderboard.forms import BoardForm
from leaderboard.queries import boards as board_queries
from leaderboard.queries import downloads as queries
from leaderboard.queries.boards import Board
from leaderboard.queries.downloads import TableRow
from leaderboard.views import addresses, formats, tables, words
from leaderboard.views.boards import View, viewed
from leaderboard.views.pages import asked
from leaderboard.views.tables import Cells


@dataclass(frozen=True, slots=True)
class Table:
    """A board, how it is looked at, and its rows, fetched while they are read."""

    board: Board
    view: View
    rows: Iterable[TableRow]

    @property
    def name(self) -> str:
        """What files of it are called."""
        return f"{self.board.benchmark.slug}-{self.board.metric.slug}-{self.view.tab}"

    def cells(self, request: HttpRequest) -> Iterator[Cells]:
        """The rows as files have them."""
        root = addresses.root(request)
        return (_cells(row, root=root) for row in self.rows)


@require_safe
def as_csv(request: HttpRequest, benchmark: str, metric: str) -> StreamingHttpResponse:
    """The view as CSV."""
    table = _table(request, benchmark, metric)
    return tables.as_csv(table.name, columns=COLUMNS, rows=table.cells(request))


@require_safe
def as_json(request: HttpRequest, benchmark: str, metric: str) -> StreamingHttpResponse:
    """The view as JSON."""
    table = _table(request, benchmark, metric)
    return tables.as_json(table.name, about=_about(request, table), rows=table.cells(request))


def _table(request: HttpRequest, benchmark: str, metric: str) -> Table:
    """The table that is asked for, its first rows fetched, so that what fails does so before the answer."""
    form = asked(BoardForm, request)
    found = board_queries.find(benchmark, metric=metric)
    if found is None:
        raise Http404("There is no such board.")
    view = viewed(found, form)
    rows = queries.table(found, tab=view.tab, sort=view.sort, filters=view.filters)
    first = next(rows, None)
    return Table(found, view, chain([first], rows) if first else ())


def _about(request: HttpRequest, table: Table) -> dict[str, object]:
    board, view = table.board, table.view
    path = reverse("board", args=[board.benchmark.slug, board.metric.slug])
    return {
        "benchmark": {"name": board.benchmark.name, "slug": board.benchmark.slug},
        "metric": {
            "name": board.metric.name,
            "slug": board.metric.slug,
            "direction": board.metric.direction,
            "unit": board.metric.unit,
        },
        "tab": view.tab.value,
        "sort": view.order,
        "filters": asdict(view.filters),
        "address": addresses.root(request) + path + view.address,
    }


def _cells(found: TableRow, *, root: str) -> Cells:
    row, claim = found.row, found.row.claim
    place = {
        "rank": row.rank,
        "unranked": row.unranked and words.REASONS[row.unranked],
        "normalised": claim.scaled,
        "normalised_unit": formats.scale_unit(claim),
    }
    cells = place | tables.claim_cells(claim, found.identifiers, root=root)
    return {name: cells[name] for name in COLUMNS}


COLUMNS = (
    *("rank", "unranked", "systems", "quote", "value", "value_high", "unit", "normalised", "normalised_unit"),
    *("kind", "direction", "bound", "role", "metric", "benchmarks", "baselines", "setting", "state"),
    *("confidence", "start", "end", "permalink", "paper", "title", "arxiv_id", "doi", "published_on"),
    *("date_text", "is_summary", "retracted_on"),
    *("open_disputes", "open_corrections"),
)
