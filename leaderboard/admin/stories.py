"""The story of a claim for the team: every event, and the way back to any state."""

from typing import Any, Literal, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from leaderboard.actions import claims, restoring
from leaderboard.actions.claims import StaleClaimError
from leaderboard.actions.restoring import NotRestorableError
from leaderboard.admin.doors import needs
from leaderboard.forms import PageForm
from leaderboard.models import Claim, Event
from leaderboard.public_forms import RestoreForm
from leaderboard.queries import claims as claim_queries
from leaderboard.queries import stories
from leaderboard.queries.keysets import CursorError

LOOKING = "leaderboard.view_event"
DECIDING = "leaderboard.change_claim"
SOURCE = "history"


@needs(LOOKING)
@require_safe
def story(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything that happened to one claim: who, when, what, why, from where."""
    claim = claim_queries.one(uid)
    if claim is None:
        raise Http404("There is no such claim.")
    form = PageForm(request.GET)
    try:
        found = stories.story(claim, cursor=form.cursor if form.is_valid() else None)
    except CursorError as error:
        raise BadRequest(str(error)) from error
    context = {"claim": claim, "story": found, "may": request.user.has_perm(DECIDING)}
    return page(request, "admin/story.html", {**context, "title": f"History of {claim.quote}"})


@needs(DECIDING)
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, event: UUID, side: Literal["before", "after"]) -> HttpResponse:
    """What would change if the claim went back to this state; posted to, it does."""
    found = Event.objects.filter(uid=event, subject_type="claim").first()
    claim = claim_queries.one(found.subject_uid) if found else None
    if found is None or claim is None or not stories.is_whole(getattr(found, side)):
        raise Http404("No claim has such a state in its history.")
    if request.method != "POST":
        return _ask(request, found, claim, side)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        return _ask(request, found, claim, side, wrong="This page is damaged. Open it again.", status=400)
    about = {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"], "source": SOURCE}
    try:
        restoring.restore(found, side=side, by=cast("User", request.user), **about)
    except StaleClaimError as error:
        fresh = claim_queries.one(claim.uid) or claim
        return _ask(request, found, fresh, side, wrong=sentence(error), status=409)
    except (NotRestorableError, ValidationError) as error:
        return _ask(request, found, claim, side, wrong=sentence(error), status=400)
    messages.success(request, f"{claim.quote} is as it was {side} {found.at:%Y-%m-%d %H:%M:%S} UTC.")
    return redirect("claim-story", claim.uid)


def _ask(
    request: HttpRequest, event: Event, claim: Claim, side: str, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    now, wanted = claims.facts(claim), getattr(event, side)
    names = stories.metric_names(now, wanted)
    context = {
        "claim": claim,
        "event": event,
        "side": side,
        "differences": stories.differences(now, wanted, metrics=names),
        "form": RestoreForm(initial={"seen": claim.updated_at.isoformat()}),
        "wrong": wrong,
        "title": f"Restore {claim.quote}",
    }
    return page(request, "admin/restore.html", context, status=status)


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A screen of the team's in the frame of the admin."""
    whole = {**admin.site.each_context(request), **context, "is_nav_sidebar_enabled": False}
    return render(request, template, whole, status=status, using="django")


def sentence(error: Exception) -> str:
    """What an error says, as a sentence."""
    said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return said[:1].upper() + said[1:].rstrip(".") + "."
