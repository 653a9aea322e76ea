"""How far several people agree about the same things."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

Rater = TypeVar("Rater")


class Label(StrEnum):
    """What a decision says of the machine's reading of a number."""

    RIGHT = "right"
    """A claim, and read right."""
    CORRECTED = "corrected"
    """A claim, but something of it was read wrong."""
    NO_CLAIM = "no claim"


def opinions(decisions: Iterable[tuple[Rater, str]]) -> dict[Rater, Label]:
    """Each person's last opinion of one claim, from the decisions about it in their order.

    Who accepts a claim that a colleague corrected agrees with the correction.
    """
    said: dict[Rater, Label] = {}
    corrected = False
    for rater, action in decisions:
        corrected = corrected or action == "correct"
        said[rater] = label(action, corrected=corrected)
    return said


def agreeing(things: Sequence[Sequence[Label]]) -> tuple[int, int]:
    """Things about which all said the same, and how many were judged by more than one."""
    several = [labels for labels in things if len(labels) > 1]
    return sum(all(a == b for a, b in pairwise(labels)) for labels in several), len(several)


def alpha(things: Iterable[Sequence[Label]]) -> float | None:
    """Krippendorff's alpha for nominal labels; None where it is not defined.

    1 - (n - 1) · Σ o(c,k) / Σ n(c)·n(k) over c ≠ k, where each pair of opinions about a thing that m people
    judged counts 1 / (m - 1) in o (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"). Any
    number of people with gaps between them, unlike for Cohen's kappa. 1: all agree; 0: as by chance.
    Not defined without two opinions about one thing, or where all opinions ever given are the same.
    """
    totals: Counter[Label] = Counter()
    differing = 0.0
    for labels in things:
        counts = Counter(labels)
        several = counts.total()
        if several > 1:
            totals += counts
            same = sum(number * (number - 1) for number in counts.values())
            differing += (several * (several - 1) - same) / (several - 1)
    n = totals.total()
    chance = n * n - sum(number * number for number in totals.values())
    return 1 - (n - 1) * differing / chance if chance else None


def label(action: str, *, corrected: bool = False) -> Label:
    """What the decision says by itself; `corrected` where what it is about was corrected before."""
    if action == "reject":
        return Label.NO_CLAIM
    return Label.CORRECTED if corrected or action == "correct" else Label.RIGHT
