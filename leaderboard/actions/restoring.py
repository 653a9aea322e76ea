"""Taking decisions back: a claim as an event says that it was, which is an event of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.dateparse import parse_datetime

from leaderboard.actions import boards, events, public_proposals, scaling
from leaderboard.actions.claims import StaleClaimError, facts, locked
from leaderboard.models import (
    Benchmark,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Event,
    Metric,
    System,
)
from leaderboard.queries import redirects
from leaderboard.queries.paper_desk import MOVED

Side = Literal["before", "after"]
Facts = Mapping[str, Any]


class NotRestorableError(Exception):
    """The event holds no state of a claim, or one that names something that is gone."""


def undo(event: Event, *, by: AbstractBaseUser, source: str = "") -> Claim:
    """The claim as it was before the event, which must be the last one about it.

    Raises StaleClaimError when something else was decided since.
    """
    return _restore(
        _Wish("undo", event, "before", by, f"takes back: {event.action}", source, None, last=True)
    )


def restore(
    event: Event,
    *,
    side: Side,
    by: AbstractBaseUser,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Claim:
    """The claim as it was before or after the event, however long ago that was."""
    return _restore(_Wish("restore", event, side, by, reason, source, seen, last=False))


def put_back(claim: Claim, event: Event, *, side: Side) -> None:
    """Make the claim what it was then, which nothing notes: for a caller who takes it back."""
    wanted = _state(event, side)
    current = locked(claim, seen=None)
    before = facts(current)
    _apply(current, wanted, as_of=event.at)
    _link(current, now=before, wanted=wanted)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What to go back to, who wants it, why, from where, and as of when they saw the claim."""

    action: str
    event: Event
    side: Side
    by: AbstractBaseUser
    reason: str
    source: str
    seen: datetime | None
    last: bool


def _restore(wish: _Wish) -> Claim:
    with transaction.atomic():
        current = locked(_claim_of(wish.event), seen=wish.seen)
        if wish.last:
            _refuse_if_not_last(wish.event)
        before, wanted = facts(current), _state(wish.event, wish.side)
        _apply(current, wanted, as_of=wish.event.at)
        _link(current, now=before, wanted=wanted)
        if wish.last and (decided := wish.event.after and wish.event.after.get("decided_at")):
            public_proposals.reopen(current, decided_at=datetime.fromisoformat(decided), by=wish.by)
        # Read anew: what was prefetched is from before.
        after = facts(Claim.objects.get(pk=current.pk))
        subject = ("claim", current.uid)
        events.record(
            wish.action,
            subject=subject,
            by=wish.by,
            before=before,
            after=after,
            reason=wish.reason,
            source=wish.source,
        )
    boards.settle()
    return current


def _claim_of(event: Event) -> Claim:
    claim = Claim.objects.filter(uid=event.subject_uid).first()
    if event.subject_type != "claim" or claim is None:
        raise NotRestorableError(f"event {event.uid} is about no claim that is still there")
    return claim


def _refuse_if_not_last(event: Event) -> None:
    since = Event.objects.filter(subject_uid=event.subject_uid, pk__gt=event.pk)
    newer = since.exclude(action__in=_CHANGE_NOTHING).order_by("-pk").first()
    if newer is not None:
        raise StaleClaimError(
            f"claim {event.subject_uid} was changed again by “{newer.action}” at "
            f"{newer.at:%Y-%m-%d %H:%M:%S} UTC; nothing was taken back, look at its history"
        )


_CHANGE_NOTHING = ("opinion", "draw", "pass_over", MOVED)


def _state(event: Event, side: Side) -> Facts:
    wanted = event.before if side == "before" else event.after
    if not isinstance(wanted, dict) or "state" not in wanted or "benchmarks" not in wanted:
        raise NotRestorableError(f"event {event.uid} holds no state of the claim {side} it")
    return wanted


_TEXTS = ("unit", "kind", "direction", "role", "bound", "setting", "task_text", "metric_text", "state")


def _apply(claim: Claim, wanted: Facts, *, as_of: datetime) -> None:
    """The claim's own columns; its rules are asked again, so that nothing unlawful returns."""
    for name in _TEXTS:
        setattr(claim, name, wanted[name])
    for name in ("value", "value_high", "scaled"):
        setattr(claim, name, None if wanted[name] is None else Decimal(wanted[name]))
    claim.metric = _thing(Metric, wanted["metric"])
    if claim.metric and claim.metric.updated_at > as_of:  # its scale may be another one now
        claim.scaled = scaling.scaled(claim)
    first = next(iter(wanted["systems"]), None)
    claim.system = _thing(System, first["slug"]) if first else None
    claim.system_text = first["text"] if first else ""
    claim.decided_at = parse_datetime(wanted["decided_at"]) if wanted["decided_at"] else None
    claim.decided_by_id = wanted["decided_by_id"]
    claim.full_clean()
    claim.save()


def _link(claim: Claim, *, now: Facts, wanted: Facts) -> None:
    """The lists that differ from what they shall be are written anew; the others keep their rows."""
    if now["benchmarks"] != wanted["benchmarks"]:
        claim.claim_benchmarks.all().delete()
        rows = _rows(Benchmark, wanted["benchmarks"])
        ClaimBenchmark.objects.bulk_create(
            ClaimBenchmark(claim=claim, benchmark=thing, text=text, position=position)
            for position, (thing, text) in enumerate(rows)
        )
    if now["systems"] != wanted["systems"]:
        claim.claim_systems.all().delete()
        rows = _rows(System, wanted["systems"])
        ClaimSystem.objects.bulk_create(
            ClaimSystem(claim=claim, system=thing, text=text, position=position)
            for position, (thing, text) in enumerate(rows)
            if position
        )
    if now["baselines"] != wanted["baselines"]:
        claim.claim_baselines.all().delete()
        rows = _rows(System, wanted["baselines"])
        ClaimBaseline.objects.bulk_create(
            ClaimBaseline(claim=claim, system=thing, text=text, position=position)
            for position, (thing, text) in enumerate(rows)
        )


def _rows(model: Any, wanted: Sequence[Facts]) -> list[tuple[Any, str]]:
    return [(_thing(model, each["slug"]), each["text"]) for each in wanted]


def _thing(model: Any, slug: str | None) -> Any:
    if slug is None:
        return None
    thing = model.objects.filter(slug=slug).first() or redirects.thing(model._meta.model_name, slug)
    if thing is None:
        raise NotRestorableError(
            f"the state to restore names the {model._meta.verbose_name} “{slug}”, which is gone; "
            "correct the claim by hand instead"
        )
    return thing
