"""What curation found out about the engine and about itself: precision, calibration, agreement, pace.

Only decisions that a person made about one claim count: who accepts a thousand at once has not read them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from extraction import rules
from extraction.rules import Part
from leaderboard.domain.agreement import Label, agreeing, alpha, label, opinions
from leaderboard.domain.proportions import Share, share
from leaderboard.models import Claim
from leaderboard.queries.curation import BY_POLICY, ON_BOARDS, OPEN, WAITING
from leaderboard.queries.selections import NOT_NOTED

DAYS = 30
BINS = 10

FIELDS = ("number", "kind", "whose", "metric", "benchmark", "system", "compared with", "setting")
"""The parts of a reading, in the order of the columns of the query."""


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the readings of one sort were right as they stood, and how many were claims at all."""

    name: str
    right: Share
    claims: Share


@dataclass(frozen=True, slots=True)
class Found:
    """What was found about some of the claims: all, each sort, each part of a reading, each confidence.

    `rules` are the parts that rules read, each with the rules: of the readings that are claims, those whose
    part was left as it was read, and of all that the rule read, those that are claims.
    """

    all: Precision
    sorts: tuple[tuple[str, tuple[Precision, ...]], ...]
    parts: tuple[tuple[str, Share], ...]
    rules: tuple[tuple[Part, tuple["ByRule", ...]], ...]
    bins: tuple["Bin", ...]


@dataclass(frozen=True, slots=True)
class ByRule(Precision):
    """What became of a part that one rule read; `asked` finds claims like that, None: nothing does."""

    asked: str | None


@dataclass(frozen=True, slots=True)
class Bin:
    """Readings of about the same confidence: what the engine expected, and what was found."""

    low: float
    high: float
    expected: float
    found: Share


@dataclass(frozen=True, slots=True)
class Agreement:
    """Claims that more than one person decided about: about how many all agree, and alpha."""

    agreed: Share
    alpha: float | None


@dataclass(frozen=True, slots=True)
class BlindAgreement:
    """Readings that two people judged apart: how many say the same, are alike in every part, and alpha."""

    agreed: Share
    alike: Share
    alpha: float | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Age:
    """The claims that wait for a decision, as the queue counts them (`curation.Waiting`), and since when."""

    waiting: int
    on_boards: int
    by_policy: int
    oldest: datetime | None
    median: datetime | None


@dataclass(frozen=True, slots=True)
class Pace:
    """Decisions of the last days: by day (the oldest first), by person, and those made in bulk."""

    days: tuple[tuple[date, int], ...]
    people: tuple[tuple[str, int], ...]
    bulk: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything on the page; `drawn` at random and decided, of `draws` that were drawn at all."""

    drawn: Found
    picked: Found
    draws: int
    agreement: Agreement
    blind: BlindAgreement
    age: Age
    pace: Pace


@dataclass(frozen=True, slots=True)
class _Group:
    """Readings that are alike in everything that is told apart, and how many parts of them were changed."""

    drawn: bool
    kind: str
    family: str
    role: str
    bound: str
    engine: str
    rules: Sequence[str]
    bin: int
    action: str
    claims: int
    confidence: float
    changed: Sequence[int]


def numbers() -> Numbers:
    """All numbers, by seven queries however many claims and people there are."""
    groups = [_group(row) for row in _rows(_JUDGED, {"bins": BINS})]
    return Numbers(
        drawn=_found([group for group in groups if group.drawn]),
        picked=_found([group for group in groups if not group.drawn]),
        draws=_rows(_DRAWS)[0][0],
        agreement=_agreement(),
        blind=_blind(),
        age=Age(*_rows(_AGE, {"open": list(OPEN)})[0]),
        pace=_pace(),
    )


def at_random() -> Claim | None:
    """A claim that waits for its first decision, each as likely as any other; None when none waits.

    The uids are random numbers, so the claim behind a random one is a random claim.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RANDOM)
        row = cursor.fetchone()
    return Claim.objects.get(pk=row[0]) if row else None


_KINDS: dict[str, str] = dict(Claim.Kind.choices)
_ROLES: dict[str, str] = dict(Claim.Role.choices)
_BOUNDS: dict[str, str] = dict(Claim.Bound.choices)
_SORTS: dict[str, Callable[[_Group], str]] = {
    "Kind": lambda group: _KINDS.get(group.kind, group.kind),
    "Metric family": lambda group: group.family,
    "Whose number": lambda group: _ROLES.get(group.role, group.role),
    "Exactness": lambda group: _BOUNDS.get(group.bound, group.bound),
    "Engine": lambda group: group.engine,
}


def _group(row: tuple[Any, ...]) -> _Group:
    drawn, kind, family, role, bound, engine, read, place, action, claims, confidence, *changed = row
    return _Group(drawn, kind, family, role, bound, engine, read, place, action, claims, confidence, changed)


