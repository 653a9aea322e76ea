"""Fits the weights of naming.json, system_linking.json and baseline_linking.json.

    python -m extraction.training.systems TRAIN.jsonl --check DEV.jsonl --unlabelled PAPERS.jsonl.gz

Without --unlabelled the weights of naming.json stay as they are.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from extraction import sentences, text
from extraction.claims import Document
from extraction.context import Context
from extraction.keys import key
from extraction.lexicon import Lexicon
from extraction.linking import baselines, offers, system_rules, systems
from extraction.linking.system_features import TRUST
from extraction.mentions.systems import find
from extraction.ranker import DATA, Ranker
from extraction.training import gold
from extraction.training.loglinear import Example, fit


@dataclass(frozen=True, slots=True)
class Question:
    """A decision with the annotation's answer: `counts` says that it is scored."""

    example: Example
    counts: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """0 after writing the weights and printing what they reach on abstracts that they were not fitted on."""
    options = _parser().parse_args(arguments)
    lexicon = Lexicon.bundled()
    if options.unlabelled:
        held = {
            paper.id for path in (options.train, options.check) if path for paper in gold.read(path, lexicon)
        }
        _write(options.into / "naming.json", _fit_naming(options.unlabelled, lexicon, held, options.papers))
    train = list(gold.read(options.train, lexicon))
    check = list(gold.read(options.check, lexicon)) if options.check else []
    for name, ask in (("system_linking", system_questions), ("baseline_linking", baseline_questions)):
        questions = [q for paper in train for q in ask(paper)]
        settled = settle(questions)
        ranker = _trusting(_fit(questions), settled.trust, settled.temperature)
        _write(options.into / f"{name}.json", ranker)
        print(f"{name}: cross-validated {settled.accuracy:.4f}, calibration error {settled.error:.3f}")
        if check:
            print(f"{name}: check {_accuracy(ranker, [q for paper in check for q in ask(paper)]):.4f}")
    return 0


def system_questions(paper: gold.Annotated) -> Iterator[Question]:
    """Which system each annotated number is about."""
    for index, s in systems.situations(paper.readings, paper.context):
        annotation = paper.annotations[index]
        options = systems.options(s, system_rules.decide(s))
        names = [[systems.mention(s, i).text for i in o.candidates] for o in options]
        yield _question(paper.id, [o.features for o in options], names, annotation, "system")


def baseline_questions(paper: gold.Annotated) -> Iterator[Question]:
    """What each annotated number is compared with, given what it is about."""
    choices = systems.link(paper.readings, paper.context)
    for index, s in systems.situations(paper.readings, paper.context):
        annotation = paper.annotations[index]
        options = baselines.options(s, baselines.systems_of(s, choices[index]))
        names = [[systems.mention(s, i).text for i in o.candidates] for o in options]
        yield _question(paper.id, [o.features for o in options], names, annotation, "baseline")


@dataclass(frozen=True, slots=True)
class Settled:
    """What held-out abstracts say is best: the weight added for the rules' answer, and the temperature.

    `accuracy` and the expected calibration `error` are those on the held-out abstracts.
    """

    trust: float
    temperature: float
    accuracy: float
    error: float


def settle(questions: Sequence[Question], *, folds: int = 5) -> Settled:
    """The trust in the rules with most held-out answers right, the temperature with the truest chances."""
    place = _folds({q.example.group for q in questions}, folds)
    rankers = [_fit([q for q in questions if place[q.example.group] != fold]) for fold in range(folds)]
    counted = [q for q in questions if q.counts]
    plain = [_scores(rankers[place[q.example.group]], q) for q in counted]
    trust = max(_TRUSTS, key=lambda t: (_share(plain, counted, t), -t))
    held = [(_raised(scores, q, trust), q) for scores, q in zip(plain, counted, strict=True)]
    temperature = min((t / 20 for t in range(10, 81)), key=lambda t: _calibration_error(held, t))
    return Settled(trust, temperature, _share(plain, counted, trust), _calibration_error(held, temperature))


_TRUSTS = (1.0, 1.5, 2.0, 2.5, 3.0)
_PENALTY = 8.0
_LEAST = 8
_OPTIONAL_WEIGHT = 0.4
_NAMING_PENALTY = 3.0
_NAMED_TITLE = re.compile(r"\s*([^:]{2,40}):\s")
_BINS = 10


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extraction.training.systems",
        description="Fits the weights that choose systems and baselines; prints how often they are right.",
        epilog="example: python -m extraction.training.systems train.jsonl --check dev.jsonl",
    )
    parser.add_argument("train", type=Path, help="annotated abstracts, one JSON object a line")
    parser.add_argument("--check", type=Path, help="annotated abstracts to check on, never fitted")
    parser.add_argument("--unlabelled", type=Path, help="papers with title and abstract, gzipped JSON lines")
    parser.add_argument("--papers", type=int, default=16000, help="how many of them to learn from at most")
    parser.add_argument("--into", type=Path, default=DATA, help="where the weights go")
    return parser


