"""Confidence: a probability that grows with the scores, and a calibration that is measured."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.confidence import PLACES, confidence, is_unseen, log_odds
from extraction.training.whole import Trial, fit, held_out_error, split

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=4)


@given(SCORES)
def test_is_a_probability_with_few_places(scores: list[float]) -> None:
    found = confidence(*scores)
    assert 0 <= found <= 1
    assert found == round(found, PLACES)


@given(st.floats(0, 1), st.floats(0, 1))
def test_higher_scores_never_lower_it(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert confidence(low) <= confidence(high)


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_log_odds_are_finite(score: float) -> None:
    assert abs(log_odds(score)) < 20


def trials(slope: float, *, count: int = 4_000) -> list[Trial]:
    """Readings whose scores are too sure, the more so the smaller the slope."""
    generator = random.Random(5)
    made = []
    for number in range(count):
        score = generator.random()
        truth = 1 / (1 + 2.718281828 ** (-slope * log_odds(score)))
        made.append(Trial(number % 5, score, generator.random() < truth, {}))
    return made


def test_fit_finds_how_much_too_sure_the_scores_are() -> None:
    slope, offset = fit(trials(0.5))
    assert slope == pytest.approx(0.5, abs=0.1)
    assert offset == pytest.approx(0.0, abs=0.15)


def test_calibration_error_is_measured_on_other_folds() -> None:
    assert held_out_error(trials(0.5)) < 0.05


def test_folds_are_by_abstract_and_the_same_every_time() -> None:
    records = [{"id": str(number)} for number in range(10)]
    folds = split(records, folds=5)
    assert folds == split(records[::-1], folds=5)
    assert sorted(folds.values()) == sorted([*range(5)] * 2)


@given(SCORES)
def test_results_on_one_data_set_are_trusted_less(scores: list[float]) -> None:
    assert confidence(*scores, unseen=True) <= confidence(*scores)


@pytest.mark.parametrize(
    ("kind", "role", "benchmarks", "expected"),
    [
        ("absolute", "result", 1, True),
        ("absolute", "result", 2, False),
        ("absolute", "result", 0, False),
        ("absolute", "reference", 1, False),
        ("factor", "result", 1, False),
        (None, "result", 1, False),
    ],
)
def test_the_claims_that_other_abstracts_cost_most(
    kind: str | None,
    role: str,
    benchmarks: int,
    expected: bool,  # noqa: FBT001
) -> None:
    assert is_unseen(kind=kind, role=role, benchmarks=benchmarks) is expected
