"""An axis of a drawing: from values to places along it, linear or logarithmic, and its round labels."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from leaderboard.views.formats import number

LOGARITHMIC = 50
"""The largest over the smallest value from which steps are equal in ratio, not in size."""

LABELS = 8


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis and its place along it."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the values stand, in their order, and the labels; all in the middle if all are the same."""

    places: tuple[float, ...]
    ticks: tuple[Tick, ...]
    logarithmic: bool


def axis(values: Sequence[Decimal], *, start: float, end: float) -> Axis:
    """The axis of these values, at least one, between two places of a drawing."""
    plain = [float(value) for value in values]
    logarithmic = min(plain) > 0 and max(plain) / min(plain) >= LOGARITHMIC
    place = scale([_turned(value, logarithmic=logarithmic) for value in plain], start, end)
    return Axis(
        places=tuple(place(_turned(value, logarithmic=logarithmic)) for value in plain),
        ticks=tuple(
            Tick(place(_turned(value, logarithmic=logarithmic)), number(Decimal(repr(value)).normalize()))
            for value in _round_values(min(plain), max(plain), logarithmic=logarithmic)
        ),
        logarithmic=logarithmic,
    )


def scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    """From values to places between `start` and `end`; all in the middle where they are all the same."""
    low, span = min(values), max(values) - min(values)
    if not span:
        return lambda value: round((start + end) / 2, 1)
    return lambda value: round(start + (value - low) / span * (end - start), 1)


def _turned(value: float, *, logarithmic: bool) -> float:
    return math.log10(value) if logarithmic else value


def _round_values(low: float, high: float, *, logarithmic: bool) -> list[float]:
    """Round values between the two, few enough to label."""
    if logarithmic:
        powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
        return [float(f"1e{power}") for power in powers][:: 1 + len(powers) // LABELS]
    if low == high:
        return [low]
    rough = (high - low) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    first = math.ceil(low / step)
    found = [round(index * step, 10) for index in range(first, first + 8) if index * step <= high]
    return found or [low, high]
