"""How well the engine reads: scores with intervals, by kind, metric family and error class."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extraction.lexicon import Lexicon
from extraction.scoring import CHECKS, TUPLE_FIELDS, VALUE_FIELDS, Counts, Record, Report, match, score

RESAMPLES = 1_000
SEED = 20261121
MEASURES = ("mention", "value", "tuple")


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95% interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """How many annotated claims of one class there are, and the shares of them that were read right."""

    name: str
    annotated: int
    mention: float
    value: float
    tuple: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The whole report, the F1's intervals by measure, and the classes, the largest first."""

    report: Report
    intervals: dict[str, Interval]
    kinds: tuple[Group, ...]
    families: tuple[Group, ...]
    errors: tuple[tuple[str, int], ...]


def evaluate(annotated: Sequence[Record], predicted: Sequence[Record], *, lexicon: Lexicon) -> Evaluation:
    """The evaluation of predictions against annotations, both a record an abstract."""
    report = score(annotated, predicted)

    def family(claim: Record) -> str:
        known = (lexicon.metric(name) for name in claim["metric"] if name)
        return next((entry.family for entry in known if entry), "not in the lexicon")

    return Evaluation(
        report=report,
        intervals=intervals(annotated, predicted),
        kinds=_groups(annotated, predicted, _kind),
        families=_groups(annotated, predicted, family),
        errors=tuple(Counter(error.what for error in report.errors).most_common()),
    )


def intervals(annotated: Sequence[Record], predicted: Sequence[Record]) -> dict[str, Interval]:
    """95% intervals of the three F1 by the percentile bootstrap over papers (Efron 1979), seeded.

    Papers, not claims, are drawn: the claims of one abstract are right or wrong together.
    """
    by_id = {record["id"]: record for record in predicted}
    single = [score([record], [by_id[record["id"]]] if record["id"] in by_id else []) for record in annotated]
    generator = random.Random(SEED)  # noqa: S311 (resampling, not secrets)
    drawn = [generator.choices(single, k=len(single)) for _ in range(RESAMPLES)] if single else []
    return {name: _middle([_f1(sample, name) for sample in drawn]) for name in MEASURES}


def _f1(sample: Iterable[Report], measure: str) -> float:
    right = predicted = annotated = 0
    for report in sample:
        counts: Counts = getattr(report, measure)
        right += counts.right
        predicted += counts.predicted
        annotated += counts.annotated
    return Counts(right, predicted, annotated).f1


def _middle(values: list[float]) -> Interval:
    ordered = sorted(values) or [0.0]
    cut = len(ordered) // 40
    return Interval(ordered[cut], ordered[-1 - cut])


def _kind(claim: Record) -> str:
    kinds = claim["kind"] if isinstance(claim["kind"], list) else [claim["kind"]]
    return " or ".join(sorted(kinds))


def _groups(
    annotated: Sequence[Record], predicted: Sequence[Record], named: Callable[[Record], str]
) -> tuple[Group, ...]:
    by_id = {record["id"]: record["claims"] for record in predicted}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in annotated:
        guesses = by_id.get(record["id"], [])
        paired = {i: guesses[j] for i, j in match(record["claims"], guesses)}
        for index, claim in enumerate(record["claims"]):
            if not claim.get("optional"):
                counts[named(claim)].update(_right(claim, paired.get(index)))
    groups = [
        Group(name, count["annotated"], *(count[measure] / count["annotated"] for measure in MEASURES))
        for name, count in counts.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-group.annotated, group.name)))


def _right(claim: Record, guess: Record | None) -> list[str]:
    """The measures by which the annotated claim was read right, after "annotated" itself."""
    if guess is None:
        return ["annotated"]
    fields = {"mention": (), "value": VALUE_FIELDS, "tuple": TUPLE_FIELDS}
    right = [name for name, needed in fields.items() if all(CHECKS[field](claim, guess) for field in needed)]
    return ["annotated", *right]
