"""The order of a board's stored rows, and what the rule of ranks needs of a claim that was fetched."""

from datetime import date
from decimal import Decimal
from uuid import UUID

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
