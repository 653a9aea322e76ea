"""Trials: how a candidate's readings compare with what stands, and samples of them side by side."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, F, Func, Q, QuerySet, Value

from leaderboard.domain.proportions import Share, share
from leaderboard.models import Batch, Benchmark, Metric, System, Trial, TrialClaim
from leaderboard.queries import lexicons, renamed
from leaderboard.queries.claims import ClaimRow, Words, rows_by_id

BOARDS = 50
"""Boards that the summary lists: those that change most."""

SAMPLE = 10
NEWEST = 50
OUTCOMES = tuple(TrialClaim.Outcome.values)

Board = tuple[Benchmark, Metric]


@dataclass(frozen=True, slots=True)
class Judged:
    """Two engines on claims that people decided about: what they claim that is right, what is right of it."""

    name: str
    precision: Share
    found: Share


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a reading: as it stands, and as the candidate reads it."""

    name: str
    stands: str
    read: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A candidate's reading on its sentence, part by part beside the claim that stands there, if any."""

    row: TrialClaim
    words: Words
    parts: tuple[Part, ...]


def newest() -> list[Trial]:
    """The newest trials."""
    return list(Trial.objects.select_related("batch", "batch__by").order_by("-pk")[:NEWEST])


def one(uid: UUID) -> Trial | None:
    """The trial with this uid and its batch; None where there is none."""
    return Trial.objects.select_related("batch", "batch__by").filter(uid=uid).first()


def adoptions(trial: Trial) -> list[Batch]:
    """The batches that adopted something of the trial, the newest first."""
    found = Batch.objects.filter(kind="adopt", about__trial=str(trial.uid)).select_related("by")
    return list(found.order_by("-pk")[:NEWEST])


def outdated(trial: Trial) -> bool:
    """Whether names changed since it began: its readings may then be linked to other things than now."""
    return trial.vocabulary != " ".join(lexicons.version()) or renamed.any_since(trial.created_at)


def board(benchmark: str, metric: str) -> Board | None:
    """Benchmark and metric by slug; None where one of them is not there."""
    on, by = Benchmark.objects.filter(slug=benchmark).first(), Metric.objects.filter(slug=metric).first()
    return (on, by) if on and by else None


def on_board(board: tuple[int, int]) -> Q:
    """Readings that stand on the board of this benchmark and metric, in either engine's eyes."""
    benchmark, metric = board
    return Q(metric=metric, benchmarks__contains=[benchmark]) | Q(
        was_metric=metric, was_benchmarks__contains=[benchmark]
    )


def summary(trial: Trial) -> dict[str, Any]:
    """What the comparison found, as JSON: by outcome, kind, family, part, board, and on decided claims."""
    given = {"trial": trial.pk}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    families: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))
    for kind, family, outcome, count in _rows(_COUNTS, given):
        total[outcome] += count
        kinds[kind][outcome] += count
        families[family][outcome] += count
    return {
        "outcomes": [[outcome, total[outcome]] for outcome in OUTCOMES],
        "kinds": _largest(kinds),
        "families": _largest(families),
        "parts": [list(row) for row in _rows(_DIFFERING, given)],
        "boards": [list(row) for row in _rows(_BOARDS, {**given, "most": BOARDS})],
        "judged": [list(row) for row in _rows(_JUDGED, given)],
    }


def judged(stored: Iterable[Sequence[Any]]) -> tuple[Judged, ...]:
    """The current engine and the candidate, by what people decided about the current one's readings."""
    counts = {(action, outcome): count for action, outcome, count in stored}

    def of(*, actions: Sequence[str], outcomes: Sequence[str] = OUTCOMES) -> int:
        return sum(counts.get((action, outcome), 0) for action in actions for outcome in outcomes)

    claims, every = ("accept", "correct"), ("accept", "correct", "reject")
    right, accepted = of(actions=claims), of(actions=["accept"])
    agreed = of(actions=claims, outcomes=["agree"])
    read = of(actions=every, outcomes=["agree", "differ"])
    return (
        Judged("current", share(accepted, of=of(actions=every)), share(accepted, of=right)),
        Judged("candidate", share(agreed, of=read), share(agreed, of=right)),
    )


def sample(trial: Trial, *, outcome: str, on: Board | None) -> tuple[Reading, ...]:
    """Some readings of this outcome about which nobody decided, spread over the papers."""
    found = TrialClaim.objects.filter(trial=trial, outcome=outcome, decided=False)
    if on is not None:
        found = found.filter(on_board((on[0].pk, on[1].pk)))
    return readings(list(_spread(found)))


def readings(rows: Sequence[TrialClaim]) -> tuple[Reading, ...]:
    """The readings with their names and the claims beside them, by a fixed number of queries."""
    standing = {row.pk: row for row in rows_by_id([row.claim_id for row in rows if row.claim_id])}
    named = _Named(
        metrics=_names(Metric, (row.metric for row in rows)),
        benchmarks=_names(Benchmark, (pk for row in rows for pk in row.benchmarks)),
        systems=_names(System, (pk for row in rows for pk in (row.system, *row.systems, *row.baselines))),
    )
    return tuple(_reading(row, standing.get(row.claim_id or 0), named) for row in rows)


@dataclass(frozen=True, slots=True)
class _Named:
    """The names of things by their ids."""

    metrics: Mapping[int, str]
    benchmarks: Mapping[int, str]
    systems: Mapping[int, str]


