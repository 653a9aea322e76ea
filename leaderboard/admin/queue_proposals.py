"""What people said of a claim, beside its reading in the queue: to take over, accept, decline or leave."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from leaderboard.actions import public_proposals, turns
from leaderboard.actions.public_proposals import DecidedError
from leaderboard.admin.public_proposals import differences
from leaderboard.forms import ProposalForm
from leaderboard.models import Proposal
from leaderboard.queries.curation import Screen
from leaderboard.queries.stories import Difference


@dataclass(frozen=True, slots=True)
class Said:
    """A proposal and what it would change."""

    proposal: Proposal
    differences: Sequence[Difference]


def said(screen: Screen, shown: Mapping[str, Any]) -> list[Said]:
    """What people said of the claim, which stands as it is shown."""
    return [Said(each, differences(each, shown)) for each in screen.proposals]


def answered(request: HttpRequest) -> list[UUID]:
    """The proposals that stood on the screen, which a decision about the claim answers."""
    return [uid for uid in map(_uid, request.POST.getlist("said")) if uid]


def asked_for(request: HttpRequest, screen: Screen) -> Proposal:
    """The proposal that the pressed button belongs to; DecidedError where it no longer waits."""
    uid = _uid(request.POST.get("decision", "").partition(":")[2])
    found = next((each for each in screen.proposals if each.uid == uid), None)
    if found is None:
        raise DecidedError("somebody has answered this proposal already; nothing was saved")
    return found


def _accept(request: HttpRequest, screen: Screen, form: ProposalForm) -> None:
    found, given = asked_for(request, screen), form.cleaned_data
    about: Any = {"by": _user(request), "seen": given["seen"], "reason": given["note"], "source": "queue"}
    public_proposals.accept(found, **about, new_names=given["new_names"])
    if found.ask == Proposal.Ask.DISPUTE:  # What is in dispute waits for somebody who finds out more.
        turns.leave(screen.claim, by=_user(request), passing=True)


def _decline(request: HttpRequest, screen: Screen, form: ProposalForm) -> None:
    reason = form.cleaned_data["note"]
    if not reason:
        raise ValidationError("Say why in the note: who proposed it reads that")
    public_proposals.decline(asked_for(request, screen), by=_user(request), reason=reason)


def _leave(request: HttpRequest, screen: Screen, form: ProposalForm) -> None:
    public_proposals.look(asked_for(request, screen), by=_user(request))
    turns.leave(screen.claim, by=_user(request), passing=True)


DECISIONS: dict[str, Callable[[HttpRequest, Screen, ProposalForm], None]] = {
    "yes": _accept,
    "no": _decline,
    "open": _leave,
}
"""What can be done about a proposal, by the word of its button; only accepting decides about the claim."""


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _uid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
