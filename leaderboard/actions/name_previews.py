"""What a change of names would do, found by doing it and taking it back: nothing of it stays."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Q

from leaderboard.actions import metrics
from leaderboard.actions.name_changes import settle_contradictions
from leaderboard.models import Benchmark, BoardLog, Claim, Contradiction, Metric, NameChange, Standing

MOST_BOARDS = 100
"""Boards that a preview names; it counts all of them."""


@dataclass(frozen=True, slots=True)
class Board:
    """A board that would change: how many claims would come to it, leave it and stand otherwise on it."""

    benchmark: str
    metric: str
    came: int
    left: int
    changed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would move: rows by table, claims of people's decisions, boards, contradictions now and then."""

    rows: Mapping[str, int]
    decided: int
    boards: tuple[Board, ...]
    more_boards: int
    contradictions: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ranks:
    """A board and how many of its results have a rank, now and then."""

    benchmark: str
    now: int
    then: int


def preview(change: Callable[[], NameChange]) -> Preview:
    """What the change would do; raises what it would raise."""
    with transaction.atomic():
        newest = BoardLog.objects.aggregate(newest=Max("pk"))["newest"] or 0
        contradictions = Contradiction.objects.count()
        made = change()
        settle_contradictions()
        moved = made.moves.filter(place="leaderboard_claim").values("row")
        decided = Claim.objects.filter(pk__in=moved, decided_at__isnull=False).count()
        boards = _boards(newest)
        after = Contradiction.objects.count()
        transaction.set_rollback(True)
    named = _named(boards[:MOST_BOARDS])
    return Preview(dict(made.counts), decided, named, len(boards) - len(named), (contradictions, after))


def ranks(metric: Metric, *, facts: metrics.Facts, by: Any) -> tuple[Ranks, ...]:
    """The boards of the metric on which results would get or lose a rank by these facts."""
    with transaction.atomic():
        before = _ranked(metric)
        metrics.describe_unsettled(metric, facts=facts, by=by)
        after = _ranked(metric)
        transaction.set_rollback(True)
    changed = [key for key in {*before, *after} if before.get(key, 0) != after.get(key, 0)]
    names = dict(Benchmark.objects.filter(pk__in=changed).values_list("pk", "name"))
    found = [Ranks(names.get(key, ""), before.get(key, 0), after.get(key, 0)) for key in changed]
    return tuple(sorted(found, key=lambda each: (-abs(each.then - each.now), each.benchmark)))


def _boards(newest: int) -> list[tuple[int, int, int, int, int]]:
    """The boards that this transaction changed so far, those with most changes first."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [newest])
        return [tuple(row) for row in cursor.fetchall()]


_CHANGED = """
    SELECT benchmark, metric, count(*) FILTER (WHERE what = 'entered'), count(*) FILTER (WHERE what = 'left'),
        count(*) FILTER (WHERE what NOT IN ('entered', 'left'))
    FROM leaderboard_boardlog
    WHERE id > %s AND transaction = pg_current_xact_id()::text::bigint
    GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2
"""


def _named(boards: Iterable[tuple[int, int, int, int, int]]) -> tuple[Board, ...]:
    rows = list(boards)
    on = dict(Benchmark.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "name"))
    by = dict(Metric.objects.filter(pk__in=[row[1] for row in rows]).values_list("pk", "name"))
    return tuple(
        Board(on.get(row[0], "the new one"), by.get(row[1], "the new one"), *row[2:]) for row in rows
    )


def _ranked(metric: Metric) -> dict[int, int]:
    standings = Standing.objects.filter(metric=metric)
    counted = standings.order_by().values("benchmark").annotate(ranked=Count("pk", filter=Q(unranked=False)))
    return dict(counted.values_list("benchmark", "ranked"))
