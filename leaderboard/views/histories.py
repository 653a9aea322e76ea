"""What happened to a claim, and what happened on a board."""

from datetime import datetime
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.domain.lines import line
from leaderboard.forms import PageForm
from leaderboard.queries import board_logs, boards, stories
from leaderboard.queries import claims as claim_queries
from leaderboard.queries.board_logs import Line
from leaderboard.queries.boards import Board
from leaderboard.queries.feeds import NOTHING_YET
from leaderboard.views import addresses, feeds, words
from leaderboard.views.pages import asked, page_of

FEED = 50
"""Entries of a feed of changes."""


@require_safe
@page_of
def claim(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A claim with its sentence and its story, also after it has left the boards."""
    found = claim_queries.one(uid)
    if found is None:
        raise Http404("There is no such claim.")
    form = asked(PageForm, request)
    row = claim_queries.rows_by_id([found.pk])[0]
    context = {
        "claim": row,
        "stored": found,
        "story": stories.story(found, cursor=form.cursor),
        "shown": found.state in claim_queries.SHOWN,
    }
    return render(request, "claim.html", context)


@require_safe
@page_of
def board(request: HttpRequest, benchmark: str, metric: str) -> HttpResponse:
    """What happened on a board, the newest first."""
    form = asked(PageForm, request)
    found = _found(benchmark, metric)
    log = board_logs.lines(found, cursor=form.cursor)
    return render(request, "board_changes.html", {"board": found, "log": log, "words": words.CHANGES})


@require_safe
def board_feed(request: HttpRequest, benchmark: str, metric: str) -> HttpResponseBase:
    """The latest changes of a board as an Atom feed."""
    found = _found(benchmark, metric)
    log = board_logs.lines(found, cursor=None, size=FEED).rows
    name = f"{found.benchmark.uid} {found.metric.uid}"
    updated = max((each.at for each in log), default=NOTHING_YET)
    atom = feeds.begun(
        request,
        title=f"{line(found.benchmark.name)}, {line(found.metric.name)}: changes",
        page="board changes",
        of=(found.benchmark.slug, found.metric.slug),
        name=f"changes of {name}",
        updated=updated,
        about="Claims that entered this board, left it, were corrected or disputed.",
    )
    for each in log:
        _add(atom, each, request=request, name=name)
    return feeds.sent(request, atom, updated=updated)


def told(change: Line) -> str:
    """A change in one sentence: what became of the claim, by whom and why as far as that is known."""
    decision = change.decision
    what = words.CHANGES[change.what]
    if decision is None:
        return f"{what}."
    said = f"{what}. {decision.words[:1].upper()}{decision.words[1:]} by {decision.who}"
    changed = "; ".join(f"{each.field}: {each.before} → {each.after}" for each in decision.differences)
    return f"{said}{': ' + decision.reason if decision.reason else ''}.{' ' + changed if changed else ''}"


def _found(benchmark: str, metric: str) -> Board:
    found = boards.find(benchmark, metric=metric)
    if found is None:
        raise Http404("There is no such board.")
    return found


def _add(atom: feeds.Atom, change: Line, *, request: HttpRequest, name: str) -> None:
    about = feeds.headline(change.claim) if change.claim else "A claim of a paper that is gone"
    link = (
        addresses.page(request, "claim history", change.claim.uid)
        if change.claim
        else addresses.absolute(request, request.path)
    )
    at: datetime = change.at
    atom.add_item(
        title=line(f"{words.CHANGES[change.what]}: {about}", most=feeds.TITLE),
        link=link,
        description=feeds.as_html(told(change)),
        unique_id=uuid5(feeds.OWN, f"change {change.pk} of {name}").urn,
        pubdate=at,
        updateddate=at,
    )
