"""System checks: what they find, and that there is nothing to find."""

from enum import StrEnum

import pytest
from django.core.checks import run_checks

from extraction.lexicon import MetricEntry
from leaderboard import checks
from leaderboard.models import Claim


def test_nothing_to_complain_about() -> None:
    assert run_checks(tags=["leaderboard"]) == []


def test_words_of_engine_and_column_that_differ_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bound(StrEnum):
        EXACT = "exact"

    monkeypatch.setattr(checks, "PAIRS", ((Bound, Claim.Bound),))
    assert [error.id for error in run_checks(tags=["leaderboard"])] == ["leaderboard.E001"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (MetricEntry("AP", direction="up"), "leaderboard.E002"),
        (MetricEntry("AP", family="accuracy"), "leaderboard.E003"),
        (MetricEntry("%"), "leaderboard.E004"),
    ],
)
def test_entries_that_are_wrong(entry: MetricEntry, code: str) -> None:
    (error,) = checks.metric_errors([entry])
    assert error.id == code
    assert repr(entry.name) in error.msg
