"""Turns at the queue: a curator takes a claim for some minutes, and others get another one meanwhile."""

import secrets

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection

from leaderboard.models import Claim, Turn
from leaderboard.queries import curation

LEASE_MINUTES = 10
CHECKED = 10
"""About one turn of so many checks what a policy accepted, if something waits for that."""
READERS = 2
"""About one turn of so many is for what readers without an account said: a flood of it takes no more."""


def take(by: AbstractBaseUser, *, after: Claim | None = None) -> Claim | None:
    """The claim that this curator shall look at now, theirs for some minutes; None when nothing is left.

    The one that they hold already, if they do; else the one whose decision is worth most among those that
    nobody holds. `after` is one that they have just left, whatever became of it.
    """
    check = secrets.randbelow(CHECKED) == 0
    readers = secrets.randbelow(READERS) == 0
    for pk in curation.candidates(by, besides=after, check=check, readers=readers):
        if _take(pk, by):
            return Claim.objects.get(pk=pk)
    return None


def take_this(claim: Claim, *, by: AbstractBaseUser) -> bool:
    """Whether this very claim is the curator's now: not while a colleague looks at it, or once decided."""
    return _take(claim.pk, by)


def leave(claim: Claim, *, by: AbstractBaseUser, passing: bool = False) -> None:
    """The claim is free for others; when passing, it is not offered to this curator again."""
    with connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE if passing else _LEAVE, {"claim": claim.pk, "by": by.pk})


def bring_back(by: AbstractBaseUser) -> int:
    """Offer all claims again that this curator set aside; how many they are."""
    with connection.cursor() as cursor:
        cursor.execute(_BRING_BACK, {"by": by.pk})
        return int(cursor.rowcount)


def holder_besides(claim: Claim, *, by: AbstractBaseUser) -> str | None:
    """The name of the colleague who looks at the claim right now; None when nobody else does."""
    turn = Turn.objects.select_related("holder").filter(claim=claim, until__gt=curation.NOW).first()
    if turn is None or turn.holder is None or turn.holder_id == by.pk:
        return None
    return turn.holder.get_username()


def _take(claim: int, by: AbstractBaseUser) -> bool:
    """One conditional statement: who comes second changes no row and looks further."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"claim": claim, "by": by.pk, "minutes": LEASE_MINUTES})
        return bool(cursor.rowcount)


_TAKE = """
    INSERT INTO leaderboard_turn AS t (claim_id, holder_id, until, passed)
    SELECT id, %(by)s, clock_timestamp() + make_interval(mins => %(minutes)s), '{}'
    FROM leaderboard_claim c WHERE id = %(claim)s AND (state IN ('machine', 'disputed') OR EXISTS (
        SELECT FROM leaderboard_conflict k WHERE k.claim_id = c.id AND k.created_at > c.decided_at
    ) OR EXISTS (
        SELECT FROM leaderboard_secondopinion o WHERE o.claim_id = c.id AND o.decided_at = c.decided_at
            AND o.agrees IS NOT TRUE
    ) OR state IN ('curated', 'confirmed') AND EXISTS (
        SELECT FROM leaderboard_proposal p WHERE p.claim_id = c.id AND p.state IN ('new', 'open')
    ))
    ON CONFLICT (claim_id) DO UPDATE SET holder_id = excluded.holder_id, until = excluded.until
    WHERE t.holder_id IS NULL OR t.holder_id = excluded.holder_id OR t.until < clock_timestamp()
"""
_LEAVE = """
    UPDATE leaderboard_turn SET holder_id = NULL, until = NULL
    WHERE claim_id = %(claim)s AND holder_id = %(by)s
"""
_SET_ASIDE = """
    INSERT INTO leaderboard_turn AS t (claim_id, holder_id, until, passed)
    VALUES (%(claim)s, NULL, NULL, ARRAY[%(by)s]::bigint[])
    ON CONFLICT (claim_id) DO UPDATE SET
        holder_id = CASE WHEN t.holder_id = %(by)s THEN NULL ELSE t.holder_id END,
        until = CASE WHEN t.holder_id = %(by)s THEN NULL ELSE t.until END,
        passed = array_append(array_remove(t.passed, %(by)s::bigint), %(by)s::bigint)
"""
_BRING_BACK = """
    UPDATE leaderboard_turn SET passed = array_remove(passed, %(by)s::bigint)
    WHERE passed @> ARRAY[%(by)s]::bigint[]
"""
