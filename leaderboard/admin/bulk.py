"""Decisions about many claims: choose, look at a random sample, see what would change, then do it."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leaderboard import tasks
from leaderboard.actions import bulk as actions
from leaderboard.admin.bulk_form import DecisionForm, SelectionForm
from leaderboard.admin.doors import needs
from leaderboard.queries import effects, selections

DECIDING = "leaderboard.change_claim"


@needs(DECIDING)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The filter, how many claims it finds, and some of them drawn at random."""
    form = SelectionForm(request.GET)
    if not form.is_valid():
        return _page(request, "admin/bulk.html", {"form": form}, status=400)
    chosen, seed = form.selection(), _seed(request)
    count = selections.chosen(chosen).count()
    context = {
        "form": form,
        "count": count,
        "most": selections.MOST,
        "too_many": count > selections.MOST,
        "sample": selections.sample(chosen, seed=seed),
        "asked": _asked(request),
        "another": _asked(request, seed=seed + 1),
    }
    return _page(request, "admin/bulk.html", context)


@needs(DECIDING)
@require_safe
def dry_run(request: HttpRequest) -> HttpResponse:
    """What accepting or rejecting all of them would change; nothing is done."""
    return _dry_run(request, SelectionForm(request.GET), request.GET.get("decision", ""))


@needs(DECIDING)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """To the batch that does it."""
    form, decision = SelectionForm(request.GET), DecisionForm(request.POST)
    if not form.is_valid() or not decision.is_valid():
        wrong = "Nothing was done: " + _errors(form, decision)
        return _dry_run(request, form, request.POST.get("decision", ""), wrong=wrong)
    batch = actions.start(
        decision.cleaned_data["decision"],
        selection=form.selection(),
        as_of=decision.cleaned_data["as_of"],
        by=cast("User", request.user),
        reason=decision.cleaned_data["reason"],
        expected=decision.cleaned_data["expected"],
    )
    tasks.work_on_batches.delay_on_commit()
    return redirect("batch", batch.uid)


def _dry_run(request: HttpRequest, form: SelectionForm, decision: str, *, wrong: str = "") -> HttpResponse:
    if not form.is_valid() or decision not in actions.STATES:
        return _page(request, "admin/bulk.html", {"form": form, "wrong": wrong}, status=400)
    as_of = timezone.now()  # before anything is read, so that what changes meanwhile counts as changed
    found = selections.ids(form.selection())
    if len(found) > selections.MOST:
        wrong = f"Those are more than {selections.MOST} claims: narrow them first."
        return _page(request, "admin/bulk.html", {"form": form, "wrong": wrong}, status=400)
    context = {
        "title": f"Dry run: {decision} {len(found)} claims",
        "decision": decision,
        "count": len(found),
        "words": form.selection().words(),
        "effect": effects.of(found, accepting=decision == "accept"),
        "as_of": as_of.isoformat(),
        "asked": _asked(request),
        "wrong": wrong,
    }
    return _page(request, "admin/bulk_dry_run.html", context, status=400 if wrong else 200)


def _seed(request: HttpRequest) -> int:
    given = request.GET.get("seed", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _asked(request: HttpRequest, **more: Any) -> str:
    """The filter as an address says it."""
    given = {name: request.GET.get(name, "") for name in SelectionForm.base_fields}
    return urlencode({**{name: value for name, value in given.items() if value}, **more})


def _errors(*forms: Any) -> str:
    return " ".join(
        f"{name.replace('_', ' ')}: {error}"
        for form in forms
        for name, all_ in form.errors.items()
        for error in all_
    )


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    whole = {
        **admin.site.each_context(request),
        "title": "In bulk",
        **context,
        "is_nav_sidebar_enabled": False,
    }
    return render(request, template, whole, status=status, using="django")
