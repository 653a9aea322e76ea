"""What people decide about claims; the event is written in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from leaderboard.actions import asking, boards, events, scaling
from leaderboard.models import (
    Benchmark,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Metric,
    System,
)


class StaleClaimError(Exception):
    """Somebody else changed the claim after it was shown; show it again before deciding."""


Facts = dict[str, Any]
"""What an event keeps of a claim."""


class Changes(TypedDict, total=False):
    """What a correction may change; what is left out stays. The place in the abstract never moves."""

    value: Decimal
    value_high: Decimal | None
    unit: str | None
    kind: str | None
    direction: str | None
    role: str
    bound: str
    setting: str
    task_text: str
    metric: Metric | None
    benchmarks: Sequence[Benchmark]
    systems: Sequence[System]
    baselines: Sequence[System]


def accept(
    claim: Claim,
    *,
    by: AbstractBaseUser,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Claim:
    """The claim, now checked by a curator as it stands."""
    return _decide(claim, _Decision("accept", Claim.State.CURATED, by, reason, source, seen))


def reject(
    claim: Claim,
    *,
    by: AbstractBaseUser,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Claim:
    """The claim, now known not to be one; it is kept, so that no later reading brings it back."""
    return _decide(claim, _Decision("reject", Claim.State.REJECTED, by, reason, source, seen))


def dispute(
    claim: Claim,
    *,
    by: AbstractBaseUser | None,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Claim:
    """The claim, now in dispute and off the ranks; `by` is None for somebody without an account."""
    return _decide(claim, _Decision("dispute", Claim.State.DISPUTED, by, reason, source, seen))


def correct(
    claim: Claim,
    *,
    changes: Changes,
    by: AbstractBaseUser,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Claim:
    """The claim with the changes, checked by a curator.

    Raises ValidationError, saying which rule, when the changed claim breaks one; nothing is saved then.
    """
    return _decide(
        claim, _Decision("correct", Claim.State.CURATED, by, reason, source, seen), changes=changes
    )


def confirm(
    claim: Claim,
    *,
    changes: Changes,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Claim:
    """The claim with the changes, confirmed by an author of its paper, who has no account here."""
    action = "correct" if changes else "confirm"
    decision = _Decision(action, Claim.State.CONFIRMED, None, reason, source, seen)
    return _decide(claim, decision, changes=changes)


def pass_over(
    claim: Claim, *, by: AbstractBaseUser, reason: str = "", source: str = "", seen: datetime | None = None
) -> Claim:
    """The claim as it is: a curator looked at it and can't tell; only an event says so."""
    with transaction.atomic():
        current = locked(claim, seen=seen)
        now = facts(current)
        subject = ("claim", current.uid)
        events.record(
            "pass_over", subject=subject, by=by, before=now, after=now, reason=reason, source=source
        )
    return current


def change(claim: Claim, *, state: Claim.State, by: AbstractBaseUser, changes: Changes) -> Facts:
    """The facts of the claim after such a decision, which nothing notes: for a caller who takes it back."""
    current = locked(claim, seen=None)
    _apply(current, changes)
    _settle(current, _Decision("", state, by, "", "", None))
    _link(current, changes)
    return facts(current)


def facts(claim: Claim) -> dict[str, Any]:
    """Everything about the claim that a decision can change, as an event keeps it."""
    return {
        **{name: _plain(getattr(claim, name)) for name in _FIELDS},
        "metric": claim.metric.slug if claim.metric else None,
        "benchmarks": [_named(link.benchmark, link.text) for link in claim.claim_benchmarks.all()],
        "systems": [
            *([_named(claim.system, claim.system_text)] if claim.system or claim.system_text else []),
            *(_named(link.system, link.text) for link in claim.claim_systems.all()),
        ],
        "baselines": [_named(link.system, link.text) for link in claim.claim_baselines.all()],
    }


_OWN = ("value", "value_high", "unit", "kind", "direction", "role", "bound", "setting", "task_text")
_FIELDS = (*_OWN, "metric_text", "scaled", "state", "decided_at", "decided_by_id")


def _plain(value: object) -> Any:
    if isinstance(value, Decimal | datetime):
        return str(value)
    return value


def _named(thing: Benchmark | System | None, text: str) -> dict[str, str | None]:
    return {"slug": thing.slug if thing else None, "text": text}


@dataclass(frozen=True, slots=True)
class _Decision:
    """What is decided, by whom, why, from where, and as of when they saw the claim."""

    action: str
    state: Claim.State
    by: AbstractBaseUser | None
    reason: str
    source: str
    seen: datetime | None


def _decide(claim: Claim, decision: _Decision, *, changes: Changes | None = None) -> Claim:
    with transaction.atomic():
        current = locked(claim, seen=decision.seen)
        before = facts(current)
        _apply(current, changes or {})
        _settle(current, decision)
        _link(current, changes or {})
        event = events.record(
            decision.action,
            subject=("claim", current.uid),
            by=decision.by,
            before=before,
            after=facts(current),
            reason=decision.reason,
            source=decision.source,
        )
        asking.ask(event, current)
    boards.settle()
    return current


def locked(claim: Claim, *, seen: datetime | None) -> Claim:
    """The row as it is now, held until the transaction ends."""
    current = Claim.objects.select_for_update().get(pk=claim.pk)
    if seen is not None and current.updated_at != seen:
        raise StaleClaimError(
            f"claim {current.uid} was changed at {current.updated_at:%Y-%m-%d %H:%M:%S} UTC, after it "
            "was shown; nothing was saved, look at it again"
        )
    return current


def _settle(claim: Claim, decision: _Decision) -> None:
    claim.state = decision.state
    claim.decided_by_id = decision.by.pk if decision.by else None
    claim.decided_at = timezone.now()
    claim.full_clean()
    claim.save()


def _apply(claim: Claim, changes: Changes) -> None:
    for name in _OWN:
        if name in changes:
            setattr(claim, name, changes[name])  # type: ignore[literal-required]
    if "metric" in changes:
        claim.metric = changes["metric"]
    if "systems" in changes:
        first = next(iter(changes["systems"]), None)
        claim.system, claim.system_text = first, first.name if first else ""
    if changes:
        claim.scaled = scaling.scaled(claim)


def _link(claim: Claim, changes: Changes) -> None:
    """Replace the lists that the changes name; a curator's names are also their words."""
    if "benchmarks" in changes:
        claim.claim_benchmarks.all().delete()
        ClaimBenchmark.objects.bulk_create(
            ClaimBenchmark(claim=claim, benchmark=thing, text=thing.name, position=position)
            for position, thing in enumerate(changes["benchmarks"])
        )
    if "systems" in changes:
        claim.claim_systems.all().delete()
        ClaimSystem.objects.bulk_create(
            ClaimSystem(claim=claim, system=thing, text=thing.name, position=position)
            for position, thing in enumerate(changes["systems"])
            if position
        )
    if "baselines" in changes:
        claim.claim_baselines.all().delete()
        ClaimBaseline.objects.bulk_create(
            ClaimBaseline(claim=claim, system=thing, text=thing.name, position=position)
            for position, thing in enumerate(changes["baselines"])
        )
