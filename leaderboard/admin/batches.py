"""Batches in the admin: how far each is, what came of it, with buttons to cancel it and to take it back."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leaderboard import tasks
from leaderboard.actions import batches as actions
from leaderboard.actions import rereading
from leaderboard.admin.doors import needs
from leaderboard.models import Batch
from leaderboard.queries import batches as queries

DECIDING = "leaderboard.change_claim"


@needs(DECIDING)
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """The newest batches, those at work first."""
    listed = [(batch, actions.title(batch)) for batch in queries.newest()]
    return _page(request, "admin/batches.html", {"listed": listed, "title": "Batches"})


@needs(DECIDING)
@require_safe
def batch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One batch; htmx asks for the part that changes alone."""
    found = _found(uid)
    kind = actions.known_kind(found)
    running = found.state in queries.RUNNING
    context = {
        "batch": found,
        "title": actions.title(found),
        "report": [(name, _lines(said)) for name, said in found.report.items()],
        "running": running,
        "change": found.about.get("change") if found.kind in (rereading.COMPARE, rereading.REREAD) else None,
        "compared": found.kind == rereading.COMPARE and found.state == Batch.State.DONE,
        "wrong": found.error.strip().rpartition("\n")[2],
        "may": kind is not None and request.user.has_perm(kind.permission),
        "undoable": not running and kind is not None and bool(kind.undone_by) and not _taken_back(found),
        "follow": running and "follow" in request.GET,
    }
    part = request.headers.get("HX-Request") == "true"
    return _page(request, "admin/batch_state.html" if part else "admin/batch.html", context)


@needs(DECIDING)
@require_POST
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The batch goes no further; what is done stays."""
    found = _allowed(request, uid)
    ended = actions.cancel(found, by=cast("User", request.user), reason=request.POST.get("reason", "")[:500])
    if ended.state == Batch.State.CANCELLED:
        messages.success(
            request, f"Cancelled: {ended.done} of {ended.total or 'an unknown number'} were done."
        )
    elif ended.state in queries.RUNNING:
        messages.success(request, "It is cancelled as soon as the piece that is being done ends.")
    else:
        messages.info(request, "It had ended before you cancelled it.")
    return redirect("batch", uid)


@needs(DECIDING)
@require_POST
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To the batch that takes this one back."""
    found = _allowed(request, uid)
    try:
        back = actions.undo(found, by=cast("User", request.user), source="batches")
    except actions.NotUndoableError as error:
        messages.error(request, f"Nothing was taken back: {error}.")
        return redirect("batch", uid)
    tasks.work_on_batches.delay_on_commit()
    return redirect("batch", back.uid)


def _found(uid: UUID) -> Batch:
    found = queries.one(uid)
    if found is None:
        raise Http404("There is no such batch.")
    return found


def _allowed(request: HttpRequest, uid: UUID) -> Batch:
    found = _found(uid)
    if not request.user.has_perm(actions.kind_of(found).permission):
        raise PermissionDenied
    return found


def _lines(said: Any) -> list[tuple[str, str]]:
    """Text and address of each line: a report holds numbers, texts, and lists of [text, address]."""
    if not isinstance(said, list):
        return [(str(said), "")]
    return [(str(text), str(address)) for text, address in said]


def _taken_back(batch: Batch) -> bool:
    gone = (Batch.State.CANCELLED, Batch.State.FAILED)
    return any(other.state not in gone for other in batch.undone_by.all())


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    whole = {**admin.site.each_context(request), **context, "is_nav_sidebar_enabled": False}
    return render(request, template, whole, using="django")
