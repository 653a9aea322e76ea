"""How accurate the engine is, as it was last measured: data/accuracy.json.

`python -m extraction.training.whole FILE --record FILE` writes it: every abstract read by a copy of the
engine that was fitted without it. What the file does not say has not been measured.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extraction.comparing import share_right

FILE = Path(__file__).parent / "data" / "accuracy.json"
MEASURES = ("mention", "value", "tuple")


@dataclass(frozen=True, slots=True)
class Share:
    """Annotated claims of one class, and the shares found, right as numbers, and right in every field."""

    name: str
    annotated: int
    mention: float
    value: float
    tuple: float


@dataclass(frozen=True, slots=True)
class Accuracy:
    """F1 by measure with its 95% interval, shares by kind and by family of metric; None: not measured."""

    abstracts: int | None
    claims: int | None
    f1: Mapping[str, float]
    interval: Mapping[str, tuple[float, float]]
    calibration_error: float | None
    kinds: Mapping[str, Share]
    families: Mapping[str, Share]
    comparable: Mapping[str, Mapping[str, tuple[int, int]]]
    """What can be ranked, by kind and least confidence: how many there are and how many of them are right."""

    def share_right(self, *, least: float) -> float | None:
        """The share of right ones among what can be ranked and is at least so sure, None: not measured."""
        return share_right(self.comparable, least=least)


@cache
def measured() -> Accuracy:
    """The figures that the package was shipped with."""
    return read(json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {})


def read(figures: Mapping[str, Any]) -> Accuracy:
    """The figures of such a file; what it lacks is unknown."""
    return Accuracy(
        abstracts=figures.get("abstracts"),
        claims=figures.get("claims"),
        f1={name: figures["f1"][name] for name in MEASURES if name in figures.get("f1", {})},
        interval={name: (low, high) for name, (low, high) in figures.get("interval", {}).items()},
        calibration_error=figures.get("calibration_error"),
        kinds=_shares(figures.get("kinds", {})),
        families=_shares(figures.get("families", {})),
        comparable={
            name: {level: (number, right) for level, (number, right) in levels.items()}
            for name, levels in figures.get("comparable", {}).items()
        },
    )


def _shares(groups: Mapping[str, Mapping[str, Any]]) -> dict[str, Share]:
    return {
        name: Share(name, group["annotated"], *(group[measure] for measure in MEASURES))
        for name, group in groups.items()
    }
