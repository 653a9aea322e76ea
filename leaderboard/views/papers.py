"""The list of papers, and one paper with its abstract marked."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from leaderboard.forms import PageForm
from leaderboard.queries import papers as queries
from leaderboard.views.pages import asked, page_of


@require_safe
@page_of
def papers(request: HttpRequest) -> HttpResponse:
    """All papers, the latest published first."""
    form = asked(PageForm, request)
    return render(request, "papers.html", {"papers": queries.newest(form.cursor)})


@require_safe
def paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A paper: its abstract with every claim marked, the claims, the numbers that were dropped.

    One that was merged leads to the one that it was merged into.
    """
    found = queries.find(uid)
    if found is None:
        raise Http404("There is no such paper.")
    if found.paper.merged_into_id is not None:
        return redirect("paper", queries.leads_to(uid))
    return render(request, "paper.html", {"page": found, "paper": found.paper})
