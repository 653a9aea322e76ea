"""Boards after a change: ranks, records, totals and leaders, worked out once for the boards noted."""

import contextlib
from collections.abc import Sequence

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from leaderboard.actions import efficiency, worths
from leaderboard.models import BoardTotals, Event, Tally
from leaderboard.queries.facets import Board, Contents, contents

BATCH = 200
"""Boards of one transaction."""

_LOCK = 0xB0A2D
"""Advisory lock: one at a time settles boards; who finds it taken leaves the work to the other."""


def settle() -> int:
    """Settle all boards that changed; how many. What changes meanwhile is settled too, or noted again.

    Families of efficiency are settled as well, and not counted. A board that is not settled yet is shown all
    the same: its ranks are then worked out by the page.
    """
    settled = 0
    with contextlib.suppress(OperationalError):
        while boards := _settle_some():
            settled += boards
        efficiency.settle()
    return settled


def count() -> bool:
    """Count anew what the tally holds, unless nothing was written since; true if it was."""
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if Tally.objects.filter(key="all events", claims=newest).exists():
        return False
    with connection.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY leaderboard_tally")
        cursor.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY leaderboard_mention")
    return True


@transaction.atomic
def _settle_some() -> int:
    """The notes go before anything is read, so that a change that comes later leaves a note that stays.

    Rows that a writer holds are not waited for: the notes stay, and the writer settles them afterwards.
    """
    if not _alone():
        return 0
    boards = _take_notes()
    if boards:
        parameters = {"benchmarks": [b for b, _ in boards], "metrics": [m for _, m in boards]}
        with connection.cursor() as cursor:
            cursor.execute(_RANKS, parameters)
            cursor.execute(_NO_RANKS, parameters)
            cursor.execute(_LEADERS, parameters)
            leaders = {(benchmark, metric): claim for benchmark, metric, claim in cursor.fetchall()}
            cursor.execute(worths.WORTHS, parameters)
        _write_totals(boards, contents(boards), leaders)
    return len(boards)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _take_notes() -> list[Board]:
    with connection.cursor() as cursor:
        cursor.execute(_NOTES, [BATCH])
        return sorted({(benchmark, metric) for benchmark, metric in cursor.fetchall()})


def _write_totals(boards: Sequence[Board], held: dict[Board, Contents], leaders: dict[Board, int]) -> None:
    """One row for each board that holds something; the others go."""
    stored = {(row.benchmark_id, row.metric_id): row for row in _totals(boards)}
    BoardTotals.objects.filter(pk__in=[row.pk for board, row in stored.items() if board not in held]).delete()
    rows = [
        BoardTotals(
            benchmark_id=benchmark,
            metric_id=metric,
            claims=sum(found.counts.values()),
            results=found.counts.get("absolute", 0),
            counts=found.counts,
            facets=found.facets,
            leader_id=leaders.get((benchmark, metric)),
            version=stored[benchmark, metric].version + 1 if (benchmark, metric) in stored else 1,
        )
        for (benchmark, metric), found in held.items()
    ]
    changing = ["claims", "results", "counts", "facets", "leader", "version", "changed_at"]
    BoardTotals.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["benchmark", "metric"], update_fields=changing
    )


def _totals(boards: Sequence[Board]) -> list[BoardTotals]:
    near = BoardTotals.objects.filter(
        benchmark__in={benchmark for benchmark, _ in boards}, metric__in={metric for _, metric in boards}
    )
    return [row for row in near if (row.benchmark_id, row.metric_id) in set(boards)]


_NOTES = """
    DELETE FROM leaderboard_boardchange WHERE (benchmark, metric) IN (
        SELECT DISTINCT benchmark, metric FROM leaderboard_boardchange LIMIT %s
    )
    RETURNING benchmark, metric
"""
_BOARDS = "unnest(%(benchmarks)s::bigint[], %(metrics)s::bigint[]) AS b (benchmark, metric)"
_ON_THEM = f"{_BOARDS} JOIN leaderboard_standing s ON (s.benchmark_id, s.metric_id) = (b.benchmark, b.metric)"

# What changes is packed into arrays: a join of the windows with the table would be planned by guess, and
# for a board that is new to the planner's statistics the guess can cost minutes.
_RANKS = f"""
    UPDATE leaderboard_standing s SET rank = n.rank, record = n.record
    FROM (
        SELECT unnest(ids) AS id, unnest(ranks) AS rank, unnest(records) AS record
        FROM (
            SELECT array_agg(id) AS ids, array_agg(new_rank) AS ranks, array_agg(new_record) AS records
            FROM (
                SELECT s.id, s.rank, s.record, rank() OVER board AS new_rank,
                    s.day < DATE '9999-12-31'
                    AND coalesce(s.better < min(s.better) OVER earlier, true) AS new_record
                FROM {_ON_THEM} AND s.kind = 'absolute' AND NOT s.unranked
                WINDOW board AS (PARTITION BY s.benchmark_id, s.metric_id ORDER BY s.better),
                    earlier AS (
                        PARTITION BY s.benchmark_id, s.metric_id ORDER BY s.day, s.better, s.uid
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                    )
            ) worked_out
            WHERE (rank, record) IS DISTINCT FROM (new_rank, new_record)
        ) packed
    ) n
    WHERE n.id = s.id
"""  # noqa: S608 (made of the constants above)
_NO_RANKS = f"""
    UPDATE leaderboard_standing s SET rank = NULL, record = false FROM {_BOARDS}
    WHERE (s.benchmark_id, s.metric_id) = (b.benchmark, b.metric) AND s.unranked AND s.rank IS NOT NULL
"""  # noqa: S608
_LEADERS = f"""
    SELECT DISTINCT ON (s.benchmark_id, s.metric_id) s.benchmark_id, s.metric_id, s.claim_id
    FROM {_ON_THEM} AND s.kind = 'absolute' AND NOT s.unranked
    ORDER BY s.benchmark_id, s.metric_id, s.better, s.day, s.uid
"""  # noqa: S608
