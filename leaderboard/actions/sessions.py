"""Ending sessions, and forgetting what is over."""

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.db import transaction
from django.utils import timezone

from leaderboard.actions import events
from leaderboard.domain import accounts
from leaderboard.models import Session

ATTEMPTS_KEPT = timedelta(days=30)
"""How long failed sign-ins are kept, for whoever looks into an attack."""


@transaction.atomic
def end_all(account: Any, *, by: Any, but: str | None = None) -> int:
    """How many sessions of the account were ended: all, or all but the one with the key `but`."""
    ended, _ = Session.objects.filter(account=account).exclude(session_key=but or "").delete()
    events.record(
        "sign out everywhere",
        subject=(accounts.SUBJECT, accounts.uid(account.pk)),
        by=by,
        before={"sessions": ended + (1 if but else 0)},
        after={"sessions": 1 if but else 0},
    )
    return ended


def forget() -> int:
    """How many rows went: sessions that are over, and failed sign-ins that are long ago."""
    sessions, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    attempts, _ = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - ATTEMPTS_KEPT).delete()
    return int(sessions + attempts)