def _found(groups: Sequence[_Group]) -> Found:
    return Found(
        all=_precision("all", groups),
        sorts=tuple((name, _by(groups, sort)) for name, sort in _SORTS.items()),
        parts=_parts(groups),
        rules=tuple((part, _by_rule(part, groups)) for part in Part),
        bins=tuple(_bin(number, [g for g in groups if g.bin == number]) for number in range(BINS)),
    )


def _precision(name: str, groups: Iterable[_Group]) -> Precision:
    counts: Counter[str] = Counter()
    for group in groups:
        counts[group.action] += group.claims
    right, of = counts["accept"], counts.total()
    return Precision(name, share(right, of=of), share(right + counts["correct"], of=of))


def _by(groups: Iterable[_Group], sort: Callable[[_Group], str]) -> tuple[Precision, ...]:
    """The sorts, the most frequent first."""
    parts: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        parts[sort(group)].append(group)
    found = [_precision(name, alike) for name, alike in parts.items()]
    return tuple(sorted(found, key=lambda each: (-each.right.of, each.name)))


def _parts(groups: Sequence[_Group]) -> tuple[tuple[str, Share], ...]:
    """Of the readings that are claims, those whose part was left as it was read."""
    claims = [group for group in groups if group.action != "reject"]
    of = sum(group.claims for group in claims)
    wrong = [sum(group.changed[at] for group in claims) for at in range(len(FIELDS))]
    return tuple((name, share(of - number, of=of)) for name, number in zip(FIELDS, wrong, strict=True))


def _by_rule(part: Part, groups: Iterable[_Group]) -> tuple[ByRule, ...]:
    """The rules that read the part, those of most readings first."""
    place, read = FIELDS.index(part), defaultdict[str, list[_Group]](list)
    for group in groups:
        read[_code(part, group.rules)].append(group)
    found = [_left(code, place, alike) for code, alike in read.items()]
    return tuple(sorted(found, key=lambda each: (-each.claims.of, each.name)))


def _code(part: Part, codes: Iterable[str]) -> str:
    """The code of the rule that read the part."""
    return next((code for code in codes if code.startswith(f"{part}:")), NOT_NOTED)


def _left(code: str, place: int, groups: Sequence[_Group]) -> ByRule:
    """What became of the part at this place in readings by one rule; another engine's has no words."""
    of = sum(group.claims for group in groups)
    claims = [group for group in groups if group.action != "reject"]
    right = sum(group.claims for group in claims)
    wrong = sum(group.changed[place] for group in claims)
    words = next((rule.words for rule in rules.known([code])), code)
    asked = code if words != code or code == NOT_NOTED else None
    return ByRule(words, share(right - wrong, of=right), share(right, of=of), asked)


def _bin(number: int, groups: Sequence[_Group]) -> Bin:
    of = sum(group.claims for group in groups)
    right = sum(group.claims for group in groups if group.action == "accept")
    expected = sum(group.confidence for group in groups) / of if of else 0.0
    return Bin(number / BINS, (number + 1) / BINS, expected, share(right, of=of))


def _agreement() -> Agreement:
    told = (opinions(zip(people, actions, strict=True)) for people, actions in _rows(_SEVERAL))
    things: list[list[Label]] = [list(said.values()) for said in told]
    agreed, judged = agreeing(things)
    return Agreement(share(agreed, of=judged), alpha(things))


def _blind() -> BlindAgreement:
    """Every pair counts, also one whose first decision was taken back: who does so may know the second."""
    rows = _rows(_BLIND)
    things = [[label(first), label(second)] for first, second, _ in rows if second]
    agreed, judged = agreeing(things)
    alike = sum(bool(agrees) for _, _, agrees in rows)
    return BlindAgreement(
        share(agreed, of=judged), share(alike, of=judged), alpha(things), len(rows) - judged
    )


def _pace() -> Pace:
    today = timezone.now().date()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    by_day: Counter[date] = Counter()
    by_person: Counter[str] = Counter()
    for day, person, count in _rows(_PACE, {"since": days[0]}):
        by_day[day] += count
        by_person[person] += count
    return Pace(
        days=tuple((day, by_day[day]) for day in days),
        people=tuple(sorted(by_person.items(), key=lambda each: (-each[1], each[0]))),
        bulk=_rows(_BULK, {"since": days[0]})[0][0],
    )


