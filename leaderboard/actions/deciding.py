"""Decisions about many claims by statements over sets, each with its event, as if made one by one.

`FACTS` is `claims.facts` in SQL: what an event keeps of a claim. A test holds the two together.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from leaderboard.models import Batch, BatchItem, Claim
from leaderboard.queries.paper_desk import MOVED


def decide(
    batch: Batch, *, items: Sequence[BatchItem], action: str, state: Claim.State, at: datetime
) -> set[int]:
    """The ids of the claims that were decided about: those still open, and as they were when seen."""
    given = {**_about(batch, items), "action": action, "state": state.value, "at": at}
    return _run(_DECIDE, given)


def take_back(batch: Batch, *, items: Sequence[BatchItem], undone: Batch, why: str) -> set[int]:
    """The ids of the claims that are as before: those whose last event is the batch's."""
    return _run(_TAKE_BACK, {**_about(batch, items), "undone": undone.pk, "reason": why})


def _about(batch: Batch, items: Sequence[BatchItem]) -> dict[str, Any]:
    return {
        "items": [item.pk for item in items],
        "by": batch.by_id,
        "reason": batch.reason,
        "source": batch.source,
        "batch": batch.pk,
    }


def _run(sql: str, given: dict[str, Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return {row[0] for row in cursor.fetchall()}


def _list(table: str, thing: str) -> str:
    """The names of a list as an event keeps them, in their order."""
    return f"""(
        SELECT jsonb_agg(jsonb_build_object('slug', t.slug, 'text', l.text) ORDER BY l.position)
        FROM leaderboard_claim{table} l LEFT JOIN leaderboard_{thing} t ON t.id = l.{thing}_id
        WHERE l.claim_id = c.id
    )"""  # noqa: S608 (made of constants)


_WORDS = "to_char(c.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00:00'"
_PLAIN = "unit kind direction role bound setting task_text metric_text state decided_by_id".split()
_NUMBERS = "value value_high scaled".split()
_PARTS = [f"'{name}', c.{name}" for name in _PLAIN] + [f"'{name}', c.{name}::text" for name in _NUMBERS]
_FIRST = """CASE WHEN c.system_id IS NULL AND c.system_text = '' THEN '[]'::jsonb ELSE jsonb_build_array(
        jsonb_build_object('slug', (SELECT slug FROM leaderboard_system WHERE id = c.system_id),
            'text', c.system_text)) END"""
FACTS = f"""jsonb_build_object({", ".join(_PARTS)}, 'decided_at', {_WORDS},
    'metric', (SELECT slug FROM leaderboard_metric WHERE id = c.metric_id),
    'benchmarks', coalesce({_list("benchmark", "benchmark")}, '[]'),
    'systems', {_FIRST} || coalesce({_list("system", "system")}, '[]'),
    'baselines', coalesce({_list("baseline", "system")}, '[]'))"""  # noqa: S608 (made of constants)

_NOTE = """
    INSERT INTO leaderboard_event (uid, at, actor_id, action, subject_type, subject_uid, before, after,
        reason, source, batch_id)
    SELECT gen_random_uuid(), clock_timestamp(), %(by)s::int, {action}, 'claim', uid, facts, facts || {after},
        %(reason)s, %(source)s, %(batch)s FROM held ORDER BY id
"""
_DECIDE = f"""
    WITH held AS MATERIALIZED (
        SELECT c.id, c.uid, {FACTS} AS facts
        FROM leaderboard_batchitem i JOIN leaderboard_claim c ON c.id = i.subject
        WHERE i.id = ANY(%(items)s) AND c.state IN ('machine', 'disputed') AND c.updated_at = i.seen
        ORDER BY c.id FOR UPDATE OF c
    ), changed AS (
        UPDATE leaderboard_claim c SET state = %(state)s, decided_at = %(at)s, decided_by_id = %(by)s::int,
            updated_at = %(at)s
        FROM held WHERE c.id = held.id
    ), noted AS ({
    _NOTE.format(
        action="%(action)s",
        after='''jsonb_build_object('state', %(state)s::text,
        'decided_by_id', %(by)s::int, 'decided_at', to_char(
            %(at)s::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00:00')''',
    )
})
    SELECT id FROM held
"""  # noqa: S608

# The last event about a claim must be the batch's own, and the claim still be as that one says.
_TAKE_BACK = f"""
    WITH held AS MATERIALIZED (
        SELECT c.id, c.uid, {FACTS} AS facts, e.before ->> 'state' AS state,
            (e.before ->> 'decided_at')::timestamptz AS decided_at,
            (e.before ->> 'decided_by_id')::int AS decided_by_id, e.before
        FROM leaderboard_batchitem i JOIN leaderboard_claim c ON c.id = i.subject
            CROSS JOIN LATERAL (
                SELECT l.before, l.after, l.batch_id FROM leaderboard_event l
                WHERE l.subject_uid = c.uid AND l.action <> '{MOVED}' ORDER BY l.id DESC LIMIT 1
            ) e
        WHERE i.id = ANY(%(items)s) AND e.batch_id = %(undone)s AND e.after ->> 'state' = c.state
            AND (e.after ->> 'decided_at')::timestamptz = c.decided_at
        ORDER BY c.id FOR UPDATE OF c
    ), changed AS (
        UPDATE leaderboard_claim c SET state = held.state, decided_at = held.decided_at,
            decided_by_id = held.decided_by_id, updated_at = clock_timestamp()
        FROM held WHERE c.id = held.id
    ), noted AS ({
    _NOTE.format(
        action="'undo'",
        after='''jsonb_build_object('state', before -> 'state',
        'decided_at', before -> 'decided_at', 'decided_by_id', before -> 'decided_by_id')''',
    )
})
    SELECT id FROM held
"""  # noqa: S608
