"""A choice among candidates by a log-linear model whose weights are plain numbers in a JSON file."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from math import exp
from pathlib import Path

DATA = Path(__file__).parent / "data"
Features = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights by feature and value; unseen values weigh nothing. `temperature` calibrates the chances."""

    weights: dict[str, dict[str, float]]
    temperature: float = 1.0
    _flat: dict[tuple[str, str], float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lays the weights out as features come, so that adding them up is one look-up each."""
        flat = {(name, value): weight for name, row in self.weights.items() for value, weight in row.items()}
        object.__setattr__(self, "_flat", flat)

    @classmethod
    def bundled(cls, name: str) -> "Ranker":
        """The ranker in extraction/data/<name>.json, read once."""
        return _bundled(name)

    def score(self, features: Features) -> float:
        """The candidate's score: the sum of its features' weights."""
        return sum(map(self._flat.get, features, repeat(0.0)))

    def probabilities(self, candidates: Sequence[Features]) -> list[float]:
        """The chance of each candidate to be the right one; they sum to 1."""
        scores = [self.score(features) / self.temperature for features in candidates]
        highest = max(scores, default=0.0)
        powers = [exp(score - highest) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]


@cache
def _bundled(name: str) -> Ranker:
    """The weights from the file, or a ranker without any where there is no file yet (before training)."""
    path = DATA / f"{name}.json"
    if not path.exists():
        return Ranker({})
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Ranker(stored["weights"], stored["temperature"])
