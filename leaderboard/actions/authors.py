"""What the authors of a paper say about its claims, by a link that is good once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.utils import timezone

from leaderboard.actions import corrections, events, public_proposals
from leaderboard.actions.naming import UnknownNameError
from leaderboard.actions.public_proposals import NotTakenError, Said
from leaderboard.domain import tokens
from leaderboard.models import AuthorLink, Claim, Paper, Proposal
from leaderboard.queries.claim_fields import as_shown
from leaderboard.queries.claims import SHOWN

SALT = "leaderboard.author-link"
SUBJECT, SOURCE = "author link", "author link"
DAYS = (7, 14, 30)
"""For how long a link may be good."""


class Verdict(StrEnum):
    """What an author says of a claim."""

    LEAVE = "leave"
    CONFIRM = "confirm"
    CORRECT = "correct"


class Closed(StrEnum):
    """Why a link opens nothing."""

    UNKNOWN = "unknown"
    USED = "used"
    LATE = "late"
    REVOKED = "revoked"


class ClosedError(Exception):
    """The link opens nothing; says why."""

    def __init__(self, why: Closed) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Made:
    """A link's row, and the token that its address holds, which nobody can be told again."""

    row: AuthorLink
    token: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an author says of one claim: the fields that they typed differently, and words."""

    claim: UUID
    verdict: Verdict
    seen: datetime
    suggested: Mapping[str, str]
    words: str


@dataclass(slots=True)
class Outcome:
    """How many claims were confirmed, corrected, and left to curators."""

    confirmed: int = 0
    corrected: int = 0
    proposed: int = 0


@transaction.atomic
def make(paper: Paper, *, by: AbstractBaseUser, days: int = 14) -> Made:
    """A new link for the authors of the paper."""
    row = AuthorLink(paper=paper, made_by_id=by.pk, made_at=timezone.now())
    row.expires_at = row.made_at + timedelta(days=days)
    token = signing.dumps([str(row.uid), str(paper.uid)], salt=SALT)
    row.digest = tokens.digest(token)
    row.save()
    _record("make", row, by=by, before=None)
    return Made(row, token)


@transaction.atomic
def revoke(link: AuthorLink, *, by: AbstractBaseUser) -> AuthorLink:
    """The link, good for nothing from now on; one that was used stays used."""
    row = AuthorLink.objects.select_for_update().get(pk=link.pk)
    if row.revoked_at is None and row.used_at is None:
        before = _facts(row)
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        _record("revoke", row, by=by, before=before)
    return row


def opened(token: str) -> AuthorLink:
    """The link of this token; looking at it changes nothing. Raises ClosedError."""
    return _opened(token, hold=False)


@transaction.atomic
def answer(token: str, *, answers: Sequence[Answer]) -> Outcome:
    """What the answers did; the link is used now. All of it is saved, or nothing.

    Raises ClosedError, StaleClaimError and ValidationError.
    """
    link = _opened(token, hold=True)
    outcome = Outcome()
    ours = {claim.uid: claim for claim in Claim.objects.filter(paper=link.paper, state__in=SHOWN)}
    for each in answers:
        if each.verdict is not Verdict.LEAVE and each.claim in ours:
            _take(ours[each.claim], each, outcome)
    before = _facts(link)
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    _record("use", link, by=None, before=before)
    return outcome


def _opened(token: str, *, hold: bool) -> AuthorLink:
    """The signature is asked first: what was not made here is not looked for."""
    try:
        uid, paper = signing.loads(token, salt=SALT, max_age=timedelta(days=max(DAYS)))
    except signing.SignatureExpired as error:
        raise ClosedError(Closed.LATE) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ClosedError(Closed.UNKNOWN) from error
    rows = AuthorLink.objects.select_for_update(of=("self",)) if hold else AuthorLink.objects.all()
    row = rows.select_related("paper").filter(digest=tokens.digest(token)).first()
    if row is None or (str(row.uid), str(row.paper.uid)) != (uid, paper):
        raise ClosedError(Closed.UNKNOWN)
    for why, shut in (
        (Closed.USED, row.used_at is not None),
        (Closed.REVOKED, row.revoked_at is not None),
        (Closed.LATE, row.expires_at <= timezone.now()),
    ):
        if shut:
            raise ClosedError(why)
    return row


def _take(claim: Claim, said: Answer, outcome: Outcome) -> None:
    """Confirmed as it is or as corrected; what needs a curator (new names, mere words) becomes a proposal."""
    shown = as_shown(claim)
    suggested = said.suggested if said.verdict is Verdict.CORRECT else {}
    given = {**shown, **public_proposals.fields(suggested)}
    if said.verdict is Verdict.CORRECT and not suggested:
        _propose(claim, said, outcome)
        return
    try:
        with transaction.atomic():
            corrections.confirm(
                claim, given=given, shown=shown, reason=said.words, source=SOURCE, seen=said.seen
            )
    except UnknownNameError:
        _propose(claim, said, outcome)
        return
    if suggested:
        outcome.corrected += 1
    else:
        outcome.confirmed += 1


def _propose(claim: Claim, said: Answer, outcome: Outcome) -> None:
    """What an author said already in the same words waits already."""
    ask = Proposal.Ask.CORRECTION if said.suggested else Proposal.Ask.DISPUTE
    wish = Said(ask, Proposal.About.OTHER, dict(said.suggested), said.words)
    try:
        public_proposals.propose_as_author(claim, said=wish)
    except NotTakenError:
        return
    outcome.proposed += 1


def _facts(row: AuthorLink) -> dict[str, Any]:
    times = {name: getattr(row, name) for name in ("expires_at", "used_at", "revoked_at")}
    plain = {name: at and at.isoformat() for name, at in times.items()}
    return {"paper": str(row.paper.uid), **plain}


def _record(action: str, row: AuthorLink, *, by: AbstractBaseUser | None, before: Any) -> None:
    subject = (SUBJECT, row.uid)
    events.record(action, subject=subject, by=by, before=before, after=_facts(row), source=SOURCE)
