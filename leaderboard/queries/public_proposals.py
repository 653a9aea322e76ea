"""Proposals: what waits for curators, and what the public reads of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser

from leaderboard.models import Claim, Proposal
from leaderboard.queries.claims import ClaimRow, rows_by_id
from leaderboard.queries.keysets import Cursor, Key, Page, page, whole

WAITING = (Proposal.State.NEW, Proposal.State.OPEN)
PAGE = 50
FIELDS = ("value", "unit", "kind", "metric", "benchmark", "system")
"""What a correction may suggest."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal in the list of those that wait."""

    uid: UUID
    ask: str
    about: str
    suggested: dict[str, str]
    words: str
    door: str
    account: str | None
    state: str
    created_at: datetime
    claim: ClaimRow


@dataclass(frozen=True, slots=True)
class Own:
    """A proposal as the account that made it sees it."""

    ask: str
    about: str
    state: str
    answer: str
    created_at: datetime
    claim: UUID
    quote: str


def waiting(cursor: Cursor | None, *, size: int = PAGE) -> Page[Waiting]:
    """One page of the proposals that wait for a curator, the oldest first; three queries."""
    found = page(
        Proposal.objects.filter(state__in=WAITING).values("pk", "claim", "by__username", *_LISTED),
        keys=(Key("pk", whole),),
        cursor=cursor,
        size=size,
    )
    claims = {row.pk: row for row in rows_by_id([row["claim"] for row in found.rows])}
    return found.of(
        [
            Waiting(
                **{name: row[name] for name in _LISTED},
                account=row["by__username"],
                claim=claims[row["claim"]],
            )
            for row in found.rows
        ]
    )


def find(uid: UUID) -> Proposal | None:
    """The proposal with its claim and paper; None where there is none."""
    whole_row = Proposal.objects.select_related("claim__paper", "by", "decided_by")
    return whole_row.filter(uid=uid).first()


def following(proposal: Proposal) -> UUID | None:
    """The next proposal that waits, else the first one; None when nothing is left."""
    left = Proposal.objects.filter(state__in=WAITING).exclude(pk=proposal.pk).order_by("pk")
    return (left.filter(pk__gt=proposal.pk).values_list("uid", flat=True).first()) or (
        left.values_list("uid", flat=True).first()
    )


def number_waiting() -> int:
    """How many proposals wait for a curator."""
    return Proposal.objects.filter(state__in=WAITING).count()


def of_account(account: AbstractBaseUser) -> list[Own]:
    """The newest proposals of an account."""
    found = Proposal.objects.filter(by=account.pk).order_by("-pk")[:PAGE]
    fields = ("ask", "about", "state", "answer", "created_at", "claim__uid", "claim__quote")
    return [Own(*row) for row in found.values_list(*fields)]


def shown(uid: UUID) -> Claim | None:
    """The claim with this uid if pages show it; what is not shown takes no proposals."""
    from_public = Claim.objects.select_related("paper", "metric").filter(uid=uid)
    return from_public.exclude(state__in=[Claim.State.REJECTED, Claim.State.SUPERSEDED]).first()


_LISTED = ("uid", "ask", "about", "door", "state", "created_at", "suggested", "words")
