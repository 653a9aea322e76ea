"""The order of a board's stored rows, and what the rule of ranks needs of claims."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

from leaderboard.domain.ranking import Entry
from leaderboard.queries.claims import ClaimRow
from leaderboard.queries.keysets import Key, number

NEVER = Decimal("1E+101")
"""Stands where a claim has no rank: behind every value, which the table's checks keep below 1E+100."""

NO_DAY = date.max
"""Stands for the day of a paper without a date, so that it comes last."""

BETTER = Key("better", number)
DAY = Key("day", date.fromisoformat)
UID = Key("uid", UUID)
ORDER = (BETTER, DAY, UID)
"""A board's own order: the best first, then the earliest, then by uid; claims without a rank last."""


def entry(claim: ClaimRow) -> Entry:
    """What the rule needs to know of a claim that was fetched."""
    return Entry(
        uid=claim.uid,
        kind=claim.kind,
        role=claim.role,
        state=claim.state,
        bound=claim.bound,
        direction=claim.metric_direction,
        scaled=claim.scaled,
        confidence=claim.confidence,
        ranged=claim.value_high is not None,
        benchmarks=len(claim.benchmarks),
        other_task=claim.other_task,
        systems=len(claim.systems),
        published_on=claim.paper.published_on,
        retracted=claim.paper.retracted_on is not None,
    )


def alike(claims: Sequence[int]) -> Iterator[tuple[Entry, list[int]]]:
    """The claims in groups that the rule says the same of, each with an entry that stands for all of it.

    What only orders claims of a rank (the day, the uid, how large the value is) is one member's.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [list(claims)])
        for members, uid, scaled, *told in cursor.fetchall():
            yield Entry(uid=uid, scaled=scaled, **dict(zip(_TOLD, told, strict=True))), members


_TOLD = (
    *("kind", "role", "state", "bound", "direction", "confidence", "ranged", "benchmarks", "other_task"),
    *("systems", "retracted"),
)
"""What the rule asks of an entry, in the order of the query's columns; rows are grouped by just these."""

# Only a claim that names a task can be about another one; asking for every claim takes most of the time.
_ALIKE = """
    SELECT array_agg(id), (array_agg(uid))[1], min(scaled),
        kind, role, state, bound, direction, confidence, ranged, benchmarks, other_task, systems, retracted
    FROM (
        SELECT c.id, c.uid, c.scaled, c.kind, c.role, c.state, c.bound, m.direction, c.confidence,
            c.value_high IS NOT NULL AS ranged,
            (SELECT count(*) FROM leaderboard_claimbenchmark x WHERE x.claim_id = c.id) AS benchmarks,
            CASE WHEN c.task_text <> '' THEN leaderboard_other_task(c.id) ELSE false END AS other_task,
            (c.system_id IS NOT NULL OR c.system_text <> '')::int
                + (SELECT count(*) FROM leaderboard_claimsystem x WHERE x.claim_id = c.id) AS systems,
            p.retracted_on IS NOT NULL AS retracted
        FROM leaderboard_claim c
            JOIN leaderboard_paper p ON p.id = c.paper_id
            LEFT JOIN leaderboard_metric m ON m.id = c.metric_id
        WHERE c.id = ANY(%s)
        OFFSET 0
    ) told
    GROUP BY kind, role, state, bound, direction, confidence, ranged, benchmarks, other_task, systems,
        retracted, scaled IS NULL
"""
