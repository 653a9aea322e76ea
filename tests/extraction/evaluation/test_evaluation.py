"""Evaluation: classes, error counts, and intervals that hold the score."""

from typing import Any

import pytest

from extraction.evaluation import evaluate
from extraction.lexicon import Lexicon, MetricEntry

LEXICON = Lexicon.from_entries(metrics=[MetricEntry("accuracy", family="quality", direction="higher")])


def claim(start: int, **fields: Any) -> dict[str, Any]:
    """An annotated claim, right unless `fields` say otherwise."""
    return {
        "start": start,
        "end": start + 4,
        "value": 81.5,
        "value_high": None,
        "unit": "%",
        "kind": ["absolute"],
        "direction": None,
        "role": "result",
        "bound": "exact",
        "metric": ["accuracy"],
        "benchmark": [],
        "system": [["Heron"]],
        "baseline": [],
        **fields,
    }


def guess(start: int, **fields: Any) -> dict[str, Any]:
    """The prediction that goes with `claim`."""
    return claim(start, **{"kind": "absolute", "metric": "accuracy", "system": ["Heron"], **fields})


ANNOTATED = [
    {"id": "1", "claims": [claim(0), claim(10, kind=["factor", "fraction"], metric=["zest"])]},
    {"id": "2", "claims": [claim(0), claim(20, optional=True)]},
]


def test_everything_right() -> None:
    right = [guess(0), guess(10, kind="factor", metric="zest")]
    predicted = [{"id": "1", "claims": right}, {"id": "2", "claims": [guess(0)]}]
    found = evaluate(ANNOTATED, predicted, lexicon=LEXICON)
    assert found.report.tuple.f1 == 1.0
    assert found.intervals["tuple"].low == found.intervals["tuple"].high == 1.0
    assert found.errors == ()


def test_classes_and_errors_are_counted() -> None:
    predicted = [{"id": "1", "claims": [guess(0, value=80.0), guess(40)]}]
    found = evaluate(ANNOTATED, predicted, lexicon=LEXICON)
    assert [(group.name, group.annotated, group.mention, group.value) for group in found.kinds] == [
        ("absolute", 2, 0.5, 0.0),
        ("factor or fraction", 1, 0.0, 0.0),
    ]
    assert [(group.name, group.annotated) for group in found.families] == [
        ("quality", 2),
        ("not in the lexicon", 1),
    ]
    assert dict(found.errors) == {"missed": 2, "wrong value": 1, "not a claim": 1}
    interval = found.intervals["mention"]
    assert interval.low <= found.report.mention.f1 <= interval.high


def test_same_answer_every_time() -> None:
    predicted = [{"id": "1", "claims": [guess(0)]}]
    first, second = (evaluate(ANNOTATED, predicted, lexicon=LEXICON) for _ in range(2))
    assert first.intervals == second.intervals


@pytest.mark.parametrize("predicted", [[], [{"id": "other", "claims": []}]])
def test_nothing_predicted(predicted: list[Any]) -> None:
    found = evaluate(ANNOTATED, predicted, lexicon=LEXICON)
    assert found.report.mention.f1 == 0.0
    assert found.intervals["mention"].high == 0.0
