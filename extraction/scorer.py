"""A choice among a few classes by a log-linear model over features that are there or not."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

DATA = Path(__file__).parent / "data"
ALWAYS = "always"
"""A feature that every example has: the weight of a class before any evidence."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights by feature and class; a feature that training never saw weighs nothing."""

    classes: tuple[str, ...]
    weights: Mapping[str, Mapping[str, float]]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """The chance of each class; they sum to 1."""
        scores = dict.fromkeys(self.classes, 0.0)
        for weights in (self.weights.get(ALWAYS), *map(self.weights.get, features)):
            if weights:
                for name, weight in weights.items():
                    scores[name] += weight
        highest = max(scores.values())
        powers = {name: exp(score - highest) for name, score in scores.items()}
        total = sum(powers.values())
        return {name: power / total for name, power in powers.items()}


Scorers = Mapping[str, Scorer]


@cache
def bundled() -> Scorers:
    """The scorers in extraction/data/numbers.json by the question that they answer, read once."""
    stored = json.loads((DATA / "numbers.json").read_text(encoding="utf-8"))
    return {name: Scorer(tuple(each["classes"]), each["weights"]) for name, each in stored.items()}
