"""What a number is compared with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.linking import baselines, systems
from tests.extraction.marked import read

OURS = "We propose Heron, a sparse decoder for graphs. "
COMPARED = [
    (OURS + "Heron outperforms Osprey-XL by {3.2|diff} points.", [["Osprey-XL"]]),
    (OURS + "Heron surpasses Osprey-XL by {3.2|diff}% in accuracy.", [["Osprey-XL"]]),
    (OURS + "Heron is {3|factor}x faster than Osprey-XL.", [["Osprey-XL"]]),
    (OURS + "Heron gives a {3|factor}x speedup over Osprey-XL.", [["Osprey-XL"]]),
    (OURS + "Heron reduces memory by {40|pct}% compared to Osprey-XL.", [["Osprey-XL"]]),
    (OURS + "Compared with Osprey-XL, Heron reduces memory by {40|pct}%.", [["Osprey-XL"]]),
    (OURS + "Heron needs {40|pct}% less memory relative to Osprey-XL.", [["Osprey-XL"]]),
    (OURS + "Heron improves over Osprey-XL by {3.2|diff} points.", [["Osprey-XL"]]),
    (
        OURS + "It beats Osprey-XL and Kite-2 by {3.2|diff} and {4.1|diff} points.",
        [["Osprey-XL"], ["Kite-2"]],
    ),
    (
        OURS + "Heron outperforms Osprey-XL and Kite-2 by {3.2|diff}% and {4.1|diff}%, respectively.",
        [["Osprey-XL"], ["Kite-2"]],
    ),
    (OURS + "Heron outperforms Osprey-XL/Kite-2 by {0.3|diff}%/{1.1|diff}%.", [["Osprey-XL"], ["Kite-2"]]),
    (
        OURS + "Heron is {3|factor}x faster than Osprey-XL and {5|factor}x faster than Kite-2.",
        [["Osprey-XL"], ["Kite-2"]],
    ),
    (
        OURS + "Heron gives up to {37|factor}x speedup over Osprey-XL and {345|factor}x over Kite-2.",
        [["Osprey-XL"], ["Kite-2"]],
    ),
    (
        OURS + "Heron reduces FLOPs by {2.6|factor}x and parameters by {5.1|factor}x over Osprey-XL.",
        [["Osprey-XL"]] * 2,
    ),
    (OURS + "Heron outperforms Osprey-XL and Kite-2 by {3.2|diff} points.", [["Osprey-XL", "Kite-2"]]),
    (OURS + "Heron is {3|factor}x faster than FP16.", [["FP16"]]),
    (OURS + "Heron beats GPT-5 ({+3.1|diff}%) and Kite-2 ({+1.2|diff}%).", [["GPT-5"], ["Kite-2"]]),
]
ALONE = [
    pytest.param(OURS + "Heron reduces memory by {40|pct}%.", id="nothing is compared"),
    pytest.param(OURS + "Heron outperforms prior work by {3.2|diff} points.", id="prior work"),
    pytest.param(OURS + "Heron is {3|factor}x faster than existing methods.", id="existing methods"),
    pytest.param(OURS + "Heron gains {3.2|diff} points over the baseline.", id="the baseline"),
    pytest.param(
        OURS + "Heron improves the state of the art by {3.2|diff} points.", id="the state of the art"
    ),
    pytest.param(OURS + "Heron achieves {81.5}% accuracy on ImageNet.", id="an absolute result"),
    pytest.param(OURS + "Osprey-XL reaches {70.1|ref}% accuracy.", id="a reference number"),
    pytest.param(OURS + "Heron gains {3.2|diff} points on ImageNet over {5} seeds.", id="over a number"),
]


def linked(abstract: str, title: str = "") -> list[list[str]]:
    """The baselines given to each number."""
    context, readings = read(abstract, title=title)
    about = systems.link(readings, context)
    return [[m.text for m in choice.mentions] for choice in baselines.link(readings, about, context)]


@pytest.mark.parametrize(("abstract", "expected"), COMPARED)
def test_compared(abstract: str, expected: list[list[str]]) -> None:
    assert linked(abstract) == expected


@pytest.mark.parametrize("abstract", ALONE)
def test_alone(abstract: str) -> None:
    assert linked(abstract)[0] == []


MISSED = [
    pytest.param(
        OURS + "Heron beats random ranking by {3|diff} points.", [["random ranking"]], id="described"
    ),
    pytest.param(OURS + "It gains {3|diff} points when added to Osprey-XL.", [["Osprey-XL"]], id="added to"),
]


@pytest.mark.xfail(strict=True, reason="known misses, see the ids")
@pytest.mark.parametrize(("abstract", "expected"), MISSED)
def test_known_misses(abstract: str, expected: list[list[str]]) -> None:
    assert linked(abstract) == expected


def test_the_number_s_own_system_is_no_baseline() -> None:
    context, readings = read(OURS + "Heron outperforms Osprey-XL by {3.2|diff} points.")
    about = systems.link(readings, context)
    (choice,) = baselines.link(readings, about, context)
    assert "Heron" not in [m.text for m in choice.mentions]
    assert "Heron" not in choice.alternatives


def test_no_readings() -> None:
    context, _ = read("Nothing is measured here.")
    assert baselines.link([], [], context) == []


@given(st.text(alphabet="aB (),.%3", max_size=60), st.text(alphabet="aB (),.%3", max_size=60))
def test_any_text(before: str, after: str) -> None:
    context, readings = read(f"X{before} {{5|diff}} than {after}")
    about = systems.link(readings, context)
    assert len(baselines.link(readings, about, context)) == len(readings)
