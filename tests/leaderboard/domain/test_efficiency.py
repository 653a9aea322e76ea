"""Times better than the baseline: the table of cases, and what holds for every number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.entries import FAMILIES
from leaderboard.domain.efficiency import (
    QUALITY,
    Entry,
    Family,
    Lane,
    is_best_case,
    is_saving,
    place,
    shown_unit,
    times,
)
from leaderboard.domain.hardware import hardware
from tests.leaderboard.domain.efficiency_cases import CASES, HARDWARE, Case, entry

KINDS = st.sampled_from(["factor", "percent_change", "fraction", "difference", None])
WAYS = st.sampled_from(["up", "down", None])
SENSES = st.sampled_from(["higher", "lower", None])
NUMBERS = st.decimals(min_value=-10, max_value=1000, places=3)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_place(case: Case) -> None:
    assert place(case.entry) == case.place


@pytest.mark.parametrize("setting", HARDWARE)
def test_hardware(setting: str) -> None:
    assert hardware(setting) == HARDWARE[setting]


@given(NUMBERS, KINDS, WAYS, SENSES)
def test_times_are_positive_and_below_one_for_the_worse(
    value: Decimal, kind: str | None, way: str | None, better: str | None
) -> None:
    found = times(value, kind=kind, direction=way, better=better)
    if found is not None:
        assert found > 0
        assert (found >= 1) == ((way == "up") == (better == "higher")) or found == 1


@given(NUMBERS, KINDS, WAYS)
def test_the_other_sense_is_the_inverse(value: Decimal, kind: str | None, way: str | None) -> None:
    more = times(value, kind=kind, direction=way, better="higher")
    less = times(value, kind=kind, direction=way, better="lower")
    assert (more is None) == (less is None)
    if more is not None and less is not None and more > Decimal("0.001"):
        assert abs(more * less - 1) < Decimal("1E-6")


@given(st.decimals(min_value=1, max_value=99, places=2))
def test_less_and_what_is_left_are_the_same(percent: Decimal) -> None:
    less = times(percent, kind="percent_change", direction="down", better="lower")
    left = times(100 - percent, kind="fraction", direction="down", better="lower")
    assert less == left


@given(
    NUMBERS,
    NUMBERS,
    st.sampled_from(["factor", "percent_change", "fraction"]),
    st.sampled_from(["up", "down"]),
    st.sampled_from(["higher", "lower"]),
)
def test_a_best_case_bounds_from_above(
    value: Decimal, smaller: Decimal, kind: str, way: str, better: str
) -> None:
    """What "at most" or "at least" allows is never better than a best case, nor worse than another."""
    for bound, other in (("at_most", min(value, smaller)), ("at_least", max(value, smaller))):
        said = entry(str(value), kind, way, better=better, bound=bound)
        found = times(value, kind=kind, direction=way, better=better)
        allowed = times(other, kind=kind, direction=way, better=better)
        if found is not None and allowed is not None:
            assert allowed <= found if is_best_case(said) else allowed >= found


@given(NUMBERS, KINDS, WAYS, SENSES)
def test_a_place_is_a_number_or_a_reason(
    value: Decimal, kind: str | None, way: str | None, better: str | None
) -> None:
    found = place(Entry(kind, "result", "machine", "exact", way, better, value, 0.9))
    assert (found.times is None) == (found.reason is not None)
    assert (found.lane is Lane.UNPLACED) == (found.reason is not None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("energy savings", True),
        ("Cost Savings", True),
        ("energy", False),
        ("cost", False),
        ("saving rate", False),
    ],
)
def test_savings_are_told_by_their_last_word(name: str, expected: bool) -> None:  # noqa: FBT001
    assert is_saving(name) is expected


def test_families_are_those_of_the_vocabulary() -> None:
    assert set(Family) | QUALITY <= set(FAMILIES)
    assert not set(Family) & QUALITY


def test_units_that_pages_show() -> None:
    assert shown_unit("B") == ("GB", Decimal("1E9"))
    assert shown_unit("s") == ("s", Decimal(1))
