"""Policies: what one would accept and how wrong that may be; what each accepted, and what people found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Max

from leaderboard.domain.proportions import Share, share
from leaderboard.models import Benchmark, Event, Metric, Policy
from leaderboard.queries.numbers import JUDGED

LISTED = 30
"""Boards that the outlook of a policy lists."""

IN_SCOPE = """c.state = 'machine' AND c.confidence >= %(threshold)s
            AND (%(kind)s::text IS NULL OR c.kind = %(kind)s)
            AND (%(family)s::text IS NULL OR m.family = %(family)s)
            AND NOT EXISTS (
                SELECT FROM leaderboard_acceptance a WHERE a.claim_id = c.id AND a.ended_at IS NULL
            )"""
"""Claims `c` with their metric `m` that a policy is to accept."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a policy is about; None means any."""

    threshold: float
    kind: str | None = None
    family: str | None = None

    def parameters(self) -> dict[str, Any]:
        """The scope for statements."""
        return {"threshold": self.threshold, "kind": self.kind, "family": self.family}


@dataclass(frozen=True, slots=True)
class Led:
    """A board whose leader would rest on the policy, and what it is: its number, unit and system."""

    benchmark: Benchmark
    metric: Metric
    quote: str
    unit: str | None
    system: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a policy would do now: how many claims, with which error, on which boards.

    `expected_error` is the mean of one minus the engine's calibrated confidence, None of no claims; `found`
    are the errors that people found among the claims of the scope that they looked at one by one.
    """

    claims: int
    expected_error: float | None
    found: Share
    boards: int
    leads: int
    led: tuple[Led, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A policy and what came of it: claims accepted, still in force, drawn for people, and what they found.

    `expected` is the share of errors that the engine's confidence said of everything accepted,
    `expected_of_decided` of what people decided about: the one that `wrong` is to be compared with.
    """

    policy: Policy
    accepted: int
    in_force: int
    sampled: int
    waiting: int
    expected: float | None
    wrong: Share
    expected_of_decided: float | None

    @property
    def right(self) -> Share:
        """What people found right as it was accepted, of what they decided about."""
        return share(self.wrong.of - self.wrong.right, of=self.wrong.of)

    @property
    def expected_right(self) -> float | None:
        """The share of what was decided about that should be right; None before anybody decided."""
        return None if self.expected_of_decided is None else 1 - self.expected_of_decided

    @property
    def worse(self) -> bool:
        """True where the interval of the errors that were found lies wholly above what was expected."""
        return self.expected_of_decided is not None and self.wrong.low > self.expected_of_decided


def scope(policy: Policy) -> Scope:
    """What the policy is about."""
    return Scope(policy.threshold, policy.kind, policy.family)


