"""Sessions of an account, as its owner sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

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
    halfway: bool


def of(account: Any, *, current: str | None, two_steps: bool = False) -> Sequence[SignedIn]:
    """The account's living sessions, the one with the key `current` first; none of before a new password.

    `two_steps` says whether the account has a second factor, without which a session is halfway in.
    """
    rows = Session.objects.filter(account=account, expire_date__gt=timezone.now())
    found = [(row, row.get_decoded()) for row in rows]
    password = account.get_session_auth_hash()
    places = [
        SignedIn(
            program=data.get(PROGRAM, ""),
            began=_time(data, BEGAN),
            seen=_time(data, SEEN),
            this_one=row.session_key == current,
            halfway=two_steps and DEVICE_ID_SESSION_KEY not in data,
        )
        for row, data in found
        if data.get(HASH_SESSION_KEY) == password
    ]
    return sorted(places, key=lambda place: not place.this_one)


def _time(data: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromtimestamp(data[name], UTC) if name in data else None
