"""`python -m extraction.training.numbers FILE...`: fits the scorers of numbers (data/numbers.json).

Five small questions, each a log-linear choice: is it a claim; is it a level, a change or a share; is a
change in percent a difference or relative; is it a result or a reference; does it go up or down.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction import cues, features, quantities, scoring, sentences, surroundings, text
from extraction.claims import Kind, Quantity, Span
from extraction.filters import of_form
from extraction.quantities import Found
from extraction.scorer import ALWAYS, DATA, Scorer
from extraction.training import loglinear
from extraction.units import PERCENT, TIMES
from extraction.vocabulary import words

Annotation = dict[str, Any]
EXAMPLE = """example:
  python -m extraction.training.numbers train.jsonl
  python -m extraction.training.numbers --folds 10 train.jsonl   (cross-validated figures, nothing written)
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A quantity of an annotated abstract, its features, and its annotation (None: it is no claim)."""

    group: str
    found: Found
    features: list[str]
    annotation: Annotation | None


Answer = Callable[[Seen], frozenset[str]]


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 when the weights were written or the figures printed."""
    parser = argparse.ArgumentParser(
        prog="python -m extraction.training.numbers",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="annotated abstracts, one JSON object a line"
    )
    parser.add_argument(
        "--folds", type=int, default=0, metavar="N", help="print the accuracy over N folds instead"
    )
    options = parser.parse_args(arguments)
    seen = [each for path in options.files for each in read(path)]
    if options.folds:
        print(json.dumps(cross_validated(seen, folds=options.folds), indent=1))
    else:
        write(fit(seen), DATA / "numbers.json")
    return 0


