"""The probability that a claim is right in every field, from the scores of the steps that read it.

Platt scaling (Platt 1999) of the product of the scores: one slope and one offset on its log-odds, fitted on
abstracts that no step was fitted on (`extraction.training.whole`). The rules were written by people who had
read these abstracts, too: results on a data set are right less often elsewhere, and their log-odds are
lowered for that.
"""

import json
from functools import cache
from math import exp, log, prod

from extraction.ranker import DATA

PLACES = 4
"""Decimal places of a confidence; more would claim a precision that no calibration has."""

_LEAST = 1e-6


UNSEEN = 0.6
"""What the log-odds of a result on one data set are lowered by (docs/decisions/0033: how it was found)."""


def confidence(*scores: float, unseen: bool = False) -> float:
    """The calibrated probability (0 to 1) for the scores (0 to 1 each) of a claim's steps.

    `unseen` lowers it by what abstracts unknown to everybody cost such a claim; nothing is lowered
    before anything has been fitted.
    """
    fitted = _fitted()
    if fitted is None:
        return round(prod(scores), PLACES)
    return round(calibrated(prod(scores), *fitted, unseen=unseen), PLACES)


def calibrated(score: float, slope: float, offset: float, *, unseen: bool) -> float:
    """The probability for the score by this calibration."""
    return 1 / (1 + exp(-(slope * log_odds(score) + offset - (UNSEEN if unseen else 0))))


def is_unseen(*, kind: str | None, role: str, benchmarks: int) -> bool:
    """Whether it is one of the claims that other abstracts cost most: a result on one data set."""
    return kind == "absolute" and role == "result" and benchmarks == 1


def log_odds(score: float) -> float:
    """The score's log-odds, kept finite at 0 and 1."""
    bounded = min(max(score, _LEAST), 1 - _LEAST)
    return log(bounded / (1 - bounded))


@cache
def _fitted() -> tuple[float, float] | None:
    """Slope and offset; None where nothing has been fitted yet."""
    path = DATA / "confidence.json"
    if not path.exists():
        return None
    stored = json.loads(path.read_text(encoding="utf-8"))
    return stored["slope"], stored["offset"]
