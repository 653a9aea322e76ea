"""Who reads which paper: the paper's row is the job, and a lease on it ends by itself.

A fencing token rises with every claim; whoever comes late with an older one writes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from extraction.claims import Document

BATCH = 100
LEASE_SECONDS = 30
ATTEMPTS = 3
"""Readings of one abstract that may fail before it is parked."""


@dataclass(frozen=True, slots=True)
class Job:
    """A paper claimed for reading."""

    paper: int
    uid: UUID
    fence: int
    attempts: int
    document: Document


def claim(*, size: int = BATCH) -> tuple[Job, ...]:
    """Up to `size` papers, now ours for `LEASE_SECONDS`; none when nothing waits.

    The attempt is counted and committed before the work begins. Papers that were tried before come
    last and one at a time, so that one that kills its worker cannot take others along.
    """
    expire()
    return _claim(_FRESH, size) or _claim(_TRIED, 1)


def take(papers: Iterable[int]) -> tuple[Job, ...]:
    """These papers, as far as nobody reads them now, ours for `LEASE_SECONDS`: to be read again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, [LEASE_SECONDS, list(papers)])
        return _jobs(cursor.fetchall())


def renew(jobs: Sequence[Job]) -> None:
    """Prolong the leases that are still ours; a lost one stays lost."""
    _execute(_RENEW, LEASE_SECONDS, *_tokens(jobs))


def expire() -> int:
    """Take back papers whose lease has ended, park those that failed too often; how many they were."""
    return _execute(_EXPIRE, _GAVE_UP)


def release_all() -> int:
    """End every lease now, however long it has; how many there were.

    For the start of a machine that knows that no other is at work. A wrong guess does no harm: a worker
    that lost its lease writes nothing, and somebody else reads the paper.
    """
    return _execute(_RELEASE)


def requeue() -> int:
    """Let every paper be read again, parked ones too; how many will be."""
    return _execute(_REQUEUE)


def fail(job: Job, *, error: str) -> bool:
    """Note the traceback and let the paper wait for its next try, or park it; True when parked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FAIL, [error, job.paper, job.fence])
        row = cursor.fetchone()
        return row is not None and row[0] == "parked"


def hold(jobs: Sequence[Job]) -> frozenset[int]:
    """Ids of the papers that are still ours, locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, _tokens(jobs))
        return frozenset(row[0] for row in cursor.fetchall())


def _claim(sql: str, size: int) -> tuple[Job, ...]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(sql, [size, LEASE_SECONDS])
        return _jobs(cursor.fetchall())


def _jobs(rows: Iterable[tuple[Any, ...]]) -> tuple[Job, ...]:
    return tuple(
        Job(paper, uid, fence, attempts, Document(id=str(uid), title=title, abstract=abstract))
        for paper, uid, fence, attempts, title, abstract in sorted(rows)
    )


def _execute(sql: str, *values: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _tokens(jobs: Sequence[Job]) -> tuple[list[int], list[int]]:
    return [job.paper for job in jobs], [job.fence for job in jobs]


_CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT id FROM leaderboard_paper WHERE state = 'waiting' AND {which}
        LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE leaderboard_paper p SET state = 'working', fence = p.fence + 1, attempts = p.attempts + 1,
        lease_until = clock_timestamp() + make_interval(secs => %s)
    FROM due WHERE p.id = due.id
    RETURNING p.id, p.uid, p.fence, p.attempts, p.title, p.abstract
"""
_FRESH = _CLAIM.format(which="attempts = 0 ORDER BY id")
_TRIED = _CLAIM.format(which="attempts > 0 ORDER BY attempts, id")

_TAKE = """
    UPDATE leaderboard_paper p SET state = 'working', fence = p.fence + 1, attempts = greatest(p.attempts, 1),
        lease_until = clock_timestamp() + make_interval(secs => %s)
    WHERE p.id = ANY(%s) AND p.state <> 'working'
    RETURNING p.id, p.uid, p.fence, p.attempts, p.title, p.abstract
"""

_RENEW = """
    UPDATE leaderboard_paper p SET lease_until = clock_timestamp() + make_interval(secs => %s)
    FROM unnest(%s::bigint[], %s::bigint[]) AS ours (id, fence)
    WHERE p.id = ours.id AND p.fence = ours.fence AND p.state = 'working'
"""

_GAVE_UP = (
    f"The worker ended {ATTEMPTS} times without an answer while it read this abstract: it was killed, ran "
    "out of memory or time, or lost the database. Nothing says that the abstract is at fault; "
    "read it again with `manage.py extract --again`."
)
_AFTERWARDS = f"CASE WHEN attempts >= {ATTEMPTS} THEN 'parked' ELSE 'waiting' END"
_NOTED = """
    noted AS (
        INSERT INTO leaderboard_event
            (uid, at, action, subject_type, subject_uid, before, after, reason, source)
        SELECT gen_random_uuid(), clock_timestamp(), 'park', 'paper', uid, NULL,
            jsonb_build_object('attempts', attempts), error, ''
        FROM ended WHERE state = 'parked'
    )
    SELECT state FROM ended
"""
_EXPIRE = f"""
    WITH late AS MATERIALIZED (
        SELECT id FROM leaderboard_paper WHERE state = 'working' AND lease_until < clock_timestamp()
        FOR UPDATE SKIP LOCKED
    ), ended AS (
        UPDATE leaderboard_paper p SET lease_until = NULL, state = {_AFTERWARDS},
            error = CASE WHEN attempts >= {ATTEMPTS} AND error = '' THEN %s ELSE error END
        FROM late WHERE p.id = late.id
        RETURNING p.uid, p.state, p.attempts, p.error
    ), {_NOTED}
"""  # noqa: S608
_FAIL = f"""
    WITH ended AS (
        UPDATE leaderboard_paper
        SET lease_until = NULL, error = %s, state = {_AFTERWARDS}
        WHERE id = %s AND fence = %s AND state = 'working'
        RETURNING uid, state, attempts, error
    ), {_NOTED}
"""  # noqa: S608

_RELEASE = """
    UPDATE leaderboard_paper SET state = 'waiting', lease_until = NULL,
        fence = fence + 1
    WHERE state = 'working'
"""

_REQUEUE = """
    UPDATE leaderboard_paper SET state = 'waiting', lease_until = NULL,
        fence = fence + 1, attempts = 0, error = ''
    WHERE NOT (state = 'waiting' AND attempts = 0)
"""

_HOLD = """
    SELECT p.id FROM leaderboard_paper p
        JOIN unnest(%s::bigint[], %s::bigint[]) AS ours (id, fence) USING (id)
    WHERE p.fence = ours.fence AND p.state = 'working'
    ORDER BY p.id FOR UPDATE OF p
"""
