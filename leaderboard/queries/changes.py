"""What changed since a time, from the history, in an order that misses nothing.

An event is told once every transaction that began before it has ended: one that is still running could
otherwise commit an event behind the place up to which somebody has read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from leaderboard.models import Event
from leaderboard.queries.keysets import Cursor, Key, Page, moment, page, whole
from leaderboard.queries.people import shown_as

SUBJECTS = ("paper", "claim", "metric", "benchmark", "system", "task")
"""What changes are told of; accounts and their tokens are nobody's business."""

SKEW = timedelta(seconds=2)
"""How far the clocks of those who write may be apart."""

ORDER = (Key("at", moment), Key("pk", whole))


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed what, when, why, from what to what; people by the name that they chose, or their role."""

    uid: UUID
    at: datetime
    action: str
    subject_type: str
    subject_uid: UUID
    actor: str | None
    before: Any
    after: Any
    reason: str


def changes(
    *, since: datetime | None, cursor: Cursor | None, size: int, subject: str | None = None
) -> Page[Change]:
    """One page of changes, the oldest first, by two queries.

    The last page has a mark behind it, too: what comes later will stand there.
    """
    told = Event.objects.filter(at__lt=_horizon(), subject_type__in=[subject] if subject else SUBJECTS)
    if since is not None:
        told = told.filter(at__gte=since)
    read = page(_values(told), keys=ORDER, cursor=cursor, size=size, open_ended=True)
    return read.of([_change(row) for row in read.rows])


def of(subjects: Iterable[UUID]) -> dict[UUID, list[Change]]:
    """The changes of each of these things, the oldest first, by one query."""
    told: dict[UUID, list[Change]] = {}
    events = _values(Event.objects.filter(subject_uid__in=list(subjects), subject_type__in=SUBJECTS))
    for row in events.order_by("at", "pk"):
        told.setdefault(row["subject_uid"], []).append(_change(row))
    return told


def newest() -> datetime | None:
    """When anything of which history is kept changed last; None: never."""
    return Event.objects.order_by("-at", "-pk").values_list("at", flat=True).first()


def _horizon() -> datetime:
    """The time before which no running transaction can still write an event.

    Asked for before the events: who commits in between is seen by the query for them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        (oldest,) = cursor.fetchone()
    return cast(datetime, oldest) - SKEW


def _values(events: "QuerySet[Event]") -> "QuerySet[Any, Any]":
    values: QuerySet[Any, Any] = events.annotate(who=shown_as()).values("pk", "who", *_FIELDS)
    return values


def _change(row: dict[str, Any]) -> Change:
    return Change(**{name: row[name] for name in _FIELDS}, actor=row["who"])


_FIELDS = ("uid", "at", "action", "subject_type", "subject_uid", "before", "after", "reason")
_OLDEST = """
    SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()
"""
