"""Tokens: whom a token acts for, and those of an account."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from leaderboard.domain import tokens
from leaderboard.models import ApiToken


def good(token: str) -> ApiToken | None:
    """The row of a token that is neither expired nor revoked and whose owner may sign in; else None."""
    if len(token) > tokens.MAX_LENGTH or not token.isascii():
        return None
    living = ApiToken.objects.select_related("owner").filter(revoked_at=None, owner__is_active=True)
    lasting = living.filter(Q(expires_at=None) | Q(expires_at__gt=Now()))
    return lasting.filter(digest=tokens.digest(token)).first()


def of(owner: Any) -> Sequence[ApiToken]:
    """The owner's tokens, the newest first, revoked ones too."""
    return list(ApiToken.objects.filter(owner=owner))


def one_of(owner: Any, uid: UUID) -> ApiToken | None:
    """The owner's token with this uid; None where the owner has no such token."""
    return ApiToken.objects.filter(owner=owner, uid=uid).first()