def _reading(row: TrialClaim, stands: ClaimRow | None, named: _Named) -> Reading:
    before = stands and _standing(stands)
    after = _read(row, named) if row.outcome != TrialClaim.Outcome.GONE else {}
    names = after or before or {}
    abstract = row.paper.abstract
    return Reading(
        row=row,
        words=Words(
            abstract[row.sentence_start : row.start], row.quote, abstract[row.end : row.sentence_end]
        ),
        parts=tuple(
            Part(name, (before or {}).get(name, ""), after.get(name, ""), name in row.differs)
            for name in names
        ),
    )


def _read(row: TrialClaim, named: _Named) -> dict[str, str]:
    """The candidate's reading by part, in words."""
    systems = ([row.system, *row.systems], [row.system_text, *row.system_words])
    return {
        "number": _number(row),
        "kind": _joined([row.kind, row.direction]),
        "metric": _words([row.metric], [row.metric_text], named.metrics),
        "benchmark": _words(row.benchmarks, row.benchmark_words, named.benchmarks),
        "system": _words(*systems, named.systems),
        "compared with": _words(row.baselines, row.baseline_words, named.systems),
        "setting": _joined([row.setting, row.task_text]),
        "confidence": f"{row.confidence:.2f}",
    }


def _standing(claim: ClaimRow) -> dict[str, str]:
    """The claim that stands by part, in the same words."""
    return {
        "number": _number(claim),
        "kind": _joined([claim.kind, claim.direction]),
        "metric": claim.metric.text,
        "benchmark": _joined(name.text for name in claim.benchmarks),
        "system": _joined(name.text for name in claim.systems),
        "compared with": _joined(name.text for name in claim.baselines),
        "setting": _joined([claim.setting, claim.task]),
        "confidence": f"{claim.confidence:.2f}",
    }


def _number(of: TrialClaim | ClaimRow) -> str:
    bound = "" if of.bound == "exact" else of.bound.replace("_", " ")
    value = f"{of.value:f}" + (f" to {of.value_high:f}" if of.value_high is not None else "")
    return " ".join(filter(None, [bound, value, of.unit]))


def _joined(words: Iterable[str | None]) -> str:
    return ", ".join(filter(None, words))


def _spread(found: QuerySet[TrialClaim]) -> QuerySet[TrialClaim]:
    """The same ones every time, in no order that has to do with what they say."""
    place = Func(F("pk"), Value(0), function="hashint8extended", output_field=BigIntegerField())
    return found.select_related("paper").order_by(place, "pk")[:SAMPLE]


def _names(model: Any, ids: Iterable[int | None]) -> dict[int, str]:
    return dict(model.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))


def _words(ids: Sequence[int | None], words: Sequence[str], names: Mapping[int, str]) -> str:
    return _joined(names.get(pk or 0, word) for pk, word in zip(ids, words, strict=True))


def _largest(groups: dict[str, Counter[str]]) -> list[list[Any]]:
    """Rows of a name and its counts by outcome, the largest first."""
    ordered = sorted(groups.items(), key=lambda each: (-each[1].total(), each[0]))
    return [[name, *(counts[outcome] for outcome in OUTCOMES)] for name, counts in ordered]


def _rows(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


_COUNTS = """
    SELECT coalesce(t.kind, 'unclear'), coalesce(m.family, 'unknown'), t.outcome, count(*)
    FROM leaderboard_trialclaim t LEFT JOIN leaderboard_metric m ON m.id = t.metric
    WHERE t.trial_id = %(trial)s AND NOT t.decided
    GROUP BY 1, 2, 3
"""
_DIFFERING = """
    SELECT part, count(*) FROM leaderboard_trialclaim t, unnest(t.differs) AS part
    WHERE t.trial_id = %(trial)s AND NOT t.decided AND t.outcome = 'differ'
    GROUP BY 1 ORDER BY 2 DESC, 1
"""
_BOARDS = """
    SELECT b.slug, m.slug, b.name, m.name, found.differ, found.new, found.gone
    FROM (
        SELECT benchmark, metric, count(*) FILTER (WHERE outcome = 'differ') AS differ,
            count(*) FILTER (WHERE outcome = 'new') AS new, count(*) FILTER (WHERE outcome = 'gone') AS gone
        FROM (
            SELECT t.id, t.outcome, on_.benchmark, t.metric
            FROM leaderboard_trialclaim t, unnest(t.benchmarks) AS on_ (benchmark)
            WHERE t.trial_id = %(trial)s AND t.outcome <> 'agree' AND NOT t.decided
            UNION
            SELECT t.id, t.outcome, on_.benchmark, t.was_metric
            FROM leaderboard_trialclaim t, unnest(t.was_benchmarks) AS on_ (benchmark)
            WHERE t.trial_id = %(trial)s AND t.outcome <> 'agree' AND NOT t.decided
        ) either
        WHERE benchmark IS NOT NULL AND metric IS NOT NULL
        GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT %(most)s
    ) found
        JOIN leaderboard_benchmark b ON b.id = found.benchmark
        JOIN leaderboard_metric m ON m.id = found.metric
    ORDER BY found.differ + found.new + found.gone DESC, b.name, m.name
"""
_JUDGED = """
    SELECT judged, outcome, count(*) FROM leaderboard_trialclaim
    WHERE trial_id = %(trial)s AND judged IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""
