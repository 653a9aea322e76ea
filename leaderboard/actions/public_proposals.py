"""Proposals of the public, and what curators decide about them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from leaderboard.actions import boards, claims, corrections, events, limits
from leaderboard.actions.limits import Limit, TooOftenError
from leaderboard.models import Claim, Contact, Event, Proposal
from leaderboard.queries.claim_fields import as_shown
from leaderboard.queries.public_proposals import WAITING

PUBLIC = Limit("proposals", an_hour=5, a_day=20)
ACCOUNT = Limit("own proposals", an_hour=60, a_day=300)
MAIL_OF_ONE = Limit("mail asked", an_hour=2, a_day=3)
MAIL_TO_ONE = Limit("mail to", an_hour=1, a_day=1)
MAIL_OF_ALL = Limit("mail", an_hour=30, a_day=100)
MOST_NEW = 20
"""Proposals of the public about one claim that nobody looked at yet; more are refused until somebody does."""

SUBJECT = "proposal"
SOURCE = "public"


class NotTakenError(Exception):
    """The proposal says what somebody said already, or the claim takes no more of them now."""


class DecidedError(Exception):
    """Somebody else decided about the proposal meanwhile."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody proposes, as typed; `address` is for mail, empty for none."""

    ask: str
    about: str
    suggested: Mapping[str, str]
    words: str
    address: str = ""


def propose(claim: Claim, *, said: Said, by: AbstractBaseUser | None = None, asker: str = "") -> Proposal:
    """The stored proposal, which changes nothing until a curator decides.

    `asker` is the network address of somebody without an account. Raises TooOftenError and NotTakenError.
    """
    # Counted even if it is refused below.
    limits.knock(ACCOUNT if by else PUBLIC, who=str(by.pk) if by else limits.network(asker))
    with transaction.atomic():
        if by is None:
            _refuse_more(claim)
        made = _store(claim, said, by, Proposal.Door.ACCOUNT if by else Proposal.Door.PUBLIC)
        if said.address and by is None:
            _note_address(made, said.address, asker)
    if by:
        boards.settle()  # Only what an account says marks a claim at once.
    return made


def propose_as_author(claim: Claim, *, said: Said) -> Proposal:
    """The stored proposal of somebody who came by a link for the authors of the paper."""
    return _store(claim, said, None, Proposal.Door.AUTHOR)


def look(proposal: Proposal, *, by: AbstractBaseUser) -> Proposal:
    """The proposal, left open by a curator who looked at it; now the public reads that it is there."""
    with transaction.atomic():
        current = _waiting(proposal)
        if current.state == Proposal.State.NEW:
            current.state = Proposal.State.OPEN
            current.save(update_fields=["state"])
            _record("look", current, by=by, before={"state": Proposal.State.NEW.value})
    boards.settle()
    return current


@transaction.atomic
def accept(
    proposal: Proposal,
    *,
    by: AbstractBaseUser,
    seen: datetime,
    reason: str = "",
    new_names: bool = False,
    source: str = SOURCE,
) -> Proposal:
    """The proposal, accepted as it is: a dispute takes the claim off the ranks, a correction corrects it.

    Raises DecidedError, StaleClaimError, UnknownNameError and ValidationError; nothing is saved then.
    """
    current = _waiting(proposal)
    about: Any = {"by": by, "source": source, "seen": seen, "reason": reason or _because(current)}
    if current.ask == Proposal.Ask.DISPUTE:
        decided = claims.dispute(current.claim, **about)
    else:
        shown = as_shown(current.claim)
        given = {**shown, **typed(current), "new_names": new_names}
        decided = corrections.correct(current.claim, given=given, shown=shown, **about)
    return _accepted(current, decided, by=by, answer=reason)


@transaction.atomic
def accept_edited(
    proposal: Proposal, *, given: Mapping[str, Any], by: AbstractBaseUser, seen: datetime, reason: str = ""
) -> Proposal:
    """The proposal, accepted in the curator's own words for the fields of the claim."""
    current = _waiting(proposal)
    about: Any = {"by": by, "source": SOURCE, "seen": seen, "reason": reason or _because(current)}
    decided = corrections.correct(current.claim, given=given, shown=as_shown(current.claim), **about)
    return _accepted(current, decided, by=by, answer=reason)


@transaction.atomic
def accept_rejecting(
    proposal: Proposal, *, by: AbstractBaseUser, seen: datetime, reason: str = ""
) -> Proposal:
    """The proposal, accepted: what it is about is no claim at all."""
    current = _waiting(proposal)
    why = reason or _because(current)
    decided = claims.reject(current.claim, by=by, source=SOURCE, seen=seen, reason=why)
    return _accepted(current, decided, by=by, answer=reason)


def decline(proposal: Proposal, *, by: AbstractBaseUser, reason: str) -> Proposal:
    """The proposal, declined with a reason; the claim stays as it is."""
    with transaction.atomic():
        current = _waiting(proposal)
        settle(current, Proposal.State.DECLINED, by=by, answer=reason)
    boards.settle()
    return current


