"""The figures that the engine has reached and must keep.

`recorded.json` is what `python -m extraction.training.whole FILE --record ...` wrote: F1 on abstracts that no
weight was fitted on. The other half reads annotated abstracts that stand beside the checkout, if they do.
"""

import json
import os
from pathlib import Path

import pytest

from extraction import accuracy
from extraction.claims import Document
from extraction.evaluation import MEASURES
from extraction.pipeline import extract
from extraction.records import as_record
from extraction.scoring import score

HERE = Path(__file__).parent
DEV = HERE.parents[3] / "shared" / "gold" / "dev.jsonl"
FLOORS = {"mention": 0.93, "value": 0.88, "tuple": 0.60}
"""Tuple is to reach 0.70 and does not yet; the floor keeps what there is from going down."""

MARGIN = 0.02
"""How much lower other abstracts may come out: theirs are other papers than those recorded."""

LARGEST_CALIBRATION_ERROR = 0.05


def test_recorded_figures_keep_their_floors() -> None:
    recorded = json.loads((HERE / "recorded.json").read_text())
    assert {name: recorded["f1"][name] >= FLOORS[name] for name in MEASURES} == dict.fromkeys(MEASURES, True)
    assert recorded["calibration_error"] <= LARGEST_CALIBRATION_ERROR


def test_the_figures_that_pages_show_are_those_recorded() -> None:
    assert json.loads(accuracy.FILE.read_text()) == json.loads((HERE / "recorded.json").read_text())
    assert accuracy.measured().f1["tuple"] >= FLOORS["tuple"]


def test_what_was_not_measured_is_unknown() -> None:
    nothing = accuracy.read({})
    assert (nothing.f1, nothing.kinds, nothing.abstracts, nothing.calibration_error) == ({}, {}, None, None)
    group = {"annotated": 3, "mention": 1.0, "value": 0.5, "tuple": 0.25}
    some = accuracy.read({"kinds": {"factor": group}, "abstracts": 7, "interval": {"mention": [0.1, 0.2]}})
    assert some.kinds == {"factor": accuracy.Share("factor", 3, 1.0, 0.5, 0.25)}
    assert some.interval == {"mention": (0.1, 0.2)}


def test_annotated_abstracts_keep_the_floors() -> None:
    if not DEV.exists():
        assert "CI" not in os.environ or not DEV.parents[1].exists(), f"{DEV} must be there in CI"
        pytest.skip("the annotated abstracts do not stand beside the checkout")
    annotated = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    documents = [Document(row["id"], row["title"], row["abstract"]) for row in annotated]
    report = score(annotated, [as_record(document, extract(document)) for document in documents])
    reached = {name: getattr(report, name).f1 for name in MEASURES}
    low = {name: f1 for name, f1 in reached.items() if f1 < FLOORS[name] - MARGIN}
    assert low == {}
