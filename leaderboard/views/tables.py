"""Tables as files, whatever they are of: CSV and JSON that are written while their rows are fetched."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import reverse

from leaderboard.domain.lines import formula_safe
from leaderboard.queries.claims import ClaimRow, Name
from leaderboard.queries.downloads import Identifiers

Cells = dict[str, Any]
BETWEEN = "; "
CSV, JSON = "text/csv; charset=utf-8", "application/json; charset=utf-8"


def as_csv(name: str, *, columns: Sequence[str], rows: Iterable[Cells]) -> StreamingHttpResponse:
    """The rows as CSV: text in quotes, numbers bare, text that a spreadsheet would run made harmless."""
    return _download(_csv_lines(columns, rows), kind=CSV, disposition=f'attachment; filename="{name}.csv"')


def as_json(name: str, *, about: Mapping[str, Any], rows: Iterable[Cells]) -> StreamingHttpResponse:
    """The rows as JSON; decimals are strings, so that no digit is lost, as in the API."""
    return _download(_json_parts(about, rows), kind=JSON, disposition=f'inline; filename="{name}.json"')


def claim_cells(claim: ClaimRow, identifiers: Identifiers, *, root: str) -> Cells:
    """What every table says of a claim and of its paper."""
    paper = claim.paper
    return {
        "systems": named(claim.systems),
        "quote": claim.quote,
        "value": claim.value,
        "value_high": claim.value_high,
        "unit": claim.unit,
        "kind": claim.kind,
        "direction": claim.direction,
        "bound": claim.bound,
        "role": claim.role,
        "metric": claim.metric.text,
        "benchmarks": named(claim.benchmarks),
        "baselines": named(claim.baselines),
        "setting": claim.setting,
        "state": claim.state,
        "open_disputes": claim.doubts.disputes,
        "open_corrections": claim.doubts.corrections,
        "confidence": claim.confidence,
        "start": claim.start,
        "end": claim.end,
        "permalink": root + reverse("claim", args=[claim.uid]),
        "paper": str(paper.uid),
        "title": paper.title,
        "arxiv_id": identifiers.arxiv_id,
        "doi": identifiers.doi,
        "published_on": paper.published_on and paper.published_on.isoformat(),
        "date_text": paper.date_text,
        "is_summary": paper.is_summary,
        "retracted_on": paper.retracted_on and paper.retracted_on.isoformat(),
    }


def named(names: Iterable[Name]) -> list[dict[str, str | None]]:
    """Names with where they lead."""
    return [{"name": name.text, "slug": name.slug} for name in names]


def _download(parts: Iterable[str], *, kind: str, disposition: str) -> StreamingHttpResponse:
    headers = {
        "Content-Disposition": disposition,
        "Access-Control-Allow-Origin": "*",  # public rows, for pages of others too
    }
    return StreamingHttpResponse(parts, content_type=kind, headers=headers)


def _csv_lines(columns: Sequence[str], rows: Iterable[Cells]) -> Iterator[str]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_NONNUMERIC)
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([_cell(row[name]) for name in columns])


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


def _json_parts(about: Mapping[str, Any], rows: Iterable[Cells]) -> Iterator[str]:
    yield json.dumps(about)[:-1] + ', "rows": ['
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(row, default=_digits)
    yield "\n]}\n"


def _digits(value: Any) -> str:
    """A decimal's digits, or an id."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
