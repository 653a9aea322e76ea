"""The Pareto front, by a table of cases and by its definition."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.pareto import dominates, front

UP, DOWN = "higher", "lower"
CASES = [
    ("nothing", [], (UP, UP), set()),
    ("one", [(1, 1)], (UP, UP), {0}),
    ("one better in both", [(1, 1), (2, 2)], (UP, UP), {1}),
    ("each better in one", [(1, 2), (2, 1)], (UP, UP), {0, 1}),
    ("dearer and better", [(1, 1), (2, 2)], (DOWN, UP), {0, 1}),
    ("dearer and worse", [(1, 2), (2, 1)], (DOWN, UP), {0}),
    ("equal in one, better in the other", [(1, 1), (1, 2)], (UP, UP), {1}),
    ("equal in both", [(1, 1), (1, 1), (0, 0)], (UP, UP), {0, 1}),
    ("both to be low", [(3, 1), (2, 2), (1, 3), (3, 3)], (DOWN, DOWN), {0, 1, 2}),
    ("a direction that nobody knows", [(1, 1)], (UP, None), None),
    ("no direction known", [(1, 1)], (None, None), None),
]


@pytest.mark.parametrize(
    ("points", "directions", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_front(
    points: list[tuple[int, int]], directions: tuple[str | None, str | None], expected: set[int] | None
) -> None:
    assert front([(Decimal(x), Decimal(y)) for x, y in points], directions=directions) == expected


small = st.integers(-3, 3).map(Decimal)
ways = st.sampled_from([UP, DOWN])


@given(st.lists(st.tuples(small, small)), st.tuples(ways, ways))
def test_on_the_front_is_exactly_what_nothing_dominates(
    points: list[tuple[Decimal, Decimal]], directions: tuple[str, str]
) -> None:
    free = frozenset(
        place
        for place, point in enumerate(points)
        if not any(dominates(other, point, directions=directions) for other in points)
    )
    assert front(points, directions=directions) == free


@given(st.tuples(small, small), st.tuples(small, small), st.tuples(ways, ways))
def test_no_two_dominate_each_other(
    one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal], directions: tuple[str, str]
) -> None:
    assert not dominates(one, one, directions=directions)
    assert not (dominates(one, other, directions=directions) and dominates(other, one, directions=directions))
