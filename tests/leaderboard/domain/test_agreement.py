"""Agreement: what decisions say, and alpha on the worked example of its author."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.agreement import Label, agreeing, alpha, opinions

R, C, N = Label.RIGHT, Label.CORRECTED, Label.NO_CLAIM


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        ([], {}),
        ([("ann", "accept"), ("bob", "accept")], {"ann": R, "bob": R}),
        ([("ann", "correct"), ("bob", "accept")], {"ann": C, "bob": C}),
        ([("ann", "accept"), ("bob", "correct")], {"ann": R, "bob": C}),
        ([("ann", "reject"), ("bob", "accept")], {"ann": N, "bob": R}),
        ([("ann", "correct"), ("bob", "reject"), ("ann", "reject")], {"ann": N, "bob": N}),
        ([("ann", "reject"), ("ann", "accept")], {"ann": R}),
    ],
    ids=["none", "both right", "agrees with correction", "corrects", "brings back", "comes round", "alone"],
)
def test_opinions(decisions: list[tuple[str, str]], said: dict[str, Label]) -> None:
    assert opinions(decisions) == said


def test_agreeing() -> None:
    assert agreeing([[R, R], [R, N], [C], [], [N, N, N]]) == (2, 3)


def test_alpha_of_two_who_label_ten_things() -> None:
    """Ten things, two people, two labels: the nominal example A of Krippendorff (2011), alpha = 0.095."""
    first, second = "0100000010", "1110010000"
    things = [[N if label == "1" else R for label in pair] for pair in zip(first, second, strict=True)]
    assert alpha(things) == pytest.approx(0.095, abs=0.0005)


def test_alpha_counts_things_by_how_many_judged_them() -> None:
    """Three people, the middle one missing once; worked out by hand from the coincidences."""
    assert alpha([[R, R, N], [N, N], [R]]) == pytest.approx(1 - 4 * 2 / 12)


@pytest.mark.parametrize("things", [[], [[R]], [[R, R], [R, R]]], ids=["nothing", "alone", "one label"])
def test_alpha_is_not_always_defined(things: list[list[Label]]) -> None:
    assert alpha(things) is None


@given(st.lists(st.lists(st.sampled_from(list(Label)), max_size=4), max_size=12))
def test_alpha_is_one_exactly_when_all_agree(things: list[list[Label]]) -> None:
    found = alpha(things)
    if found is not None:
        agreed, judged = agreeing(things)
        assert found <= 1 + 1e-9
        assert (abs(found - 1) < 1e-9) == (agreed == judged)
