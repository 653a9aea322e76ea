"""Second opinions: the reading as the machine made it, without what a colleague decided about it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leaderboard.actions import opinions as actions
from leaderboard.actions import turns
from leaderboard.actions.claims import StaleClaimError
from leaderboard.actions.naming import UnknownNameError
from leaderboard.actions.opinions import Says
from leaderboard.admin.doors import DECIDING, needs
from leaderboard.admin.queue import lists, sentence, to_next
from leaderboard.forms import ProposalForm, Rejected
from leaderboard.queries import opinions as queries
from leaderboard.queries.claim_fields import different
from leaderboard.queries.opinions import Blind

NOT_YOURS = "That second opinion is not asked of you any more: it was given, or the claim decided about anew."


@needs(DECIDING)
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One reading to say something about; posted to, the opinion, and on to the next claim."""
    found = queries.blind(uid, by=_user(request))
    if found is None:
        messages.info(request, NOT_YOURS)
        return redirect("queue")
    if request.method != "POST":
        return _show(request, found, None)
    return _give(request, found)


def _give(request: HttpRequest, found: Blind) -> HttpResponse:
    asked, form = request.POST.get("decision", ""), ProposalForm(request.POST)
    if asked == "decline":
        actions.decline(found.opinion, by=_user(request))
        return to_next(request)
    if not form.is_valid():
        return _show(request, found, form, status=400, wrong="Nothing was saved: look at the marked fields.")
    holder = turns.holder_besides(found.claim, by=_user(request))
    if holder:
        wrong = f"{holder} is looking at this claim right now. Nothing was saved; take the next one."
        return _show(request, found, None, status=409, wrong=wrong)
    try:
        _say(request, found, form, asked)
    except StaleClaimError as error:
        messages.error(request, sentence(error))
        return redirect("queue")
    except (UnknownNameError, ValidationError) as error:
        return _show(request, found, form, status=400, wrong=sentence(error))
    messages.success(request, f"Your second opinion of {found.claim.quote} is noted.")
    return to_next(request)


def _say(request: HttpRequest, found: Blind, form: ProposalForm, asked: str) -> None:
    """Raises ValidationError where the button and what was typed do not go together."""
    what, _, why = asked.partition(":")
    if what not in Says.values or (what == Says.REJECT and why not in Rejected.values):
        raise ValidationError("Press one of the buttons: nothing was saved")
    changed = different(form.cleaned_data, shown=found.proposal)
    if what == Says.ACCEPT and changed:
        raise ValidationError("You changed something: press “Save correction”, or put it back")
    if what == Says.CORRECT and not changed:
        raise ValidationError("Nothing is different from the reading: accept it, or change a field")
    actions.give(
        found.opinion,
        says=Says(what),
        by=_user(request),
        given=form.cleaned_data,
        reason=": ".join(filter(None, [why, form.cleaned_data["note"]])),
        seen=form.cleaned_data["seen"],
    )


def _show(
    request: HttpRequest, found: Blind, form: ProposalForm | None, *, status: int = 200, wrong: str = ""
) -> HttpResponse:
    seen = found.claim.updated_at.isoformat()
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "A second opinion",
        "found": found,
        "claim": found.claim,
        "form": form or ProposalForm(initial={**found.proposal, "seen": seen}),
        "lists": lists(form, found.proposal),
        "reasons": Rejected,
        "wrong": wrong,
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/queue_second.html", context, status=status, using="django")


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
