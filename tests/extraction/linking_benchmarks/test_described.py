"""Data sets that a clause describes without naming them."""

import pytest

from extraction.linking import benchmarks
from tests.extraction.measured import read

CASES = [
    (
        "It reaches {70.1}% accuracy on ImageNet, and at least {90}% on the garden bird calls dataset.",
        [["ImageNet"], []],
    ),
    (
        "It reaches {70.1}% accuracy on ImageNet. It reaches {90}% on the garden bird calls dataset.",
        [["ImageNet"], []],
    ),
    ("It reaches {70.1}% accuracy on the challenging large-scale ImageNet dataset.", [["ImageNet"]]),
]


@pytest.mark.parametrize(("abstract", "named"), CASES, ids=[case[0] for case in CASES])
def test_a_described_data_set_is_no_other(abstract: str, named: list[list[str]]) -> None:
    context, readings = read(abstract)
    found = benchmarks.link(readings, context)
    assert [[mention.text for mention in choice.mentions] for choice in found] == named
