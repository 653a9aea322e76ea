"""Decisions about a claim that answer what people said of it, in the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from leaderboard.actions import boards, claims, corrections, public_proposals
from leaderboard.models import Claim, Proposal
from leaderboard.queries.claim_fields import different
from leaderboard.queries.public_proposals import WAITING

STANDS = "A curator looked again: the claim stands as it is."
OTHERWISE = "A curator corrected the claim otherwise."

Answer = tuple[Proposal.State, str]


def accept(
    claim: Claim, *, answered: Sequence[UUID], by: AbstractBaseUser, reason: str, source: str, seen: datetime
) -> Claim:
    """The claim, checked as it stands: what was said against it is declined.

    `answered` are the proposals that the curator saw; one that came later still waits. Raises what
    `claims.accept` does; nothing is saved then.
    """
    about: Any = {"by": by, "reason": reason, "source": source, "seen": seen}
    no = (Proposal.State.DECLINED, reason or STANDS)
    return _decide(claim, answered, by, lambda: claims.accept(claim, **about), lambda _: no)


def reject(
    claim: Claim, *, answered: Sequence[UUID], by: AbstractBaseUser, reason: str, source: str, seen: datetime
) -> Claim:
    """The claim, known not to be one: who said that something is wrong with it was right."""
    about: Any = {"by": by, "reason": reason, "source": source, "seen": seen}
    yes = (Proposal.State.ACCEPTED, "")
    return _decide(claim, answered, by, lambda: claims.reject(claim, **about), lambda _: yes)


def correct(
    claim: Claim,
    *,
    given: Mapping[str, Any],
    shown: Mapping[str, Any],
    answered: Sequence[UUID],
    by: AbstractBaseUser,
    reason: str,
    source: str,
    seen: datetime,
) -> Claim:
    """The claim, corrected: what suggested the same is accepted, what suggested otherwise declined.

    A dispute is accepted: something was wrong.
    """
    about: Any = {"by": by, "reason": reason, "source": source, "seen": seen}

    def answer(said: Proposal) -> Answer:
        if different(_folded(given), shown=_folded(public_proposals.typed(said))):
            return Proposal.State.DECLINED, reason or OTHERWISE
        return Proposal.State.ACCEPTED, reason

    def corrected() -> Claim:
        return corrections.correct(claim, given=given, shown=shown, **about)

    return _decide(claim, answered, by, corrected, answer)


def _decide(
    claim: Claim,
    answered: Sequence[UUID],
    by: AbstractBaseUser,
    decide: Callable[[], Claim],
    answer: Callable[[Proposal], Answer],
) -> Claim:
    """Proposals are held before the claim, as by who decides about one alone: nobody waits for ever."""
    with transaction.atomic():
        held = Proposal.objects.select_for_update(of=("self",)).select_related("claim").order_by("pk")
        waiting = list(held.filter(claim=claim, uid__in=answered, state__in=WAITING))
        decided = decide()
        for said in waiting:
            state, words = answer(said)
            public_proposals.settle(said, state, by=by, answer=words, at=decided.decided_at)
    if waiting:
        boards.settle()
    return decided


def _folded(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Names whatever their capitals; other things as they are."""
    names = ("metric", "benchmarks", "systems")
    return {
        name: [each.casefold() for each in value]
        if isinstance(value, list)
        else value.casefold()
        if name in names
        else value
        for name, value in fields.items()
    }
