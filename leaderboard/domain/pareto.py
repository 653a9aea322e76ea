"""Which of several results no other beats in both of two metrics."""

from collections.abc import Sequence
from decimal import Decimal

Pair = tuple[Decimal, Decimal]


def front(points: Sequence[Pair], *, directions: tuple[str | None, str | None]) -> frozenset[int] | None:
    """The places in the list of the points that nothing dominates; None where a direction is unknown.

    The directions ("higher", "lower", None) are those of the two metrics. Points that are equal in both
    stand or fall together.
    """
    one, other = directions
    if one is None or other is None:
        return None
    costs = [(_cost(x, one), _cost(y, other)) for x, y in points]
    cheapest, kept = None, set()
    for x, y in sorted(set(costs)):  # from the best in x; only what is better in y than all before stays
        if cheapest is None or y < cheapest:
            cheapest = y
            kept.add((x, y))
    return frozenset(place for place, cost in enumerate(costs) if cost in kept)


def dominates(one: Pair, other: Pair, *, directions: tuple[str, str]) -> bool:
    """True when the one is at least as good in both metrics and better in one of them."""
    ours, theirs = (tuple(map(_cost, pair, directions)) for pair in (one, other))
    return ours != theirs and ours[0] <= theirs[0] and ours[1] <= theirs[1]


def _cost(value: Decimal, direction: str) -> Decimal:
    """The value, turned so that less is better."""
    return value if direction == "lower" else value.copy_negate()
