"""Precision, recall and F1: what counts as right, field by field, and the same figures as the reference."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from extraction.claims import Document
from extraction.pipeline import extract
from extraction.records import as_record
from extraction.scoring import CHECKS, Counts, match, name_key, score

GOLD = Path(__file__).parents[4] / "shared" / "gold"


def claim(**fields: Any) -> dict[str, Any]:
    plain: dict[str, Any] = dict.fromkeys(("value_high", "direction"))
    plain |= {"start": 0, "end": 4, "value": 83.5, "unit": "%", "kind": "absolute", "role": "result"}
    plain |= {"bound": "exact", "metric": ["accuracy"], "benchmark": [], "system": [], "baseline": []}
    return plain | fields


RIGHT = [
    ("value", {}, {}),
    ("value", {"kind": "difference", "value": 3.0}, {"value": -3.0}),
    ("value", {"value": 5, "value_high": 10}, {"value": 5.0, "value_high": 10.0}),
    ("unit", {"unit": "points"}, {"unit": None}),
    ("unit", {"unit": "frames per second"}, {"unit": "FPS"}),
    ("unit", {"unit": "tokens per second"}, {"unit": "token/sec"}),
    ("unit", {"unit": "GPU-days"}, {"unit": "GPU days"}),
    ("kind", {"kind": ["difference", "percent_change"]}, {"kind": "percent_change"}),
    ("direction", {"direction": None}, {"direction": None}),
    ("bound", {"bound": None}, {"bound": "exact"}),
    ("metric", {"metric": ["mAP", "mean AP"]}, {"metric": "Mean-AP"}),
    ("metric", {"metric": ["", "accuracy"]}, {"metric": None}),
    ("metric", {"metric": []}, {"metric": None}),
    ("benchmark", {"benchmark": [["COCO", "MS COCO"], ["LVIS"]]}, {"benchmark": ["LVIS", "MS-COCO dataset"]}),
    ("benchmark", {"benchmark": [["", "COCO"]]}, {"benchmark": []}),
    ("system", {"system": [["FooNet"]]}, {"system": "foonet"}),
]
WRONG = [
    ("value", {}, {"value": 83.4}),
    ("value", {"value": -3.0}, {"value": 3.0}),
    ("value", {"value_high": 10}, {"value_high": None}),
    ("unit", {"unit": "%"}, {"unit": None}),
    ("unit", {"unit": "ms"}, {"unit": "s"}),
    ("kind", {"kind": ["difference"]}, {"kind": "absolute"}),
    ("role", {"role": "reference"}, {"role": "result"}),
    ("direction", {"direction": "up"}, {"direction": None}),
    ("bound", {"bound": "at_most"}, {"bound": "exact"}),
    ("metric", {"metric": ["accuracy"]}, {"metric": None}),
    ("metric", {"metric": []}, {"metric": "accuracy"}),
    ("benchmark", {"benchmark": [["COCO"], ["LVIS"]]}, {"benchmark": ["COCO"]}),
    ("benchmark", {"benchmark": [["COCO"]]}, {"benchmark": ["COCO", "LVIS"]}),
    ("baseline", {"baseline": []}, {"baseline": ["BarNet"]}),
]


@pytest.mark.parametrize(("field", "annotated", "predicted"), RIGHT)
def test_right(field: str, annotated: dict[str, Any], predicted: dict[str, Any]) -> None:
    assert CHECKS[field](claim(**annotated), claim(**predicted))


@pytest.mark.parametrize(("field", "annotated", "predicted"), WRONG)
def test_wrong(field: str, annotated: dict[str, Any], predicted: dict[str, Any]) -> None:
    assert not CHECKS[field](claim(**annotated), claim(**predicted))


def test_names_are_compared_by_letters_and_digits_without_generic_words() -> None:
    assert name_key("The ImageNet-1K dataset") == name_key("Imagenet 1k")
    assert name_key("the model") != ""


def test_numbers_are_matched_one_to_one_by_value_first() -> None:
    annotated = [claim(start=0, end=10, value=1), claim(start=8, end=12, value=2)]
    predicted = [claim(start=8, end=10, value=1), claim(start=9, end=11, value=2)]
    assert sorted(match(annotated, predicted)) == [(0, 0), (1, 1)]


def test_numbers_that_do_not_overlap_are_not_matched() -> None:
    assert match([claim()], [claim(start=4, end=8)]) == []


def test_an_optional_number_counts_neither_way() -> None:
    record = {"id": "1", "claims": [claim(optional=True)]}
    for claims in ([], [claim()]):
        report = score([record], [{"id": "1", "claims": claims}])
        assert (report.mention.right, report.mention.predicted, report.mention.annotated) == (0, 0, 0)


def test_an_abstract_without_a_prediction_counts_as_empty() -> None:
    report = score([{"id": "1", "claims": [claim()]}], [])
    assert (report.mention.recall, report.mention.f1) == (0, 0)
    assert [error.what for error in report.errors] == ["missed"]


def test_errors_say_what_is_wrong() -> None:
    predicted = [claim(kind="difference", metric="F1"), claim(start=9, end=12)]
    report = score([{"id": "1", "claims": [claim()]}], [{"id": "1", "claims": predicted}])
    assert sorted(error.what for error in report.errors) == ["not a claim", "wrong kind, metric"]


def test_counts_of_nothing_are_zero() -> None:
    assert Counts(0, 0, 0).f1 == Counts(0, 0, 0).precision == Counts(0, 0, 0).recall == 0


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated abstracts are not beside this checkout")
def test_the_figures_are_those_of_the_reference() -> None:
    spec = importlib.util.spec_from_file_location("reference", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    records = [json.loads(line) for line in (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    predicted = []
    for record in records[:60]:
        document = Document(record["id"], record["title"] or "", record["abstract"])
        predicted.append(as_record(document, extract(document)))
    expected, _ = reference.score(records[:60], predicted)
    report = score(records[:60], predicted)
    for name, counts in (("mention", report.mention), ("value", report.value), ("tuple", report.tuple)):
        assert (counts.right, counts.predicted, counts.annotated) == tuple(
            expected[name][key] for key in ("right", "predicted", "annotated")
        )
    assert report.fields == pytest.approx(expected["fields"])