def _rows(sql: str, given: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


# The words of the index `event_decisions`, so that it is used; it holds all that is asked of most decisions.
_DECISIONS = """leaderboard_event e WHERE e.subject_type = 'claim'
    AND e.action IN ('accept', 'correct', 'reject', 'undo', 'restore', 'draw')
    AND e.actor_id IS NOT NULL AND e.batch_id IS NULL"""

_CHANGES = (
    ("value", "value_high", "unit", "bound"),
    ("kind", "direction"),
    ("role",),
    ("metric",),
    ("benchmarks",),
    ("systems",),
    ("baselines",),
    ("setting", "task_text"),
)
_CHANGED = ", ".join(
    "count(*) FILTER (WHERE action = 'correct' AND ("
    + " OR ".join(f"before->'{name}' IS DISTINCT FROM after->'{name}'" for name in names)
    + "))"
    for names in _CHANGES
)

JUDGED = f"""told AS (
        SELECT e.id, e.subject_uid, e.action, e.before, e.after,
            lead(e.action) OVER following AS taken_back,
            bool_or(e.action = 'draw') OVER following AS drawn
        FROM {_DECISIONS}
        WINDOW following AS (PARTITION BY e.subject_uid ORDER BY e.id)
    ), judged AS (
        SELECT DISTINCT ON (subject_uid) * FROM told
        WHERE action IN ('accept', 'correct', 'reject') AND before->>'state' = 'machine'
            AND coalesce(taken_back, '') NOT IN ('undo', 'restore')
        ORDER BY subject_uid, id DESC
    )
"""  # noqa: S608 (made of the constants above)
"""The last decision about each claim as a machine read it that was not taken back: `judged`, for a WITH."""

_JUDGED = f"""
    WITH {JUDGED}
    SELECT drawn, coalesce(before->>'kind', 'unclear'), coalesce(m.family, 'unknown'), before->>'role',
        before->>'bound', coalesce(nullif(c.engine_version, ''), 'unknown'),
        c.rules, least(floor(c.confidence * %(bins)s), %(bins)s - 1)::int, action, count(*),
        sum(c.confidence), {_CHANGED}
    FROM judged
        JOIN leaderboard_claim c ON c.uid = subject_uid AND c.decided_at IS NOT NULL
        LEFT JOIN leaderboard_metric m ON m.slug = before->>'metric'
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""  # noqa: S608

_DRAWS = f"SELECT count(DISTINCT e.subject_uid) FROM {_DECISIONS} AND e.action = 'draw'"  # noqa: S608

_SEVERAL = f"""
    SELECT array_agg(actor_id ORDER BY id), array_agg(action ORDER BY id)
    FROM (
        SELECT e.id, e.subject_uid, e.actor_id, e.action,
            lead(e.action) OVER (PARTITION BY e.subject_uid ORDER BY e.id) AS taken_back
        FROM {_DECISIONS} AND e.subject_uid IN (
            SELECT e.subject_uid FROM {_DECISIONS}
            GROUP BY e.subject_uid HAVING min(e.actor_id) < max(e.actor_id)
        )
    ) told
    WHERE action IN ('accept', 'correct', 'reject') AND coalesce(taken_back, '') NOT IN ('undo', 'restore')
    GROUP BY subject_uid HAVING min(actor_id) < max(actor_id)
"""  # noqa: S608

_BLIND = """
    SELECT e.action, o.says, o.agrees FROM leaderboard_secondopinion o
        JOIN leaderboard_event e ON e.id = o.first_id JOIN leaderboard_claim c ON c.id = o.claim_id
    WHERE o.event_id IS NOT NULL OR o.decided_at = c.decided_at
"""

_AGE = f"""
    SELECT count(*), {ON_BOARDS}, {BY_POLICY}, min(created_at),
        percentile_disc(0.5) WITHIN GROUP (ORDER BY created_at)
    FROM {WAITING}
"""  # noqa: S608

_PACE = f"""
    SELECT (e.at AT TIME ZONE 'UTC')::date, u.username, count(*)
    FROM (SELECT e.at, e.actor_id FROM {_DECISIONS} AND e.at >= %(since)s
            AND e.action IN ('accept', 'correct', 'reject')) e
        JOIN auth_user u ON u.id = e.actor_id
    GROUP BY 1, 2
"""  # noqa: S608

_BULK = """
    SELECT count(*) FROM leaderboard_event
    WHERE batch_id IS NOT NULL AND subject_type = 'claim' AND at >= %(since)s
        AND action IN ('accept', 'correct', 'reject')
"""

_RANDOM = """
    WITH mark AS MATERIALIZED (SELECT gen_random_uuid() AS uid)
    (SELECT c.id, 0 AS lap FROM leaderboard_claim c
        WHERE c.uid >= (SELECT uid FROM mark) AND c.state = 'machine' ORDER BY c.uid LIMIT 1)
    UNION ALL
    (SELECT c.id, 1 FROM leaderboard_claim c WHERE c.state = 'machine' ORDER BY c.uid LIMIT 1)
    ORDER BY lap LIMIT 1
"""
