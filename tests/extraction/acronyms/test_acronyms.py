"""Short forms and what the text says they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.linking.clauses import analyse
from extraction.mentions import acronyms

DEFINED = [
    ("We train a Graph Attention Memory (GAM) on it.", [("GAM", "Graph Attention Memory")]),
    ("We train a graph attention memory (GAM) on it.", [("GAM", "graph attention memory")]),
    ("the mean absolute error (MAE) falls", [("MAE", "mean absolute error")]),
    ("Layer-wise Token Pruning (LTP) is cheap.", [("LTP", "Layer-wise Token Pruning")]),
    ("High-order Visual Mamba (HoVM) helps.", [("HoVM", "High-order Visual Mamba")]),
    ("called GAM (Graph Attention Memory) here", [("GAM", "Graph Attention Memory")]),
    ("Sparse Routing for Experts (SRE), a method,", [("SRE", "Sparse Routing for Experts")]),
    ("a Region of Interest (RoI)", [("RoI", "Region of Interest")]),
    (
        "Temporal Action Localization Network (TAL-Net) wins",
        [("TAL-Net", "Temporal Action Localization Network")],
    ),
    (
        "large language models (LLMs) and vision transformers (ViTs)",
        [("LLMs", "large language models"), ("ViTs", "vision transformers")],
    ),
    ("speech recognition (ASR, the task) in cars", []),
]
UNDEFINED = [
    pytest.param("the results (see Table 2) are good", id="a remark"),
    pytest.param("on two sets (COCO and LVIS) it wins", id="a list in brackets"),
    pytest.param("an accuracy of 81.5 (GAM) is reached", id="no words to spell it out"),
    pytest.param("we gain 3.2 points (p < 0.05) here", id="a statistic"),
    pytest.param("a model (b) that", id="one letter"),
    pytest.param("(GAM) opens the sentence", id="nothing before"),
    pytest.param("an open bracket (GAM", id="never closed"),
    pytest.param("it is fast (very fast indeed) and cheap", id="plain words"),
    pytest.param("by zebra crossings (GAM)", id="other letters"),
]


@pytest.mark.parametrize(("sentence", "expected"), DEFINED)
def test_defined(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(d.short, d.long) for d in acronyms.find([analyse(sentence)])] == expected


@pytest.mark.parametrize("sentence", UNDEFINED)
def test_undefined(sentence: str) -> None:
    assert acronyms.find([analyse(sentence)]) == ()


def test_tokens_are_those_of_the_long_form() -> None:
    sentence = analyse("Here a Graph Attention Memory (GAM) learns.")
    (definition,) = acronyms.find([sentence])
    assert sentence.words[definition.first : definition.last] == ("Graph", "Attention", "Memory")


def test_sentence_is_numbered() -> None:
    found = acronyms.find([analyse("Nothing here."), analyse("A Tiny Net (TN) wins.")])
    assert [d.sentence for d in found] == [1]


@given(st.text(alphabet="aAbB (),-3", max_size=80))
def test_any_text(text: str) -> None:
    for definition in acronyms.find([analyse(text)]):
        assert definition.short in text
        assert definition.long in text
        assert definition.first < definition.last
