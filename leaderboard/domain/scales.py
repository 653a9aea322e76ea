"""One scale for the numbers of a column: percent and fractions, and units of one dimension."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal

PERCENT = "%"
POINTS = "points"
TIMES = "x"

HUNDRED = Decimal(100)
_WHOLE = Context(prec=1000)
"""Multiplies without rounding; a quotient is cut after fifty digits."""
_DIGITS = Context(prec=50)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, in terms of the base of its dimension: one of it is `factor` bases.

    A unit that no table holds is its own base, comparable with itself only. `implied` says that bare
    numbers of a metric in this unit are meant in it: things counted, and dB.
    """

    name: str
    base: str
    factor: Decimal = Decimal(1)
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of a metric: whether it is a percentage (None: unknown), and its usual unit."""

    percentage: bool | None = None
    unit: Unit | None = None


def scaled(value: Decimal, *, kind: str | None, unit: Unit | None, scale: Scale) -> Decimal | None:
    """The value on its metric's common scale; None where it can't be put there without guessing.

    Values and differences stand in percent (of a percentage) or in the metric's own unit, relative
    changes and fractions in percent, factors as they are.
    """
    rule = _KINDS.get(kind or "")
    return rule(value, unit, scale) if rule else None


def _absolute(value: Decimal, unit: Unit | None, scale: Scale) -> Decimal | None:
    if scale.percentage:
        return _percentage(value, unit)
    return _converted(value, unit, scale)


def _percentage(value: Decimal, unit: Unit | None) -> Decimal | None:
    """83.5% and 83.5 points as they are, a bare 0.835 as 83.5; a bare 1 may be either and is neither."""
    if unit is not None:
        return value if unit.name in (PERCENT, POINTS) else None
    if abs(value) < 1 or _is_fraction_of_one(value):
        return _times(value, HUNDRED)
    return value if 1 < abs(value) <= HUNDRED else None


def _is_fraction_of_one(value: Decimal) -> bool:
    """Whether a one is written with places (1.0), as fractions are and whole percents are not."""
    return abs(value) == 1 and "." in str(value)


def _difference(value: Decimal, unit: Unit | None, scale: Scale) -> Decimal | None:
    """Points of a percentage; a bare 1.2 is that many, a bare 0.02 may be two of them and is neither."""
    if not scale.percentage:
        return _converted(value, unit, scale)
    if unit is None:
        return value if 1 <= abs(value) <= HUNDRED else None
    return value if unit.name in (PERCENT, POINTS) else None


def _percent(value: Decimal, unit: Unit | None, scale: Scale) -> Decimal | None:
    return value if unit is not None and unit.name == PERCENT else None


def _factor(value: Decimal, unit: Unit | None, scale: Scale) -> Decimal | None:
    return value if unit is None or unit.name == TIMES else None


def _fraction(value: Decimal, unit: Unit | None, scale: Scale) -> Decimal | None:
    if unit is None or unit.name == TIMES:
        return _times(value, HUNDRED)
    return value if unit.name == PERCENT else None


def _converted(value: Decimal, unit: Unit | None, scale: Scale) -> Decimal | None:
    """The value in the metric's unit; a bare number only where nothing else can be meant."""
    if unit is None or unit.name == POINTS:
        return value if scale.unit is None or scale.unit.implied else None
    if scale.unit is None or unit.base != scale.unit.base:
        return None
    if unit.factor == scale.unit.factor:
        return value
    return _DIGITS.divide(_times(value, unit.factor), scale.unit.factor).normalize(_DIGITS)


def _times(value: Decimal, factor: Decimal) -> Decimal:
    return _WHOLE.multiply(value, factor)


_KINDS: dict[str, Callable[[Decimal, Unit | None, Scale], Decimal | None]] = {
    "absolute": _absolute,
    "difference": _difference,
    "percent_change": _percent,
    "factor": _factor,
    "fraction": _fraction,
}
