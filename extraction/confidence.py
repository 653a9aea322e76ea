"""The probability that a claim is right in every field, from the scores of the steps that read it.

Platt scaling (Platt 1999) of the product of the scores: one slope and one offset on its log-odds, fitted on
abstracts that no step was fitted on (`extraction.training.whole`).
"""

import json
from functools import cache
from math import exp, log, prod

from extraction.ranker import DATA

PLACES = 4
"""Decimal places of a confidence; more would claim a precision that no calibration has."""

_LEAST = 1e-6


def confidence(*scores: float) -> float:
    """The calibrated probability (0 to 1) for the scores (0 to 1 each) of a claim's steps."""
    slope, offset = _fitted()
    return round(1 / (1 + exp(-(slope * log_odds(prod(scores)) + offset))), PLACES)


def log_odds(score: float) -> float:
    """The score's log-odds, kept finite at 0 and 1."""
    bounded = min(max(score, _LEAST), 1 - _LEAST)
    return log(bounded / (1 - bounded))


@cache
def _fitted() -> tuple[float, float]:
    """Slope and offset; the scores' own product where nothing has been fitted yet."""
    path = DATA / "confidence.json"
    if not path.exists():
        return 1.0, 0.0
    stored = json.loads(path.read_text(encoding="utf-8"))
    return stored["slope"], stored["offset"]
