"""Changes in percent, read by what they are changes of."""

import pytest

from extraction.claims import Kind, Mention
from extraction.context import Choice
from extraction.linking.scales import rescaled
from tests.extraction.measured import read

DIFFERENCE, RELATIVE = Kind.DIFFERENCE, Kind.PERCENT_CHANGE
CASES = [
    ("Detection AP@0.5 improves by {4|pct}%.", "AP@0.5", DIFFERENCE),
    ("Bird recall improves by {4|pct}%.", "Bird recall", DIFFERENCE),
    ("It gains {1.3|diff}% PSNR.", "PSNR", RELATIVE),
    ("It saves {40|diff}% memory.", "memory", RELATIVE),
    ("Accuracy improves by a relative {4|pct}%.", "Accuracy", RELATIVE),
    ("Accuracy improves by {140|pct}%.", "Accuracy", RELATIVE),
    ("Accuracy rises by {25|pct}%, from {40|ref}% to {50}%.", "Accuracy", RELATIVE),
    ("Plumpness improves by {4|pct}%.", "Plumpness", RELATIVE),
    ("Plumpness improves by {4|diff}%.", "Plumpness", DIFFERENCE),
    ("Accuracy improves by {4|pct} points.", "Accuracy", RELATIVE),
]


@pytest.mark.parametrize(("abstract", "metric", "kind"), CASES, ids=[case[0] for case in CASES])
def test_kind(abstract: str, metric: str, kind: Kind) -> None:
    context, readings = read(abstract)
    choices = [Choice((Mention(metric),), 0.9) for _ in readings]
    assert rescaled(readings, choices, context)[0].kind is kind


def test_no_measure_tells_nothing() -> None:
    context, readings = read("It improves by {4|pct}%.")
    assert rescaled(readings, [Choice((), 0.9)], context)[0].kind is RELATIVE


def test_an_unsure_measure_tells_nothing() -> None:
    context, readings = read("Accuracy improves by {4|pct}%.")
    assert rescaled(readings, [Choice((Mention("accuracy"),), 0.5)], context)[0].kind is RELATIVE


def test_levels_are_no_changes() -> None:
    context, readings = read("Accuracy is {84}%.")
    assert rescaled(readings, [Choice((Mention("accuracy"),), 0.9)], context)[0].kind is Kind.ABSOLUTE
