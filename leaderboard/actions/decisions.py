"""Whose a row is: what one person decided, another one's program does not overwrite."""

from typing import Any
from uuid import UUID

from leaderboard.models import Event
from leaderboard.queries.paper_desk import MOVED

CURATOR = "leaderboard.change_claim"
"""The permission of those who may change what others decided: that of the curators."""


class ConflictError(Exception):
    """Somebody else decided otherwise, or something still needs the row; nothing was changed."""


class RefusedError(ValueError):
    """What was asked for can't be done as it was asked for; the message says why and what to do."""


def check(owner: int | None, *, by: Any, what: str) -> None:
    """Raises ConflictError where the row was decided about by another person, and `by` is no curator."""
    if owner is not None and owner != by.pk and not by.has_perm(CURATOR):
        raise ConflictError(f"{what} was decided by somebody else, and stays; a curator can change it.")


def decider(uid: UUID) -> int | None:
    """The person who changed the row with this uid last, by its history; None: nobody has."""
    events = Event.objects.filter(subject_uid=uid, actor__isnull=False).exclude(action__in=("opinion", MOVED))
    return events.order_by("-at", "-id").values_list("actor_id", flat=True).first()
