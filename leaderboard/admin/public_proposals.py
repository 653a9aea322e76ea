"""Proposals of readers, contributors and authors: one a screen, decided about with one press."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from leaderboard import tasks
from leaderboard.actions import public_proposals as actions
from leaderboard.actions.claims import StaleClaimError
from leaderboard.actions.naming import UnknownNameError
from leaderboard.actions.public_proposals import DecidedError
from leaderboard.admin.doors import DECIDING, needs
from leaderboard.admin.stories import page, sentence
from leaderboard.forms import PageForm, ProposalForm
from leaderboard.models import Proposal
from leaderboard.public_forms import moment
from leaderboard.queries import curation, stories
from leaderboard.queries import public_proposals as queries
from leaderboard.queries.claim_fields import as_shown
from leaderboard.queries.keysets import CursorError

LISTS = {"benchmarks": "Benchmark", "systems": "System", "baselines": "Compared with"}


@needs(DECIDING)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a curator, the oldest first."""
    form = PageForm(request.GET)
    try:
        found = queries.waiting(form.cursor if form.is_valid() else None)
    except CursorError as error:
        raise BadRequest(str(error)) from error
    context = {"found": found, "number": queries.number_waiting(), "title": "Proposals"}
    return page(request, "admin/proposals.html", context)


@needs(DECIDING)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One proposal beside its claim; posted to, the decision, and on to the next one."""
    found = queries.find(uid)
    if found is None:
        raise Http404("There is no such proposal.")
    if request.method != "POST":
        return _show(request, found)
    decide = _DECISIONS.get(request.POST.get("decision", ""))
    if decide is None:
        return _show(request, found, status=400, wrong="Press one of the buttons: nothing was decided.")
    form = ProposalForm(request.POST)
    try:
        done = decide(request, found, form)
    except (StaleClaimError, DecidedError) as error:
        return _show(request, queries.find(uid) or found, status=409, wrong=sentence(error))
    except (UnknownNameError, ValidationError) as error:
        return _show(request, found, form=form, status=400, wrong=sentence(error))
    tasks.send_mail.delay_on_commit()
    messages.success(request, f"{found.claim.quote}: the proposal was {done}.")
    following = queries.following(found)
    return redirect("proposal", following) if following else redirect("proposals")


def _accept(request: HttpRequest, found: Proposal, form: ProposalForm) -> str:
    new = bool(request.POST.get("new_names"))
    actions.accept(found, **_about(request), new_names=new)
    return "accepted"


def _edit(request: HttpRequest, found: Proposal, form: ProposalForm) -> str:
    if not form.is_valid():
        raise ValidationError("Nothing was saved: look at the marked fields")
    actions.accept_edited(found, given=form.cleaned_data, **_about(request))
    return "accepted, as you edited it"


def _reject(request: HttpRequest, found: Proposal, form: ProposalForm) -> str:
    actions.accept_rejecting(found, **_about(request))
    return "accepted: the claim is rejected"


def _leave(request: HttpRequest, found: Proposal, form: ProposalForm) -> str:
    actions.look(found, by=_user(request))
    return "left open"


def _decline(request: HttpRequest, found: Proposal, form: ProposalForm) -> str:
    reason = _note(request)
    if not reason:
        raise ValidationError("Say why in the note: it is kept, and who proposed it with an account reads it")
    actions.decline(found, by=_user(request), reason=reason)
    return "declined"


_DECISIONS: dict[str, Callable[[HttpRequest, Proposal, ProposalForm], str]] = {
    "accept": _accept,
    "edit": _edit,
    "reject": _reject,
    "leave": _leave,
    "decline": _decline,
}


def _about(request: HttpRequest) -> dict[str, Any]:
    seen: datetime = moment(request.POST.get("seen", ""))
    return {"by": _user(request), "seen": seen, "reason": _note(request)}


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").strip()[:2_000]


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _show(
    request: HttpRequest,
    found: Proposal,
    *,
    form: ProposalForm | None = None,
    status: int = 200,
    wrong: str = "",
) -> HttpResponse:
    screen = curation.screen(found.claim.uid)
    if screen is None:
        raise Http404("The claim is gone.")
    shown = as_shown(screen.claim)
    filled = {**shown, **actions.typed(found), "seen": screen.claim.updated_at.isoformat()}
    form = form or ProposalForm(initial=filled)
    context = {
        "proposal": found,
        "screen": screen,
        "claim": screen.claim,
        "form": form,
        "lists": _lists(form),
        "suggested": differences(found, shown),
        "changed": screen.claim.updated_at != found.claim_changed,
        "waits": found.state in queries.WAITING,
        "others": [each for each in screen.proposals if each.pk != found.pk],
        "wrong": wrong,
        "title": f"{found.get_ask_display().capitalize()} of {screen.claim.quote}",
    }
    return page(request, "admin/proposal.html", context, status=status)


def differences(found: Proposal, shown: Mapping[str, Any]) -> list[stories.Difference]:
    """What a proposal would change of the claim, which stands as it is shown."""
    return [stories.Difference(name, _now(shown, name), text) for name, text in found.suggested.items()]


def _now(shown: Mapping[str, Any], field: str) -> str:
    found = shown.get({"benchmark": "benchmarks", "system": "systems"}.get(field, field))
    return (", ".join(found) if isinstance(found, list) else str(found or "")) or stories.UNKNOWN


def _lists(form: ProposalForm) -> list[tuple[str, str, list[str]]]:
    """The fields that take several names: field, label, what stands in it and one empty line."""
    return [(name, label, [*filter(None, form[name].value() or []), ""]) for name, label in LISTS.items()]
