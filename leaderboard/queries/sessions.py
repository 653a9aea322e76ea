"""Sessions of an account, as its owner sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from leaderboard.models import Session

BEGAN, SEEN, PROGRAM = "began", "seen", "program"
"""What a session notes of itself: seconds since 1970, and what its browser calls itself."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One place where an account is signed in."""

    program: str
    began: datetime | None
    seen: datetime | None
    this_one: bool


def of(account: Any, *, current: str | None) -> Sequence[SignedIn]:
    """The account's living sessions, the one with the key `current` first."""
    rows = Session.objects.filter(account=account, expire_date__gt=timezone.now())
    found = [(row, row.get_decoded()) for row in rows]
    places = [
        SignedIn(data.get(PROGRAM, ""), _time(data, BEGAN), _time(data, SEEN), row.session_key == current)
        for row, data in found
    ]
    return sorted(places, key=lambda place: not place.this_one)


def _time(data: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromtimestamp(data[name], UTC) if name in data else None
