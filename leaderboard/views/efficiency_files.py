"""A table of efficiency for programs and other sites: as CSV, JSON and a frame, of the view that is shown."""

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from itertools import chain
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from leaderboard.forms import EfficiencyEmbedForm, EfficiencyForm
from leaderboard.queries import downloads, efficiency
from leaderboard.queries.downloads import EfficiencyTableRow
from leaderboard.queries.efficiency import View
from leaderboard.views import addresses, tables, words
from leaderboard.views.efficiency import Asked, about, looked
from leaderboard.views.embeds import FRESH
from leaderboard.views.pages import asked, page_of
from leaderboard.views.tables import Cells


@require_safe
def as_csv(request: HttpRequest, family: str) -> StreamingHttpResponse:
    """The view as CSV."""
    view, _ = looked(family, asked(EfficiencyForm, request))
    return tables.as_csv(_name(view), columns=COLUMNS, rows=_rows(request, view))


@require_safe
def as_json(request: HttpRequest, family: str) -> StreamingHttpResponse:
    """The view as JSON."""
    view, wanted = looked(family, asked(EfficiencyForm, request))
    told = {
        "family": view.board.family.value,
        "tab": view.lane.value,
        "unit": view.unit or None,
        "sort": wanted.order,
        "filters": asdict(wanted.filters),
        "address": _address(request, view, wanted),
    }
    return tables.as_json(_name(view), about=told, rows=_rows(request, view))


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@page_of
def embed(request: HttpRequest, family: str) -> HttpResponse:
    """The first rows of a table; every link opens the site in place of the page around the frame."""
    form = asked(EfficiencyEmbedForm, request)
    view, wanted = looked(family, form)
    context: dict[str, Any] = about(view) | {
        "rows": efficiency.rows(view, cursor=None, size=form.rows_chosen),
        "theme": form.theme_chosen,
        "whole": _address(request, view, wanted),
    }
    response = render(request, "embed_efficiency.html", context)
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _name(view: View) -> str:
    return f"efficiency-{view.board.family}-{view.lane}"


def _address(request: HttpRequest, view: View, wanted: Asked) -> str:
    path = reverse("efficiency-board", args=[view.board.family])
    return addresses.absolute(request, path) + wanted.address


def _rows(request: HttpRequest, view: View) -> Iterator[Cells]:
    """The rows, the first of them fetched at once, so that what fails does so before the answer."""
    rows, root = downloads.efficiency_table(view), addresses.root(request)
    first = next(rows, None)
    return (_cells(row, view, root=root) for row in (chain([first], rows) if first else ()))


def _cells(found: EfficiencyTableRow, view: View, *, root: str) -> Cells:
    row = found.row
    better = view.lane in efficiency.RANKED
    place = {
        "rank": row.rank,
        "unranked": row.reason and words.NO_PLACE[row.reason],
        "times_better": _trimmed(row.amount) if better else None,
        "amount": None if better else row.amount,
        "amount_unit": view.unit or None,
        "hardware": [{"name": name} for name in row.hardware],
        "quality": row.quality and row.quality.quote,
        "quality_metric": row.quality and row.quality.metric.text,
        "quality_permalink": row.quality and root + reverse("claim", args=[row.quality.uid]),
    }
    cells = place | tables.claim_cells(row.claim, found.identifiers, root=root)
    return {name: cells[name] for name in COLUMNS}


def _trimmed(times: Decimal | None) -> Decimal | None:
    """Without the zeros behind the last digit, of which the database keeps twelve places."""
    digits = f"{times or 0:f}"
    return times and Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


COLUMNS = (
    *("rank", "unranked", "systems", "times_better", "amount", "amount_unit", "quote", "value", "value_high"),
    *(
        "unit",
        "kind",
        "direction",
        "bound",
        "role",
        "metric",
        "benchmarks",
        "baselines",
        "setting",
        "hardware",
    ),
    *("quality", "quality_metric", "quality_permalink", "state", "confidence", "start", "end", "permalink"),
    *("paper", "title", "arxiv_id", "doi", "published_on", "date_text", "is_summary", "retracted_on"),
    *("open_disputes", "open_corrections"),
)