def _question(
    group: str,
    candidates: Sequence[tuple[tuple[str, str], ...]],
    names: Sequence[Sequence[str]],
    annotation: gold.Annotation,
    field: str,
) -> Question:
    optional = bool(annotation.get("optional"))
    right = tuple(gold.names_things(annotation[field], each) for each in names)
    example = Example(group, tuple(candidates), right, _OPTIONAL_WEIGHT if optional else 1.0)
    return Question(example, counts=not optional)


def _fit(questions: Sequence[Question]) -> Ranker:
    return fit([q.example for q in questions], penalty=_PENALTY, least=_LEAST)


def _scores(ranker: Ranker, question: Question) -> list[float]:
    return [ranker.score(candidate) for candidate in question.example.candidates]


def _raised(scores: Sequence[float], question: Question, trust: float) -> list[float]:
    """The scores with the trust added to the rules' answer."""
    return [s + trust * (TRUST in c) for s, c in zip(scores, question.example.candidates, strict=True)]


def _share(scores: Sequence[Sequence[float]], questions: Sequence[Question], trust: float) -> float:
    """The share of questions answered right."""
    right = (q.example.right[_best(_raised(s, q, trust))] for s, q in zip(scores, questions, strict=True))
    return sum(right) / len(questions)


def _trusting(ranker: Ranker, trust: float, temperature: float) -> Ranker:
    weights = {name: dict(values) for name, values in ranker.weights.items()}
    own = weights.setdefault(TRUST[0], {})
    own[TRUST[1]] = round(own.get(TRUST[1], 0.0) + trust, 3)
    return Ranker(weights, temperature)


def _accuracy(ranker: Ranker, questions: Sequence[Question]) -> float:
    counted = [q for q in questions if q.counts]
    return _share([_scores(ranker, q) for q in counted], counted, 0.0)


def _best(scores: Sequence[float]) -> int:
    return max(range(len(scores)), key=lambda i: scores[i])


def _folds(groups: Iterable[str], count: int) -> dict[str, int]:
    ordered = sorted(groups, key=lambda group: sha256(group.encode()).digest())
    return {group: index % count for index, group in enumerate(ordered)}


def _chances(scores: Sequence[float], temperature: float) -> list[float]:
    blank = Ranker({"s": {str(i): score for i, score in enumerate(scores)}}, temperature)
    return blank.probabilities([(("s", str(i)),) for i in range(len(scores))])


def _calibration_error(held: Sequence[tuple[list[float], Question]], temperature: float) -> float:
    """Expected calibration error over ten bins of the chosen answer's chance."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for scores, q in held:
        chance = max(_chances(scores, temperature))
        bins[min(int(chance * _BINS), _BINS - 1)].append((chance, q.example.right[_best(scores)]))
    return sum(abs(sum(c for c, _ in b) - sum(r for _, r in b)) for b in bins) / len(held)


def _fit_naming(path: Path, lexicon: Lexicon, held: set[str], count: int) -> Ranker:
    """Weights that find what a paper offers, learnt from titles that name it before a colon."""
    return fit(list(islice(_named(path, lexicon, held), count)), penalty=_NAMING_PENALTY, least=5)


def _named(path: Path, lexicon: Lexicon, held: set[str]) -> Iterator[Example]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            named = _NAMED_TITLE.match(record["title"])
            if named and record["id"] not in held and len(named[1].split()) <= 2:
                example = _naming_example(record, named[1], lexicon)
                if any(example.right):
                    yield example


def _naming_example(record: dict[str, str], name: str, lexicon: Lexicon) -> Example:
    """The choice of the title's name among the candidates of the abstract alone."""
    clean = text.clean(record["abstract"])
    document = Document(record["id"], "", record["abstract"])
    cast = find(Context(document, text.clean(""), clean, sentences.split(clean), lexicon))
    return Example(
        record["id"],
        tuple(tuple(offers.features(candidate)) for candidate in cast.candidates),
        tuple(candidate.key == key(name) for candidate in cast.candidates),
    )


def _write(path: Path, ranker: Ranker) -> None:
    stored = {"temperature": ranker.temperature, "weights": ranker.weights}
    path.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
