"""What a title says of data sets."""

import pytest

from extraction.context import Context
from extraction.mentions.data_titles import titled
from tests.extraction.marked import read


def document(title: str) -> Context:
    return read("We measure {1|abs}% here.", title=title)[0]


@pytest.mark.parametrize(
    ("title", "about"),
    [
        pytest.param("PondBench: A Benchmark for Ponds", "data", id="a benchmark behind the colon"),
        pytest.param("The Pond Dataset", "data", id="a data set without a colon"),
        pytest.param("Benchmarking Ponds with Language Models", "test", id="an evaluation"),
        pytest.param("PondNet: Deep Networks for Ponds", "", id="a method"),
        pytest.param(
            "PondNet: Learning to Win the Pond Challenge", "data later", id="a method for a contest"
        ),
    ],
)
def test_what_a_paper_is_about(title: str, about: str) -> None:
    assert titled(document(title)).about == about


@pytest.mark.parametrize(
    ("name", "role"),
    [
        pytest.param("Pond-Bench", "lead data", id="the name before the colon, in any spelling"),
        pytest.param("Lakes", "inside data", id="a name behind the colon"),
        pytest.param("Sea", "", id="a name that the title does not have"),
    ],
)
def test_the_part_of_a_name(name: str, role: str) -> None:
    assert titled(document("PondBench: A Benchmark for Lakes and Ponds")).role(name) == role
