"""Search over papers and names."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.forms import SearchForm
from leaderboard.queries import search as queries
from leaderboard.queries.keysets import Cursor, Page
from leaderboard.queries.search import Kind
from leaderboard.views.pages import asked, page_of

GLANCE = {Kind.PAPERS: 12}
GLANCE_OF_NAMES = 6
"""How many of a kind are shown where all kinds are."""


@require_safe
@page_of
def search(request: HttpRequest) -> HttpResponse:
    """What matches the question: the best of every kind, or a page of one kind."""
    form = asked(SearchForm, request)
    question, kind = form.cleaned_data["q"], form.kind_chosen
    context = {
        "query": question,
        "kind": kind,
        "kinds": list(Kind),
        "found": _found(question, kind=kind, cursor=form.cursor) if question else {},
        "base": "?" + urlencode({"q": question, "kind": kind or ""}),
        "links": {each: "?" + urlencode({"q": question, "kind": each}) for each in Kind},
        "all_link": "?" + urlencode({"q": question}),
    }
    return render(request, "search.html", context)


def _found(question: str, *, kind: Kind | None, cursor: Cursor | None) -> dict[Kind, Page[Any]]:
    if kind:
        return {kind: _of_kind(question, kind=kind, cursor=cursor, size=queries.PAGE)}
    sizes = {each: GLANCE.get(each, GLANCE_OF_NAMES) for each in Kind}
    return {each: _of_kind(question, kind=each, cursor=None, size=size) for each, size in sizes.items()}


def _of_kind(question: str, *, kind: Kind, cursor: Cursor | None, size: int) -> Page[Any]:
    if kind is Kind.PAPERS:
        return queries.papers(question, cursor=cursor, size=size)
    if kind is Kind.BOARDS:
        return queries.boards(question, cursor=cursor, size=size)
    return queries.things(question, kind=kind, cursor=cursor, size=size)
