"""`python -m extraction.training.linkers FILE...`: fits the linkers of measures and data sets.

Three log-linear choices, fitted on numbers that the annotation gives: which phrase names the measure
(data/metric_linking.json), which names are data sets that results are on (data/benchmark_names.json), and
which of them a number was measured on (data/benchmark_linking.json). The last learns from chances that the
second gives to abstracts it was not fitted on. Folds are split by abstract and drawn from the seed.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import log
from pathlib import Path

from extraction.claims import Mention
from extraction.context import Choice
from extraction.lexicon import Lexicon
from extraction.linking import benchmarks, metrics
from extraction.mentions.data_names import OTHER, Likely, likely
from extraction.ranker import DATA, Ranker
from extraction.training import gold
from extraction.training.gold import Annotated
from extraction.training.loglinear import Example, fit

EXAMPLE = """example:
  python -m extraction.training.linkers train.jsonl
  python -m extraction.training.linkers train.jsonl --folds 5 --check dev.jsonl   (figures, nothing written)
"""
_METRIC = partial(fit, penalty=2.5, least=5)
_NAMES = partial(fit, penalty=4.0, least=5)
_BENCHMARK = partial(fit, penalty=3.0, least=5)
OPTIONAL = 0.3  # an optional annotation counts so much
SEED = 0
_TEMPERATURES = [0.6 + 0.1 * step for step in range(15)]


@dataclass(frozen=True, slots=True)
class Linkers:
    """The three rankers."""

    metric: Ranker
    names: Ranker
    benchmark: Ranker


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 when the weights were written or the figures printed."""
    parser = argparse.ArgumentParser(
        prog="python -m extraction.training.linkers",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="annotated abstracts, one JSON object a line"
    )
    parser.add_argument(
        "--folds", type=int, default=0, metavar="N", help="print figures over N folds, write nothing"
    )
    parser.add_argument(
        "--check", type=Path, metavar="FILE", help="with --folds: print figures on these abstracts too"
    )
    options = parser.parse_args(arguments)
    lexicon = Lexicon.bundled()
    documents = [document for path in options.files for document in gold.read(path, lexicon)]
    if options.folds:
        print(json.dumps(cross_validated(documents, folds=options.folds), indent=1))
        if options.check:
            checked = list(gold.read(options.check, lexicon))
            print(json.dumps(summary(judged(checked, trained(documents))), indent=1))
    else:
        write(calibrated(documents))
    return 0


def write(linkers: Linkers) -> None:
    """Saves the weights where the engine reads them."""
    for name, ranker in (
        ("metric_linking", linkers.metric),
        ("benchmark_names", linkers.names),
        ("benchmark_linking", linkers.benchmark),
    ):
        stored = {"temperature": ranker.temperature, "weights": ranker.weights}
        text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        (DATA / f"{name}.json").write_text(text.replace("},", "},\n") + "\n", encoding="utf-8")


def trained(documents: Sequence[Annotated]) -> Linkers:
    """Rankers fitted on these documents, not calibrated yet."""
    names = name_examples(documents)
    chances = _held_out_chances(documents, names)
    return Linkers(
        metric=_METRIC(metric_examples(documents)),
        names=_NAMES(names),
        benchmark=_BENCHMARK(benchmark_examples(documents, chances)),
    )


def calibrated(documents: Sequence[Annotated]) -> Linkers:
    """Rankers fitted on these documents, with the temperatures that suit held-out folds best."""
    marks = [mark for part, rest in folded(documents, 5) for mark in judged(part, trained(rest))]
    linkers = trained(documents)
    return replace(
        linkers,
        metric=replace(linkers.metric, temperature=_best_temperature([mark.metric for mark in marks])),
        benchmark=replace(
            linkers.benchmark, temperature=_best_temperature([mark.benchmark for mark in marks])
        ),
    )


