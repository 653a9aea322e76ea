"""Making and revoking tokens; each leaves an event, none of which holds the token."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from leaderboard.actions import events
from leaderboard.domain import tokens
from leaderboard.models import ApiToken

SUBJECT = "token"


@dataclass(frozen=True, slots=True)
class Made:
    """A token's row, and the token itself, which nobody can be told again."""

    row: ApiToken
    token: str


@transaction.atomic
def make(owner: Any, *, name: str, scopes: Sequence[str] = (), expires_at: datetime | None = None) -> Made:
    """A new token of the owner's."""
    token = tokens.new()
    row = ApiToken.objects.create(
        owner=owner,
        name=name,
        scopes=sorted(set(scopes)),
        digest=tokens.digest(token),
        start=tokens.start(token),
        expires_at=expires_at,
    )
    events.record("make", subject=(SUBJECT, row.uid), by=owner, before=None, after=_facts(row))
    return Made(row, token)


@transaction.atomic
def revoke(row: ApiToken, *, by: Any) -> ApiToken:
    """The token, good for nothing from now on; revoking it again changes nothing."""
    row = ApiToken.objects.select_for_update().get(pk=row.pk)
    if row.revoked_at is None:
        before = _facts(row)
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        events.record("revoke", subject=(SUBJECT, row.uid), by=by, before=before, after=_facts(row))
    return row


def note_use(row: ApiToken) -> None:
    """Remember the day on which the token was used last; no event, and written once a day only."""
    today = timezone.now().date()
    if row.used_on != today:
        ApiToken.objects.filter(pk=row.pk).update(used_on=today)


def _facts(row: ApiToken) -> dict[str, Any]:
    return {
        "name": row.name,
        "scopes": row.scopes,
        "expires_at": row.expires_at and row.expires_at.isoformat(),
        "revoked_at": row.revoked_at and row.revoked_at.isoformat(),
    }
