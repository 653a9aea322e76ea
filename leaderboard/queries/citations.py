"""A paper as others cite it."""

from uuid import UUID

from leaderboard.models import Paper


def find(uid: UUID) -> Paper | None:
    """The paper with this uid, without its text; None where there is none."""
    return Paper.objects.defer("error", "abstract").filter(uid=uid).first()
