"""Pages of tables that users posted or that were imported: numbers without a sentence behind them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.forms import PageForm
from leaderboard.queries import posted as queries
from leaderboard.views.pages import asked, page_of


@require_safe
@page_of
def tables(request: HttpRequest) -> HttpResponse:
    """All tables that were posted, the newest first."""
    form = asked(PageForm, request)
    return render(request, "posted_tables.html", {"tables": queries.listed(form.cursor)})


@require_safe
@page_of
def table(request: HttpRequest, task: str, benchmark: str) -> HttpResponse:
    """One table as it was handed in."""
    form = asked(PageForm, request)
    found = queries.one(task, benchmark=benchmark, cursor=form.cursor)
    if found is None:
        raise Http404("Nobody posted such a table.")
    return render(request, "posted_table.html", {"page": found, "table": found.table})
