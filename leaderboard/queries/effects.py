"""What a decision about many claims would do to boards, worked out without doing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection

from leaderboard.domain.ranking import unranked
from leaderboard.models import Benchmark, Claim, Metric
from leaderboard.queries.ranking import alike

LISTED = 50
"""Boards that are listed one by one: those with a new leader first, then those that change most."""


@dataclass(frozen=True, slots=True)
class Leader:
    """Who leads a board: the system, as far as it is known, and the number."""

    system: str
    quote: str


@dataclass(frozen=True, slots=True)
class BoardEffect:
    """How one board changes: rows that get or lose a rank, rows that go, and its leaders before and after."""

    benchmark: Benchmark
    metric: Metric
    entering: int
    leaving: int
    gone: int
    before: Leader | None
    after: Leader | None
    new_leader: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """How all boards change, summed up, and those that change most."""

    boards: int
    leaders: int
    entering: int
    leaving: int
    gone: int
    listed: tuple[BoardEffect, ...]


def of(claims: Sequence[int], *, accepting: bool) -> Effect:
    """What accepting (or rejecting) these claims changes; nothing is written."""
    entering = _would_rank(claims) if accepting else []
    with connection.cursor() as cursor:
        cursor.execute(
            _EFFECT, {"claims": list(claims), "entering": entering, "gone": [] if accepting else list(claims)}
        )
        changes = [_Change(*row) for row in cursor.fetchall()]
    listed = sorted(changes, key=lambda change: change.order)[:LISTED]
    return Effect(
        boards=len(changes),
        leaders=sum(change.new_leader for change in changes),
        entering=sum(change.entering for change in changes),
        leaving=sum(change.leaving for change in changes),
        gone=sum(change.gone for change in changes),
        listed=_resolved(listed),
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """A row of the query: the board and the claims that lead it, by their ids."""

    benchmark: int
    metric: int
    entering: int
    leaving: int
    gone: int
    before: int | None
    after: int | None

    @property
    def new_leader(self) -> bool:
        """True where another claim leads, or one where none did, or none any more."""
        return self.before != self.after

    @property
    def order(self) -> tuple[bool, int, int, int]:
        """Sort key: new leaders first, then the most changes."""
        return (
            not self.new_leader,
            -(self.entering + self.leaving + self.gone),
            self.benchmark,
            self.metric,
        )


def _would_rank(claims: Sequence[int]) -> list[int]:
    """Those that have no rank now and would have one, were they accepted: asked of the rule itself."""
    return [
        claim
        for entry, members in alike(claims)
        if unranked(entry) is not None and unranked(replace(entry, state=Claim.State.CURATED)) is None
        for claim in members
    ]


def _resolved(changes: Sequence[_Change]) -> tuple[BoardEffect, ...]:
    benchmarks = Benchmark.objects.in_bulk([change.benchmark for change in changes])
    metrics = Metric.objects.in_bulk([change.metric for change in changes])
    leading = {pk for change in changes for pk in (change.before, change.after) if pk}
    leaders = {
        claim.pk: Leader(claim.system.name if claim.system else claim.system_text, claim.quote)
        for claim in Claim.objects.filter(pk__in=leading).select_related("system")
    }
    return tuple(
        BoardEffect(
            benchmark=benchmarks[change.benchmark],
            metric=metrics[change.metric],
            entering=change.entering,
            leaving=change.leaving,
            gone=change.gone,
            before=leaders.get(change.before or 0),
            after=leaders.get(change.after or 0),
            new_leader=change.new_leader,
        )
        for change in changes
    )


_EFFECT = """
    WITH entering AS MATERIALIZED (SELECT unnest(%(entering)s::bigint[]) AS claim_id),
    gone AS MATERIALIZED (SELECT unnest(%(gone)s::bigint[]) AS claim_id),
    touched AS MATERIALIZED (
        SELECT DISTINCT benchmark_id, metric_id FROM leaderboard_standing
        WHERE claim_id = ANY(%(claims)s::bigint[])
            AND (claim_id IN (SELECT claim_id FROM entering) OR claim_id IN (SELECT claim_id FROM gone))
    ), placed AS (
        SELECT s.benchmark_id, s.metric_id, s.claim_id, s.day, s.uid, NOT s.unranked AS before,
            g.claim_id IS NOT NULL AS gone,
            g.claim_id IS NULL AND (NOT s.unranked OR e.claim_id IS NOT NULL) AS after,
            CASE WHEN e.claim_id IS NULL THEN s.better
                WHEN m.direction = 'lower' THEN c.scaled ELSE -c.scaled END AS better
        FROM touched t
            JOIN leaderboard_standing s USING (benchmark_id, metric_id)
            JOIN leaderboard_metric m ON m.id = s.metric_id
            LEFT JOIN entering e USING (claim_id)
            LEFT JOIN gone g USING (claim_id)
            LEFT JOIN leaderboard_claim c ON c.id = e.claim_id
        WHERE NOT s.unranked OR e.claim_id IS NOT NULL OR g.claim_id IS NOT NULL
    )
    SELECT benchmark_id, metric_id,
        count(*) FILTER (WHERE after AND NOT before),
        count(*) FILTER (WHERE before AND NOT after),
        count(*) FILTER (WHERE gone),
        (array_agg(claim_id ORDER BY better, day, uid) FILTER (WHERE before))[1],
        (array_agg(claim_id ORDER BY better, day, uid) FILTER (WHERE after))[1]
    FROM placed GROUP BY benchmark_id, metric_id
"""