def folded(documents: Sequence[Annotated], folds: int) -> Iterable[tuple[list[Annotated], list[Annotated]]]:
    """Each fold with the rest of the documents."""
    order = sorted(documents, key=lambda document: document.id)
    random.Random(SEED).shuffle(order)  # noqa: S311 - folds, no secrets
    for fold in range(folds):
        part = order[fold::folds]
        held = {document.id for document in part}
        yield part, [document for document in documents if document.id not in held]


@dataclass(frozen=True, slots=True)
class Decision:
    """The scores of a decision's different answers and which of them are right, and whether the first was."""

    scores: tuple[float, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """How one number was linked."""

    metric: Decision
    benchmark: Decision
    metric_right: bool
    benchmark_right: bool
    metric_chance: float
    benchmark_chance: float


def judged(documents: Sequence[Annotated], linkers: Linkers) -> list[Mark]:
    """Every required number of the documents linked by the rankers."""
    return [mark for document in documents for mark in _judged(document, linkers)]


def _judged(document: Annotated, linkers: Linkers) -> Iterable[Mark]:
    measured: dict[int, tuple[Decision, bool, Choice]] = {}
    placed: dict[int, tuple[Decision, bool, Choice]] = {}

    def choose_metric(index: int, candidates: Sequence[metrics.Candidate]) -> metrics.Candidate:
        best, choice = metrics.decide(candidates, linkers.metric)
        right = [gold.names_metric(document.annotations[index], each.name) for each in candidates]
        scores = tuple(linkers.metric.score(each.features) for each in candidates)
        measured[index] = (
            Decision(scores, tuple(right)),
            gold.names_metric(document.annotations[index], best.name),
            choice,
        )
        return best

    def choose_benchmark(index: int, candidates: Sequence[benchmarks.Candidate]) -> benchmarks.Candidate:
        best, choice = benchmarks.decide(candidates, linkers.benchmark)
        right = [_on(document, index, each) for each in candidates]
        scores = tuple(linkers.benchmark.score(each.features) for each in candidates)
        placed[index] = (Decision(scores, tuple(right)), _on(document, index, best), choice)
        return best

    metrics.walk(document.readings, document.context, choose_metric)
    chosen = [measured[index][2] for index in range(len(document.readings))]
    chance = likely(linkers.names)
    benchmarks.walk(document.readings, document.context, chosen, choose_benchmark, likely=chance)
    for index, annotation in enumerate(document.annotations):
        if not annotation.get("optional"):
            (metric, metric_right, m), (benchmark, benchmark_right, b) = measured[index], placed[index]
            yield Mark(metric, benchmark, metric_right, benchmark_right, m.score, b.score)


def cross_validated(documents: Sequence[Annotated], *, folds: int) -> dict[str, float]:
    """The figures over folds split by abstract."""
    return summary([mark for part, rest in folded(documents, folds) for mark in judged(part, trained(rest))])


def summary(marks: Sequence[Mark]) -> dict[str, float]:
    """Accuracies, how often a right candidate was there at all, and expected calibration errors."""
    count = len(marks)
    return {
        "numbers": count,
        "metric": sum(mark.metric_right for mark in marks) / count,
        "benchmark": sum(mark.benchmark_right for mark in marks) / count,
        "both": sum(mark.metric_right and mark.benchmark_right for mark in marks) / count,
        "metric possible": sum(any(mark.metric.right) for mark in marks) / count,
        "benchmark possible": sum(any(mark.benchmark.right) for mark in marks) / count,
        "metric calibration error": calibration_error(
            [(mark.metric_chance, mark.metric_right) for mark in marks]
        ),
        "benchmark calibration error": calibration_error(
            [(mark.benchmark_chance, mark.benchmark_right) for mark in marks]
        ),
    }


def calibration_error(pairs: Sequence[tuple[float, bool]], *, bins: int = 10) -> float:
    """The mean distance between chance and share of right answers over equal bins of chance."""
    sums = [[0.0, 0.0] for _ in range(bins)]
    for chance, right in pairs:
        each = sums[min(int(chance * bins), bins - 1)]
        each[0] += chance
        each[1] += right
    return sum(abs(chance - right) for chance, right in sums) / len(pairs)


def metric_examples(documents: Sequence[Annotated]) -> list[Example]:
    """A decision for each number: which candidates name an annotated measure; earlier ones count as right."""
    out: list[Example] = []
    for document in documents:

        def choose(
            index: int, candidates: Sequence[metrics.Candidate], document: Annotated = document
        ) -> metrics.Candidate:
            annotation = document.annotations[index]
            right = tuple(gold.names_metric(annotation, each.name) for each in candidates)
            out.append(_example(document, index, [each.features for each in candidates], right))
            named = [each for each, good in zip(candidates, right, strict=True) if good and each.name]
            return named[0] if named else candidates[-1]

        metrics.walk(document.readings, document.context, choose)
    return out


def benchmark_examples(documents: Sequence[Annotated], chances: Likely) -> list[Example]:
    """A decision for each number: which candidates name exactly the annotated data sets."""
    out: list[Example] = []
    for document in documents:

        def choose(
            index: int, candidates: Sequence[benchmarks.Candidate], document: Annotated = document
        ) -> benchmarks.Candidate:
            right = tuple(_on(document, index, each) for each in candidates)
            out.append(_example(document, index, [each.features for each in candidates], right))
            good = [each for each, is_right in zip(candidates, right, strict=True) if is_right]
            return max(good, key=lambda each: len(each.places)) if good and not right[-1] else candidates[-1]

        benchmarks.walk(document.readings, document.context, _annotated(document), choose, likely=chances)
    return out


def name_examples(documents: Sequence[Annotated]) -> list[Example]:
    """A decision for each name of each document: is it among the annotated data sets."""
    out: list[Example] = []
    for document in documents:
        for each in benchmarks.described(document.readings, document.context):
            things = (thing for annotation in document.annotations for thing in annotation["benchmark"])
            right = any(gold.key(each.text) == gold.key(name) for thing in things for name in thing if name)
            out.append(Example(document.id, (each.features, OTHER), (right, not right)))
    return out


def _held_out_chances(documents: Sequence[Annotated], examples: Sequence[Example]) -> Likely:
    """The chance of each name by a ranker fitted without its document."""
    by_document: dict[str, Callable[..., float]] = {}
    for part, rest in folded(documents, 5):
        kept = {document.id for document in rest}
        fitted = likely(_NAMES([each for each in examples if each.group in kept]))
        by_document.update((document.id, fitted) for document in part)
    return lambda document, features: by_document[document](document, features)


def _example(
    document: Annotated, index: int, candidates: Sequence[Sequence[tuple[str, str]]], right: tuple[bool, ...]
) -> Example:
    weight = OPTIONAL if document.annotations[index].get("optional") else 1.0
    return Example(document.id, tuple(candidates), right, weight)


def _on(document: Annotated, index: int, candidate: benchmarks.Candidate) -> bool:
    return gold.names_things(
        document.annotations[index]["benchmark"], [place.name for place in candidate.places]
    )


def _annotated(document: Annotated) -> list[Choice]:
    """The annotated measures as choices; one that may be left out is left out."""
    firsts = [annotation["metric"][0] if annotation["metric"] else "" for annotation in document.annotations]
    return [Choice((Mention(first),) if first else (), 1.0) for first in firsts]


def _best_temperature(decisions: Sequence[Decision]) -> float:
    """The temperature under which right answers of held-out decisions are most probable."""
    usable = [decision for decision in decisions if any(decision.right)]
    return min(
        _TEMPERATURES, key=lambda temperature: sum(_surprise(decision, temperature) for decision in usable)
    )


def _surprise(decision: Decision, temperature: float) -> float:
    highest = max(decision.scores)
    powers = [2.718281828459045 ** ((score - highest) / temperature) for score in decision.scores]
    good = sum(power for power, right in zip(powers, decision.right, strict=True) if right)
    return -log(max(good / sum(powers), 1e-6))


if __name__ == "__main__":
    sys.exit(main())
