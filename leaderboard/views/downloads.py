"""A board's table as CSV and JSON: every row of the view that the address holds, not the page alone."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from leaderboard.domain.lines import formula_safe
from leaderboard.forms import BoardForm
from leaderboard.queries import boards as board_queries
from leaderboard.queries import downloads as queries
from leaderboard.queries.boards import Board
from leaderboard.queries.claims import Name
from leaderboard.queries.downloads import TableRow
from leaderboard.views import addresses, formats, words
from leaderboard.views.boards import View, viewed
from leaderboard.views.pages import asked

Cells = dict[str, Any]
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Table:
    """A board, how it is looked at, and its rows, fetched while they are read."""

    board: Board
    view: View
    rows: Iterable[TableRow]


@require_safe
def as_csv(request: HttpRequest, benchmark: str, metric: str) -> StreamingHttpResponse:
    """The view as CSV: text in quotes, numbers bare, text that a spreadsheet would run made harmless."""
    table = _table(request, benchmark, metric)
    root = addresses.root(request)
    lines = _csv_lines(_cells(row, root=root) for row in table.rows)
    return _download(table, lines, kind="text/csv; charset=utf-8", end="csv", place="attachment")


@require_safe
def as_json(request: HttpRequest, benchmark: str, metric: str) -> StreamingHttpResponse:
    """The view as JSON; decimals are strings, so that no digit is lost, as in the API."""
    table = _table(request, benchmark, metric)
    return _download(
        table, _json_parts(request, table), kind="application/json; charset=utf-8", end="json", place="inline"
    )


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


def _download(
    table: Table, parts: Iterable[str], *, kind: str, end: str, place: str
) -> StreamingHttpResponse:
    name = f"{table.board.benchmark.slug}-{table.board.metric.slug}-{table.view.tab}.{end}"
    headers = {
        "Content-Disposition": f'{place}; filename="{name}"',
        "Access-Control-Allow-Origin": "*",  # public rows, for pages of others too
    }
    return StreamingHttpResponse(parts, content_type=kind, headers=headers)


def _csv_lines(rows: Iterator[Cells]) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_NONNUMERIC)
    yield writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([_cell(row[name]) for name in COLUMNS])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """The text."""
        return text


def _cell(value: Any) -> Any:
    """The value as one cell: names joined, text never a formula, unknown empty."""
    if isinstance(value, list):
        value = BETWEEN.join(each["name"] for each in value)
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return formula_safe(value) if isinstance(value, str) else value


def _json_parts(request: HttpRequest, table: Table) -> Iterator[str]:
    board, view, root = table.board, table.view, addresses.root(request)
    about = {
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
        "address": root + reverse("board", args=[board.benchmark.slug, board.metric.slug]) + view.address,
    }
    yield json.dumps(about)[:-1] + ', "rows": ['
    for number, row in enumerate(table.rows):
        yield (",\n" if number else "\n") + json.dumps(_cells(row, root=root), default=_digits)
    yield "\n]}\n"


def _digits(value: Any) -> str:
    """A decimal's digits, or an id."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _cells(found: TableRow, *, root: str) -> Cells:
    row, claim, paper = found.row, found.row.claim, found.row.claim.paper
    return {
        "rank": row.rank,
        "unranked": row.unranked and words.REASONS[row.unranked],
        "systems": _named(claim.systems),
        "quote": claim.quote,
        "value": claim.value,
        "value_high": claim.value_high,
        "unit": claim.unit,
        "normalised": claim.scaled,
        "normalised_unit": formats.scale_unit(claim),
        "kind": claim.kind,
        "direction": claim.direction,
        "bound": claim.bound,
        "role": claim.role,
        "metric": claim.metric.text,
        "benchmarks": _named(claim.benchmarks),
        "baselines": _named(claim.baselines),
        "setting": claim.setting,
        "state": claim.state,
        "confidence": claim.confidence,
        "start": claim.start,
        "end": claim.end,
        "permalink": root + reverse("claim", args=[claim.uid]),
        "paper": str(paper.uid),
        "title": paper.title,
        "arxiv_id": found.identifiers.arxiv_id,
        "doi": found.identifiers.doi,
        "published_on": paper.published_on and paper.published_on.isoformat(),
        "date_text": paper.date_text,
        "is_summary": paper.is_summary,
        "retracted_on": paper.retracted_on and paper.retracted_on.isoformat(),
    }


def _named(names: Iterable[Name]) -> list[dict[str, str | None]]:
    return [{"name": name.text, "slug": name.slug} for name in names]


COLUMNS = (
    *("rank", "unranked", "systems", "quote", "value", "value_high", "unit", "normalised", "normalised_unit"),
    *("kind", "direction", "bound", "role", "metric", "benchmarks", "baselines", "setting", "state"),
    *("confidence", "start", "end", "permalink", "paper", "title", "arxiv_id", "doi", "published_on"),
    *("date_text", "is_summary", "retracted_on"),
)
