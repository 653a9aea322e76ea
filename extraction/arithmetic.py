"""What the numbers of a sentence say of each other: "by 8.4% (from 23.3% to 14.9%)" is a difference."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extraction.claims import Kind, Quantity

_MOST = 8
"""Levels of a sentence beyond which chance agreements become likely."""


def scale(change: Quantity, levels: Sequence[Quantity]) -> Kind | None:
    """Whether a change in percent is the difference of two levels or relative to one; None: unclear."""
    found = set(_fits(change, levels[:_MOST]))
    return found.pop() if len(found) == 1 else None


def start(change: Quantity, levels: Sequence[Quantity]) -> Quantity | None:
    """The level before the change from which it leads to the next one behind it ("58.9, by 1.5 to 60.4").

    A change too small to be told from rounding, or one that fits several levels, tells nothing.
    """
    after = next((level for level in levels if level.span.start > change.span.start), None)
    before = [level for level in levels if level.span.start < change.span.start][-_MOST:]
    if after is None or not change.value or change.value_high is not None:
        return None
    slack = max(_slack(change.value), _slack(after.value))
    found = [
        level
        for level in before
        if level.unit == after.unit and abs(abs(after.value - level.value) - abs(change.value)) <= slack
    ]
    return found[0] if len(found) == 1 else None


def _fits(change: Quantity, levels: Sequence[Quantity]) -> Iterator[Kind]:
    size, slack = abs(change.value), _slack(change.value)
    for left, right in combinations(levels, 2):
        if left.unit != right.unit or left.value == right.value:
            continue
        apart = abs(left.value - right.value)
        around = max(_slack(left.value), _slack(right.value))
        if left.unit == "%" and abs(apart - size) <= max(slack, around):
            yield Kind.DIFFERENCE
        for base in (left.value, right.value):
            if base and abs(100 * apart / abs(base) - size) <= slack + 200 * around / abs(base):
                yield Kind.PERCENT_CHANGE


def _slack(value: Decimal) -> Decimal:
    """Half a unit of the last digit written."""
    exponent = value.as_tuple().exponent
    return Decimal("0.51").scaleb(exponent if isinstance(exponent, int) else 0)
