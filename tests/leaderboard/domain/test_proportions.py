"""Shares and their intervals: a table, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.proportions import share


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775328),
        (10, 10, 0.7224672, 1.0),
        (5, 10, 0.2365931, 0.7634069),
        (81, 100, 0.7222115, 0.8748525),
        (1, 1, 0.2065493, 1.0),
    ],
)
def test_the_interval(right: int, of: int, low: float, high: float) -> None:
    found = share(right, of=of)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)


def test_of_nothing_there_is_no_share() -> None:
    assert share(0, of=0).share is None


@pytest.mark.parametrize(("right", "of"), [(-1, 2), (3, 2)])
def test_what_is_no_share_is_refused(right: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        share(right, of=of)


@given(st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_within_its_interval_and_more_narrow_it(counted: tuple[int, int]) -> None:
    right, of = counted
    found = share(right, of=of)
    assert found.share is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    for bound in {found.low, found.high} - {0.0, 1.0}:  # where the score test just rejects
        off = (found.share - bound) ** 2
        assert off == pytest.approx(1.959963984540054**2 * bound * (1 - bound) / of, rel=1e-6)
    twice = share(2 * right, of=2 * of)
    assert twice.high - twice.low < found.high - found.low
