"""Engines: a candidate beside what stands, on everything, and adopting what it reads."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from leaderboard import tasks
from leaderboard.actions import adoptions, candidates, trials
from leaderboard.admin.doors import DECIDING, needs
from leaderboard.admin.engine_forms import LookForm, StartForm
from leaderboard.models import Trial
from leaderboard.queries import batches as running
from leaderboard.queries import trials as queries

ADOPTING = "leaderboard.change_trial"


@needs(DECIDING)
@require_safe
def engines(request: HttpRequest) -> HttpResponse:
    """The comparisons so far, and a form that starts one."""
    return _list(request, StartForm(candidates.candidates()))


@needs(ADOPTING)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """To the batch that lets a candidate read everything."""
    form = StartForm(candidates.candidates(), request.POST)
    if not form.is_valid():
        return _list(request, form, status=400)
    batch = trials.start(
        form.cleaned_data["candidate"],
        by=cast("User", request.user),
        least=form.cleaned_data["least"] or 0.0,
        reason=form.cleaned_data["reason"],
        again=queries.one(form.cleaned_data["again"]) if form.cleaned_data["again"] else None,
    )
    tasks.work_on_batches.delay_on_commit()
    return redirect("batch", batch.uid)


@needs(DECIDING)
@require_safe
def engine(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One comparison: how many agree, by what; samples side by side, of one board if one is named."""
    trial, form = _trial(uid), LookForm(request.GET)
    if not form.is_valid():
        raise Http404("There is no such board or sort of reading.")
    board, outcome = form.board, form.cleaned_data["outcome"] or "differ"
    ended = bool(trial.summary)
    context = {
        "title": f"Engine {trial.engine_version}",
        "trial": trial,
        "judged": queries.judged(trial.summary.get("judged", ())),
        "tables": (
            ("Kind", trial.summary.get("kinds", ())),
            ("Metric family", trial.summary.get("families", ())),
        ),
        "outcomes": queries.OUTCOMES,
        "outcome": outcome,
        "board": board,
        "sample": queries.sample(trial, outcome=outcome, on=board) if ended else (),
        "unread": trial.batch.counts.get("papers that could not be read", 0),
        "adoptions": queries.adoptions(trial),
        "outdated": queries.outdated(trial),
        "running": trial.batch.state in running.RUNNING,
        "may": request.user.has_perm(ADOPTING),
    }
    return _page(request, "admin/engine.html", context)


@needs(ADOPTING)
@require_POST
def adopt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To the batch that makes the candidate's readings those that stand, on one board if one is named."""
    trial, form = _trial(uid), LookForm(request.POST)
    if not form.is_valid():
        raise Http404("There is no such board.")
    if form.board is None and request.POST.get("everything") != "yes":
        messages.error(request, "Nothing was adopted: tick the box that says that you mean all boards.")
        return redirect("engine", uid)
    try:
        batch = adoptions.start(
            trial, on=form.board, by=cast("User", request.user), reason=request.POST.get("reason", "")[:500]
        )
    except adoptions.NotAdoptableError as error:
        messages.error(request, f"Nothing was adopted: {error}.")
        return redirect("engine", uid)
    tasks.work_on_batches.delay_on_commit()
    return redirect("batch", batch.uid)


def _list(request: HttpRequest, form: StartForm, *, status: int = 200) -> HttpResponse:
    context = {
        "title": "Engines",
        "trials": queries.newest(),
        "form": form,
        "may": request.user.has_perm(ADOPTING),
    }
    return _page(request, "admin/engines.html", context, status=status)


def _trial(uid: UUID) -> Trial:
    found = queries.one(uid)
    if found is None:
        raise Http404("There is no such comparison.")
    return found


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    whole = {**admin.site.each_context(request), **context, "is_nav_sidebar_enabled": False}
    return render(request, template, whole, status=status, using="django")
