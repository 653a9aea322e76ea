"""A choice among a few classes by a log-linear model over features that are there or not."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import exp
from pathlib import Path

DATA = Path(__file__).parent / "data"
ALWAYS = "always"
"""A feature that every example has: the weight of a class before any evidence."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights by class and feature; a feature that training never saw weighs nothing.

    The first class is the measure of the others: it has no weights of its own.
    """

    classes: tuple[str, ...]
    weights: Mapping[str, Mapping[str, float]]

    def probabilities(self, features: Sequence[str]) -> dict[str, float]:
        """The chance of each class; they sum to 1."""
        powers = {self.classes[0]: 1.0}
        for name in self.classes[1:]:
            weights = self.weights[name]
            score = weights.get(ALWAYS, 0.0) + sum(map(weights.get, features, repeat(0.0)))
            powers[name] = exp(max(-_STEEPEST, min(_STEEPEST, score)))
        total = sum(powers.values())
        return {name: power / total for name, power in powers.items()}


Scorers = Mapping[str, Scorer]
_STEEPEST = 50.0


@cache
def bundled() -> Scorers:
    """The scorers in extraction/data/numbers.json by the question that they answer, read once."""
    stored = json.loads((DATA / "numbers.json").read_text(encoding="utf-8"))
    return {name: Scorer(tuple(each["classes"]), each["weights"]) for name, each in stored.items()}
