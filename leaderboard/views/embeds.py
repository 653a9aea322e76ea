"""A board in small for pages of others: the one page that may be framed."""

from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from leaderboard.forms import EmbedForm
from leaderboard.queries import boards as queries
from leaderboard.views import addresses
from leaderboard.views.boards import TABS, viewed
from leaderboard.views.pages import asked, page_of

FRESH = 300
"""Seconds for which a copy is good enough."""


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@page_of
def board(request: HttpRequest, benchmark: str, metric: str) -> HttpResponse:
    """The first rows of a board; every link opens the site in place of the page around the frame."""
    form = asked(EmbedForm, request)
    found = queries.find(benchmark, metric=metric)
    if found is None:
        raise Http404("There is no such board.")
    view = viewed(found, form)
    rows = queries.rows(
        found, tab=view.tab, sort=view.sort, cursor=None, size=form.rows_chosen, filters=view.filters
    )
    slugs = (found.benchmark.slug, found.metric.slug)
    context: dict[str, Any] = {
        "board": found,
        "view": view,
        "rows": rows,
        "theme": form.theme_chosen,
        "tab": TABS[view.tab],
        "whole": addresses.page(request, "board", *slugs) + view.address,
    }
    response = render(request, "embed.html", context)
    patch_cache_control(response, public=True, max_age=FRESH)
    return response