def read(path: Path) -> Iterator[Seen]:
    """The quantities of annotated abstracts."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield from _seen(json.loads(line))


def _seen(record: dict[str, Any]) -> Iterator[Seen]:
    clean = text.clean(record["abstract"])
    cut = sentences.split(clean)
    founds = [found for found in quantities.find(clean) if of_form(found, clean.clean) is None]
    settings = surroundings.survey(founds, cut, clean.clean)
    described = features.describe(settings, cues.resolve(settings), cut, clean.clean)
    guesses = [_as_claim(found.quantity, clean.to_raw(found.quantity.span)) for found in founds]
    of = {j: record["claims"][i] for i, j in scoring.match(record["claims"], guesses)}
    for i, found in enumerate(founds):
        yield Seen(str(record["id"]), found, described[i], of.get(i))


def _as_claim(quantity: Quantity, span: Span) -> Annotation:
    high = quantity.value_high
    value_high = None if high is None else float(high)
    return {"start": span.start, "end": span.end, "value": float(quantity.value), "value_high": value_high}


def _values(annotation: Annotation, name: str) -> frozenset[str]:
    value = annotation[name]
    return frozenset(value if isinstance(value, list) else [value])


def _claim(seen: Seen) -> frozenset[str]:
    if seen.annotation is None:
        return frozenset({"no"})
    return frozenset() if seen.annotation.get("optional") else frozenset({"yes"})


_SENSES = {
    Kind.ABSOLUTE: "level",
    Kind.DIFFERENCE: "change",
    Kind.PERCENT_CHANGE: "change",
    Kind.FRACTION: "share",
}


def _sense(seen: Seen) -> frozenset[str]:
    if not _required(seen) or seen.found.quantity.unit == TIMES:
        return frozenset()
    return frozenset(
        _SENSES[Kind(kind)] for kind in _values(seen.annotation or {}, "kind") if kind != Kind.FACTOR
    )


def _change(seen: Seen) -> frozenset[str]:
    if _sense(seen) != {"change"} or seen.found.quantity.unit != PERCENT:
        return frozenset()
    return _values(seen.annotation or {}, "kind")


def _role(seen: Seen) -> frozenset[str]:
    return _values(seen.annotation or {}, "role") if _required(seen) else frozenset()


def _direction(seen: Seen) -> frozenset[str]:
    if not _required(seen) or not (seen.annotation or {}).get("direction"):
        return frozenset()
    return _values(seen.annotation or {}, "direction")


def _required(seen: Seen) -> bool:
    return seen.annotation is not None and not seen.annotation.get("optional")


@dataclass(frozen=True, slots=True)
class Question:
    """A choice to be learnt: the right answers by example (none: not asked) and the classes.

    `penalty` is the one on weights, `families` are the families of features that count (None: all).
    """

    answer: Answer
    classes: tuple[str, ...]
    penalty: float
    families: frozenset[str] | None = None


_CLAUSE = words(
    """shape unit size sign range bound lc rc Lc Csense Crule Cmove Cword Cmeasure Cturn Crelative Cabsolute
    Cinherited"""
)
QUESTIONS = {
    "claim": Question(_claim, ("no", "yes"), 2.0),
    "sense": Question(_sense, ("change", "level", "share"), 2.0),
    "change": Question(_change, ("difference", "percent_change"), 1.0, _CLAUSE),
    "role": Question(_role, ("reference", "result"), 1.0),
    "direction": Question(_direction, ("down", "up"), 1.0),
}


def fit(seen: Sequence[Seen]) -> dict[str, Scorer]:
    """A scorer for each question."""
    return {name: _fit(seen, question) for name, question in QUESTIONS.items()}


def _fit(seen: Sequence[Seen], question: Question) -> Scorer:
    examples = []
    for each in seen:
        if right := question.answer(each):
            names = [ALWAYS, *(name for name in each.features if _counts(name, question))]
            candidates = tuple(tuple((name, kind) for name in names) for kind in question.classes)
            examples.append(
                loglinear.Example(each.group, candidates, tuple(kind in right for kind in question.classes))
            )
    ranker = loglinear.fit(examples, penalty=question.penalty, least=3)
    return Scorer(question.classes, _against_first(question.classes, ranker.weights))


def _against_first(
    classes: tuple[str, ...], weights: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """The weights by class, as differences to those of the first class."""
    first = classes[0]
    return {
        name: {
            feature: round(of.get(name, 0.0) - of.get(first, 0.0), 3)
            for feature, of in weights.items()
            if abs(of.get(name, 0.0) - of.get(first, 0.0)) >= _LEAST_WEIGHT
        }
        for name in classes[1:]
    }


_LEAST_WEIGHT = 0.01


def _counts(feature: str, question: Question) -> bool:
    return question.families is None or feature.partition(":")[0] in question.families


def cross_validated(seen: Sequence[Seen], *, folds: int) -> dict[str, float]:
    """The accuracy of each question over folds of whole abstracts."""
    right: dict[str, list[bool]] = {name: [] for name in QUESTIONS}
    for held, scorers in leave_out(seen, folds=folds):
        for name, question in QUESTIONS.items():
            for each in held:
                if answers := question.answer(each):
                    chances = scorers[name].probabilities(each.features)
                    right[name].append(max(chances, key=chances.__getitem__) in answers)
    return {name: sum(hits) / len(hits) for name, hits in right.items()}


def leave_out(seen: Sequence[Seen], *, folds: int) -> Iterator[tuple[list[Seen], dict[str, Scorer]]]:
    """Each fold of whole abstracts with scorers fitted on the others; the same folds every time."""
    of = fold_of((each.group for each in seen), folds=folds)
    for fold in range(folds):
        yield (
            [each for each in seen if of[each.group] == fold],
            fit([each for each in seen if of[each.group] != fold]),
        )


def fold_of(groups: Iterable[str], *, folds: int) -> dict[str, int]:
    """The fold of each abstract."""
    names = sorted(set(groups))
    random.Random(0).shuffle(names)  # noqa: S311 (not a secret)
    return {name: place % folds for place, name in enumerate(names)}


def write(scorers: dict[str, Scorer], path: Path) -> None:
    """Stores the scorers as plain numbers."""
    stored = {name: {"classes": each.classes, "weights": each.weights} for name, each in scorers.items()}
    path.write_text(json.dumps(stored, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