def settle(
    proposal: Proposal,
    state: Proposal.State,
    *,
    by: AbstractBaseUser,
    answer: str,
    at: datetime | None = None,
) -> None:
    """Close a proposal that is held by the transaction; `at` is the moment of the claim's own decision."""
    before = {"state": proposal.state}
    proposal.state, proposal.decided_by_id = state, by.pk
    proposal.decided_at, proposal.answer = at or timezone.now(), answer
    proposal.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    Contact.objects.filter(proposal=proposal, confirmed_at=None).delete()
    _record(state.value, proposal, by=by, before=before)


def reopen(claim: Claim, *, decided_at: datetime, by: AbstractBaseUser) -> None:
    """Let wait again what the claim's decision of that moment answered, as if it had not been made.

    What somebody has said anew meanwhile stays answered. An answer that was sent by mail is not taken back.
    """
    answered = Proposal.objects.select_for_update(of=("self",)).select_related("claim")
    for proposal in answered.filter(claim=claim, decided_at=decided_at).order_by("pk"):
        said_anew = Proposal.objects.filter(claim=claim, digest=proposal.digest, state__in=WAITING)
        if not said_anew.exists():
            _reopen(proposal, by)


def _reopen(proposal: Proposal, by: AbstractBaseUser) -> None:
    before = {"state": proposal.state}
    last = Event.objects.filter(subject_uid=proposal.uid, action=proposal.state).latest("pk")
    proposal.state = last.before["state"] if last.before else Proposal.State.NEW
    proposal.decided_by_id, proposal.decided_at, proposal.answer = None, None, ""
    proposal.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    _record("reopen", proposal, by=by, before=before)


def typed(proposal: Proposal) -> dict[str, Any]:
    """What the proposal suggests, as the fields of a correction take it."""
    return fields(proposal.suggested)


def fields(suggested: Mapping[str, str]) -> dict[str, Any]:
    """What was typed for some fields, as those of a correction."""
    given: dict[str, Any] = dict(suggested)
    for name, field in (("benchmark", "benchmarks"), ("system", "systems")):
        if name in given:
            given[field] = [given.pop(name)]
    if "value" in given:
        given["value"] = Decimal(given["value"])
    return given


def _refuse_more(claim: Claim) -> None:
    """So that nobody buries a claim: neither its curators nor what others say about it."""
    Claim.objects.select_for_update().get(pk=claim.pk)
    new = Proposal.objects.filter(claim=claim, state=Proposal.State.NEW, door=Proposal.Door.PUBLIC)
    if new.count() >= MOST_NEW:
        raise NotTakenError(
            "Many people said something about this claim already; a curator has to look first"
        )


def _store(claim: Claim, said: Said, by: AbstractBaseUser | None, door: Proposal.Door) -> Proposal:
    try:
        with transaction.atomic():
            made = Proposal.objects.create(
                claim=claim,
                ask=said.ask,
                about=said.about,
                suggested=dict(said.suggested),
                words=said.words,
                door=door,
                by_id=by.pk if by else None,
                digest=_digest(said),
                claim_changed=claim.updated_at,
            )
    except IntegrityError as error:
        if "proposal_once" not in str(error):
            raise
        raise NotTakenError("The same has been said already; it waits for a curator") from error
    _record("propose", made, by=by, before=None)
    return made


def _digest(said: Said) -> str:
    """The same whatever the capitals and spaces."""
    plain = [said.ask, said.about, sorted(said.suggested.items()), " ".join(said.words.casefold().split())]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def _note_address(proposal: Proposal, address: str, asker: str) -> None:
    """Raises TooOftenError before anything is sent too often, to one, by one, or by all together."""
    try:
        limits.knock(MAIL_OF_ONE, who=limits.network(asker))
        limits.knock(MAIL_TO_ONE, who=address.casefold())
        limits.knock(MAIL_OF_ALL, who="")
    except TooOftenError as error:
        words = "No more mail can be asked for now: leave the address out, or come back tomorrow"
        raise TooOftenError(words, hours=error.hours) from error
    Contact.objects.create(proposal=proposal, address=address)


def _waiting(proposal: Proposal) -> Proposal:
    """The row as it is now, held until the transaction ends."""
    current = Proposal.objects.select_for_update(of=("self",)).select_related("claim").get(pk=proposal.pk)
    if current.state not in WAITING:
        raise DecidedError("somebody has decided about this proposal already; nothing was saved")
    return current


def _accepted(proposal: Proposal, claim: Claim, *, by: AbstractBaseUser, answer: str) -> Proposal:
    settle(proposal, Proposal.State.ACCEPTED, by=by, answer=answer, at=claim.decided_at)
    boards.settle()
    return proposal


def _because(proposal: Proposal) -> str:
    return f"as {Proposal.Door(proposal.door).label} proposed: {Proposal.About(proposal.about).label}"


def _record(action: str, proposal: Proposal, *, by: AbstractBaseUser | None, before: Any) -> None:
    """What people typed is not part of the event: history stays for good, and abuse must be removable."""
    after = {"state": proposal.state, "ask": proposal.ask, "about": proposal.about}
    after["claim"] = str(proposal.claim.uid)
    events.record(
        action, subject=(SUBJECT, proposal.uid), by=by, before=before, after=after, source=proposal.door
    )
