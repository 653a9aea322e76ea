"""Writing history down: every change is an event in the same transaction."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser

from leaderboard.models import Batch, Event

Facts = Mapping[str, Any]
"""What JSON can hold, with decimals, dates and uids as text."""


def record(
    action: str,
    *,
    subject: tuple[str, UUID],
    by: AbstractBaseUser | None,
    before: Facts | None,
    after: Facts | None,
    reason: str = "",
    source: str = "",
    batch: Batch | None = None,
) -> Event:
    """The stored event; `subject` is the kind of row and its uid, `by` None for machine and public."""
    kind, uid = subject
    return Event.objects.create(
        action=action,
        subject_type=kind,
        subject_uid=uid,
        actor_id=by.pk if by else None,
        before=before,
        after=after,
        reason=reason,
        source=source,
        batch=batch,
    )


def record_all(
    action: str, *, subject: str, changes: Iterable[tuple[UUID, Facts, Facts]], source: str = ""
) -> None:
    """Store an event of the machine's for each change: uid, before, after."""
    Event.objects.bulk_create(
        Event(action=action, subject_type=subject, subject_uid=uid, before=before, after=after, source=source)
        for uid, before, after in changes
    )
