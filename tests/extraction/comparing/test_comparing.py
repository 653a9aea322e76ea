"""What can be compared across papers, and the shares of it that are right."""

from typing import Any

import pytest

from extraction.comparing import LEVELS, Comparison, Judged, comparison, counted, share_right
from extraction.lexicon import Lexicon

LEXICON = Lexicon.bundled()


def claim(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "absolute",
        "direction": None,
        "role": "result",
        "bound": "exact",
        "value_high": None,
        "metric": "accuracy",
        "benchmark": ["ImageNet"],
        "system": ["Gull"],
        **fields,
    }


def saving(**fields: Any) -> dict[str, Any]:
    return claim(**{"kind": "factor", "direction": "down", "metric": "latency", "benchmark": [], **fields})


CASES: list[tuple[dict[str, Any], Comparison | None]] = [
    (claim(), Comparison.RESULT),
    (claim(system=[]), Comparison.RESULT),
    (claim(bound="about"), Comparison.RESULT),
    (claim(bound="at_least"), Comparison.RESULT),
    (claim(bound="at_most"), None),
    (claim(bound="at_most", metric="latency"), Comparison.RESULT),
    (claim(role="reference"), None),
    (claim(benchmark=[]), None),
    (claim(benchmark=["ImageNet", "COCO"]), None),
    (claim(system=["Gull", "Tern"]), None),
    (claim(metric=None), None),
    (claim(metric="wobble"), None),
    (claim(metric="performance"), None),
    (claim(metric="accuracy loss"), None),
    (claim(value_high=3.0), None),
    (claim(kind=None), None),
    (claim(kind="difference"), None),
    (saving(), Comparison.SAVING),
    (saving(bound="at_most"), Comparison.SAVING),
    (saving(direction=None), None),
    (saving(metric="accuracy"), None),
    (saving(metric="visual tokens"), None),
    (saving(kind="difference"), None),
]


@pytest.mark.parametrize(("fields", "expected"), CASES, ids=range(len(CASES)))
def test_comparison(fields: dict[str, Any], expected: Comparison | None) -> None:
    assert comparison(fields, LEXICON) is expected


def test_shares_are_of_all_that_is_sure_enough() -> None:
    judged = [
        Judged(claim(), 0.95, right=True),
        Judged(claim(), 0.7, right=False),
        Judged(saving(), 0.7, right=True),
        Judged(saving(), 0.69, right=False),
        Judged(claim(role="reference"), 0.99, right=False),
    ]
    counts = counted(judged, LEXICON)
    assert counts["result"]["0.7"] == [2, 1]
    assert counts["saving"]["0.7"] == [1, 1]
    assert share_right(counts, least=0.7) == pytest.approx(2 / 3)
    assert share_right(counts, least=0.65) == pytest.approx(2 / 4)
    assert share_right(counts, least=0.42) is None
    assert share_right({}, least=0.7) is None
    assert set(counts["result"]) == {f"{level:g}" for level in LEVELS}
