"""Counting readers: which boards are read, for the order in which curators look at claims.

A read is one more in Redis, which costs the page a tenth of a millisecond and no query; the sweep brings
the counts into PostgreSQL. They are counts and nothing else: no address, no account, no time within the day.
What Redis loses is lost; a count that is a little low puts claims in a slightly different order.
"""

import contextlib
from functools import lru_cache
from typing import Any, cast

import redis
from django.conf import settings
from django.db import connection, transaction

DAYS = 30
"""How long a read counts."""

PATIENCE = 0.05
"""Seconds that a page waits for Redis at most."""

_NOTED, _TAKEN = "board reads", "board reads being collected"
_ROBOTS = ("bot", "crawl", "spider", "curl", "wget", "python", "lighthouse", "headless")


def note(benchmark: str, *, metric: str, agent: str) -> None:
    """Count one read of the board with these slugs, unless the reader's program says that it is no person."""
    if not agent or any(word in agent.lower() for word in _ROBOTS):
        return
    with contextlib.suppress(redis.RedisError):
        _redis().hincrby(_NOTED, f"{benchmark}/{metric}", 1)


def collect() -> int:
    """Bring what was counted into PostgreSQL; how many reads that were.

    Boards whose readers doubled are noted as changed, so that what decisions on them are worth is worked out
    anew. Reads older than DAYS go. A process that dies between storing and forgetting counts a few twice.
    """
    try:
        noted = _take()
    except redis.RedisError:
        return 0
    if noted:
        with transaction.atomic(), connection.cursor() as cursor:
            benchmarks, metrics = zip(*(name.split("/", 1) for name in noted), strict=True)
            cursor.execute(
                _ADD,
                {
                    "benchmarks": [*benchmarks],
                    "metrics": [*metrics],
                    "reads": [*noted.values()],
                    "days": DAYS,
                },
            )
            cursor.execute("DELETE FROM leaderboard_boardreads WHERE day < current_date - %s", [DAYS])
    with contextlib.suppress(redis.RedisError):
        _redis().delete(_TAKEN)
    return sum(noted.values())


def _take() -> dict[str, int]:
    """What was counted, put aside under another name; what a process that died left there comes first."""
    client = _redis()
    if not client.exists(_TAKEN):
        if not client.exists(_NOTED):
            return {}
        client.rename(_NOTED, _TAKEN)
    found = cast(dict[bytes, bytes], client.hgetall(_TAKEN))
    return {name.decode(): int(reads) for name, reads in found.items()}


@lru_cache(maxsize=1)
def _redis() -> Any:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, health_check_interval=30
    )


_ADD = """
    WITH added AS (
        INSERT INTO leaderboard_boardreads AS b (benchmark_id, metric_id, day, reads)
        SELECT t.benchmark_id, t.metric_id, current_date, n.reads
        FROM unnest(%(benchmarks)s::text[], %(metrics)s::text[], %(reads)s::bigint[])
                AS n (benchmark, metric, reads)
            JOIN leaderboard_benchmark k ON k.slug = n.benchmark
            JOIN leaderboard_metric m ON m.slug = n.metric
            JOIN leaderboard_boardtotals t ON (t.benchmark_id, t.metric_id) = (k.id, m.id)
        ORDER BY 1, 2
        ON CONFLICT (benchmark_id, metric_id, day) DO UPDATE SET reads = b.reads + excluded.reads
        RETURNING b.benchmark_id, b.metric_id, b.reads
    )
    INSERT INTO leaderboard_boardchange (benchmark, metric)
    SELECT a.benchmark_id, a.metric_id
    FROM added a
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(r.reads), 0) AS reads, coalesce(sum(r.reads) FILTER (
                WHERE r.day = current_date), 0) AS today
            FROM leaderboard_boardreads r
            WHERE (r.benchmark_id, r.metric_id) = (a.benchmark_id, a.metric_id)
                AND r.day > current_date - %(days)s
        ) before
    WHERE floor(log(2, 1 + before.reads)) <> floor(log(2, 1 + before.reads - before.today + a.reads))
"""
"""Adds the reads of today. The lateral query sees the rows as they were before the statement began."""
