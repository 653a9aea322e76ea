"""What feeds tell: the newest claims and the newest records, of one board or of all."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet

from leaderboard.domain.efficiency import Family
from leaderboard.models import Claim, EfficiencyStanding, Standing
from leaderboard.queries import contradictions as disputes
from leaderboard.queries.boards import Board
from leaderboard.queries.claims import ClaimRow, rows_by_id, shown
from leaderboard.queries.contradictions import Dispute
from leaderboard.queries.progress import progress

ENTRIES = 50
"""Entries of a feed."""

NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries changed last."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim, when it was first here, and when it changed last."""

    claim: ClaimRow
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest entries of a feed, newest first."""

    entries: tuple[Entry, ...]

    @property
    def updated_at(self) -> datetime:
        """When any of the entries changed last."""
        return max((entry.updated_at for entry in self.entries), default=NOTHING_YET)


@dataclass(frozen=True, slots=True)
class DisputeFeed:
    """Contradictions and since when both of their claims are here, the latest found first."""

    entries: tuple[tuple[Dispute, datetime], ...]

    @property
    def updated_at(self) -> datetime:
        """When the newest of the claims came."""
        return max((at for _, at in self.entries), default=NOTHING_YET)


def claims(board: Board | None = None) -> Feed:
    """The claims that came last, on the board if one is given."""
    among = shown() if board is None else _on(board)
    return _feed(list(among.order_by("-created_at", "-pk").values_list("pk", flat=True)[:ENTRIES]))


def records_of(board: Board) -> Feed:
    """The board's latest records, by date of publication."""
    uids = [point.claim for point in progress(board) if point.record][-ENTRIES:]
    place = {uid: number for number, uid in enumerate(reversed(uids))}
    found = dict(Claim.objects.filter(uid__in=uids).values_list("uid", "pk"))
    return _feed([found[uid] for uid in place if uid in found])


def records() -> Feed:
    """The latest records of all boards, by date of publication."""
    latest = Standing.objects.filter(record=True).order_by("-day", "-pk").values_list("claim", flat=True)
    return _feed(list(latest[:ENTRIES]))


def contradictions() -> DisputeFeed:
    """The contradictions found last, each as old as the younger of its two claims."""
    rows = disputes.latest()
    pairs = [(row.low.pk, row.high.pk) for row in rows]
    times = dict(
        Claim.objects.filter(pk__in={pk for pair in pairs for pk in pair}).values_list("pk", "created_at")
    )
    return DisputeFeed(
        tuple((row, max(times[low], times[high])) for row, (low, high) in zip(rows, pairs, strict=True))
    )


def efficiency(family: Family) -> Feed:
    """The claims about a family of efficiency that came last."""
    among = EfficiencyStanding.objects.filter(family=family).order_by("-claim")
    return _feed(list(among.values_list("claim", flat=True)[:ENTRIES]))


def _on(board: Board) -> "QuerySet[Claim]":
    return shown().filter(claim_benchmarks__benchmark=board.benchmark, metric=board.metric)


def _feed(ids: list[int]) -> Feed:
    times = {
        pk: (created, updated)
        for pk, created, updated in Claim.objects.filter(pk__in=ids).values_list(
            "pk", "created_at", "updated_at"
        )
    }
    return Feed(tuple(Entry(row, *times[row.pk]) for row in rows_by_id(ids) if row.pk in times))
