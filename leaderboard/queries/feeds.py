"""What feeds tell: the newest claims and the newest records, of one board or of all."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from leaderboard.models import Claim
from leaderboard.queries import ranking
from leaderboard.queries.boards import Board
from leaderboard.queries.claims import ClaimRow, rows_by_id, shown
from leaderboard.queries.progress import progress

ENTRIES = 50
"""Entries of a feed."""

CANDIDATES = 1_000
"""Results, the latest published first, among which the newest records of all boards are looked for."""

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
    """The latest records of all boards, by date of publication.

    Looked for among the latest CANDIDATES results, so that the cost does not grow with the collection.
    """
    latest = (
        shown()
        .filter(_LIKELY, paper__published_on__isnull=False)
        .order_by(F("paper__published_on").desc(nulls_last=True), "-paper", "-pk")
        .values_list("pk", flat=True)[:CANDIDATES]
    )
    ranked = _ranked(Claim.objects.filter(pk__in=list(latest)))
    best = ranked.annotate(board=F("claim_benchmarks__benchmark")).filter(board__isnull=False)
    newest = best.filter(~Exists(_as_good_before())).order_by("-day", "-pk").values_list("pk", flat=True)
    return _feed(list(newest[:ENTRIES]))


_LIKELY = Q(
    kind=Claim.Kind.ABSOLUTE, role=Claim.Role.RESULT, metric__direction__isnull=False, scaled__isnull=False
)
"""What every ranked claim is; narrows the candidates before the whole rule looks at each."""


def _as_good_before() -> "QuerySet[Any]":
    """The board's results that leave no record to the claim outside: as good, and earlier or first of a day.

    The order is that of `progress`: by day, then the better one, then by uid.
    """
    same_board = Claim.objects.filter(
        claim_benchmarks__benchmark=OuterRef("board"),
        metric=OuterRef("metric"),
        paper__published_on__isnull=False,
    )
    first_of_the_day = Q(better_first__lt=OuterRef("better_first")) | Q(uid__lt=OuterRef("uid"))
    earlier = Q(day__lt=OuterRef("day")) | (Q(day=OuterRef("day")) & first_of_the_day)
    return _ranked(same_board).filter(earlier, better_first__lte=OuterRef("better_first"))


def _ranked(claims: "QuerySet[Claim]") -> "QuerySet[Any]":
    found: QuerySet[Any] = ranking.placed(claims).filter(unranked=0)
    return found


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
