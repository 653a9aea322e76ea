"""Second opinions: taken like turns of the queue, given without changing the claim."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from leaderboard.actions import claims, corrections, events, restoring, turns
from leaderboard.actions.claims import StaleClaimError
from leaderboard.models import Claim, SecondOpinion
from leaderboard.queries import opinions as queries
from leaderboard.queries.claim_fields import formerly

OFFERED = 8
"""About one turn of so many is a second opinion, if one waits."""

SOURCE = "second opinion"
Says = SecondOpinion.Says


def take(by: AbstractBaseUser, *, always: bool = False) -> SecondOpinion | None:
    """A second opinion that is this curator's to give, for some minutes; as a rule none.

    With `always`, whenever one waits that somebody else decided about first.
    """
    if not always and secrets.randbelow(OFFERED):
        return None
    for opinion in queries.to_give(by):
        if turns.take_this(opinion.claim, by=by):
            return opinion
    return None


def decline(opinion: SecondOpinion, *, by: AbstractBaseUser) -> None:
    """Never ask this curator again: they can't tell, or know what was decided."""
    with transaction.atomic():
        current = SecondOpinion.objects.select_for_update().get(pk=opinion.pk)
        current.declined = sorted({*current.declined, by.pk})
        current.save(update_fields=["declined"])
    turns.leave(opinion.claim, by=by)


def give(
    opinion: SecondOpinion,
    *,
    says: Says,
    by: AbstractBaseUser,
    given: Mapping[str, Any] | None = None,
    reason: str = "",
    seen: datetime | None = None,
) -> SecondOpinion:
    """The opinion with what this curator would have done; the claim stays as it is.

    `given` are the typed fields of a correction. Raises StaleClaimError where it is no longer theirs to
    give, and what a correction raises.
    """
    with transaction.atomic():
        claim = claims.locked(opinion.claim, seen=seen)
        current = (
            SecondOpinion.objects.select_for_update(of=["self"]).select_related("first").get(pk=opinion.pk)
        )
        if not queries.may_give(current, claim=claim, by=by):
            raise StaleClaimError("this second opinion was given, or the claim decided about anew, meanwhile")
        reading = _reading(current, says=says, by=by, given=given)
        current.event = events.record(
            "opinion",
            subject=("claim", claim.uid),
            by=by,
            before=None,
            after={"opinion": says, "reading": reading},
            reason=reason,
            source=SOURCE,
        )
        current.second_by_id, current.says = by.pk, says
        current.agrees = same(current.first.after or {}, reading)
        current.save()
    turns.leave(claim, by=by)
    return current


def _reading(
    opinion: SecondOpinion, *, says: Says, by: AbstractBaseUser, given: Mapping[str, Any] | None
) -> claims.Facts:
    """What the claim would be had they decided first, by the very same rules; then all of it is taken back.

    New names are taken back too: they are in the reading by their words.
    """
    shown = formerly(opinion.first.before or {})
    with transaction.atomic():
        restoring.put_back(opinion.claim, opinion.first, side="before")
        changes = corrections.changes(given, shown, by, SOURCE) if says == Says.CORRECT and given else {}
        state = Claim.State.REJECTED if says == Says.REJECT else Claim.State.CURATED
        reading = claims.change(opinion.claim, state=state, by=by, changes=changes)
        transaction.set_rollback(True)
    return reading


def same(one: claims.Facts, other: claims.Facts) -> bool:
    """Whether two decisions say the same: no claim, or a claim that is alike in every part."""
    rejected = [each.get("state") == Claim.State.REJECTED for each in (one, other)]
    return all(rejected) or (not any(rejected) and _said(one) == _said(other))


_PLAIN = ("unit", "kind", "direction", "role", "bound", "setting", "task_text", "metric")
_LISTS = ("benchmarks", "systems", "baselines")


def _said(facts: claims.Facts) -> list[Any]:
    numbers = [facts[name] and Decimal(facts[name]) for name in ("value", "value_high")]
    names = [sorted(each["slug"] or each["text"].casefold() for each in facts[name]) for name in _LISTS]
    return [*numbers, *(facts[name] for name in _PLAIN), *names]