def newest_event() -> int:
    """The newest event there is; nothing was changed since as long as it stays the same."""
    return int(Event.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def to_apply() -> list[Policy]:
    """Policies in force that have not looked at everything there is."""
    return list(Policy.objects.filter(stopped_at=None, looked_at__lt=newest_event()).order_by("pk"))


def one(uid: UUID) -> Policy | None:
    """The policy with this uid; None where there is none."""
    return Policy.objects.filter(uid=uid).first()


def outlook(asked: Scope) -> Outlook:
    """What a policy of this scope would do now, and how often people found such claims wrong."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked.parameters())
        claims, error = cursor.fetchone()
        cursor.execute(_FOUND, asked.parameters())
        right, looked_at = cursor.fetchone()
        cursor.execute(_BOARDS, asked.parameters())
        boards, leads = cursor.fetchone()
        cursor.execute(_LED, {**asked.parameters(), "most": LISTED})
        led = cursor.fetchall()
    return Outlook(
        claims, error, share(looked_at - right, of=looked_at), boards=boards, leads=leads, led=_resolved(led)
    )


def records() -> list[Record]:
    """Every policy with what came of it, those in force first, by three queries."""
    policies = list(
        Policy.objects.select_related("set_by", "stopped_by").order_by(
            F("stopped_at").desc(nulls_first=True), "-pk"
        )[:100]
    )
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [[policy.pk for policy in policies]])
        counted = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_CHECKED, [[policy.pk for policy in policies]])
        checked = {row[0]: row[1:] for row in cursor.fetchall()}
    return [_record(policy, counted.get(policy.pk), checked.get(policy.pk)) for policy in policies]


def worse() -> list[Record]:
    """Policies that people find wrong more often than chance explains, while what they accept stands."""
    return [
        record
        for record in records()
        if record.worse and (record.in_force or record.policy.stopped_at is None)
    ]


def _record(policy: Policy, counted: Any, checked: Any) -> Record:
    accepted, in_force, sampled, waiting, expected = counted or (0, 0, 0, 0, None)
    wrong, looked_at, of_decided = checked or (0, 0, None)
    found = share(wrong, of=looked_at)
    return Record(policy, accepted, in_force, sampled, waiting, expected, found, of_decided)


def _resolved(led: Sequence[tuple[int, int, str, str | None, str]]) -> tuple[Led, ...]:
    benchmarks = Benchmark.objects.in_bulk([benchmark for benchmark, *_ in led])
    metrics = Metric.objects.in_bulk([metric for _, metric, *_ in led])
    return tuple(
        Led(benchmarks[benchmark], metrics[metric], quote, unit, system)
        for benchmark, metric, quote, unit, system in led
    )


_CLAIMS = f"""leaderboard_claim c LEFT JOIN leaderboard_metric m ON m.id = c.metric_id WHERE {IN_SCOPE}"""
_COUNT = f"SELECT count(*), avg(1 - c.confidence) FROM {_CLAIMS}"  # noqa: S608 (made of constants)
_BOARDS = f"""
    SELECT count(DISTINCT (s.benchmark_id, s.metric_id)),
        count(DISTINCT (s.benchmark_id, s.metric_id)) FILTER (WHERE s.rank = 1)
    FROM leaderboard_standing s WHERE s.claim_id IN (SELECT c.id FROM {_CLAIMS})
"""  # noqa: S608
_LED = f"""
    SELECT t.benchmark_id, t.metric_id, l.quote, l.unit, coalesce(y.name, l.system_text)
    FROM leaderboard_boardtotals t JOIN leaderboard_claim l ON l.id = t.leader_id
        LEFT JOIN leaderboard_system y ON y.id = l.system_id
    WHERE t.leader_id IN (SELECT c.id FROM {_CLAIMS})
    ORDER BY t.results DESC, t.benchmark_id, t.metric_id LIMIT %(most)s
"""  # noqa: S608

_FOUND = f"""
    WITH {JUDGED}
    SELECT count(*) FILTER (WHERE action = 'accept'), count(*)
    FROM judged JOIN leaderboard_claim c ON c.uid = subject_uid AND c.engine_version <> ''
        LEFT JOIN leaderboard_metric m ON m.slug = before ->> 'metric'
    WHERE c.confidence >= %(threshold)s
        AND (%(kind)s::text IS NULL OR before ->> 'kind' = %(kind)s)
        AND (%(family)s::text IS NULL OR m.family = %(family)s)
"""  # noqa: S608
# Claims, each once: one whose reading changes and comes back is accepted again.
_COUNTED = """
    SELECT policy_id, count(DISTINCT claim_id), count(*) FILTER (WHERE ended_at IS NULL),
        count(DISTINCT claim_id) FILTER (WHERE sampled), count(*) FILTER (WHERE sampled AND ended_at IS NULL),
        avg(1 - confidence)
    FROM leaderboard_acceptance WHERE policy_id = ANY(%s) GROUP BY policy_id
"""
# What was decided of the reading as it was accepted: not of a later one, which has an acceptance of its own.
_CHECKED = """
    SELECT policy_id, count(*) FILTER (WHERE action <> 'accept'), count(*), avg(1 - confidence) FROM (
        SELECT a.policy_id, a.confidence, last.action FROM leaderboard_acceptance a
            JOIN leaderboard_claim c ON c.id = a.claim_id AND c.confidence = a.confidence
            CROSS JOIN LATERAL (
                SELECT told.action FROM (
                    SELECT e.id, e.action, e.before, lead(e.action) OVER (ORDER BY e.id) AS taken_back
                    FROM leaderboard_event e
                    WHERE e.subject_type = 'claim' AND e.subject_uid = c.uid AND e.at >= a.at
                        AND e.action IN ('accept', 'correct', 'reject', 'undo', 'restore', 'draw')
                        AND e.actor_id IS NOT NULL AND e.batch_id IS NULL
                ) told
                WHERE told.action IN ('accept', 'correct', 'reject')
                    AND told.before ->> 'state' IN ('machine', 'disputed')
                    AND coalesce(told.taken_back, '') NOT IN ('undo', 'restore')
                ORDER BY told.id DESC LIMIT 1
            ) last
        WHERE a.sampled AND a.ended_at IS NOT NULL AND a.policy_id = ANY(%s) AND NOT EXISTS (
            SELECT FROM leaderboard_acceptance later WHERE later.claim_id = a.claim_id AND later.id > a.id
        ) AND NOT EXISTS (
            SELECT FROM leaderboard_event e
            WHERE e.subject_uid = c.uid AND e.action = 'policy_end' AND e.at >= a.at
        )
    ) looked_at GROUP BY policy_id
"""
