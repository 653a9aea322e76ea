"""Names that may be data sets' and what their surroundings say of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import sentences, text
from extraction.claims import Document
from extraction.context import Context
from extraction.lexicon import Lexicon
from extraction.linking.features import known
from extraction.mentions.benchmarks import Place, find
from extraction.mentions.data_cues import shape
from extraction.mentions.data_names import describe

LEXICON = Lexicon.bundled()


def context_of(abstract: str) -> Context:
    """The abstract as a context."""
    clean = text.clean(abstract)
    return Context(Document("test", "", abstract), text.clean(""), clean, sentences.split(clean), LEXICON)


def places(abstract: str) -> list[Place]:
    """The places where names stand."""
    context = context_of(abstract)
    return find(context, known(context), [frozenset() for _ in context.sentences])


def sorts(abstract: str) -> dict[str, str]:
    """The strongest thing said of each name."""
    return {name.text: name.sort for name in describe(places(abstract), context_of(abstract), {}).values()}


@pytest.mark.parametrize(
    ("abstract", "name", "sort"),
    [
        ("We introduce Lumora, a large-scale benchmark for riddles.", "Lumora", "introduced"),
        ("We introduce Lumora (short for light), a dataset of riddles.", "Lumora", "introduced"),
        ("We introduce LumoraBench to test models.", "LumoraBench", "introduced bench"),
        ("It wins on the challenging Lumora benchmark.", "Lumora", "headed"),
        ("It wins on the Lumora closed-loop benchmark.", "Lumora", "headed"),
        ("It wins on datasets such as Lumora and Fenwick.", "Fenwick", "example"),
        ("It wins on three datasets (Lumora, Fenwick and Ostrel).", "Ostrel", "example"),
        ("Against LuMora, a benchmark of riddles, it wins.", "LuMora", "described"),
        ("We take 200 questions from LumoraSet.", "LumoraSet", "data of"),
        ("It wins on ImageNet.", "ImageNet", "known"),
        ("It is evaluated on LuMora.", "LuMora", "tested on"),
        ("It wins on LuMora.", "LuMora", "on"),
        ("We propose LuMora, a framework for riddles.", "LuMora", "system"),
        ("It wins with Falcon-7B.", "Falcon-7B", "model"),
        ("It builds on GraphNet.", "GraphNet", "modelish"),
        ("It needs the A100 GPU.", "A100", "concept"),
        ("It wins on the LuMora tasks.", "LuMora", "on"),
        ("The BraTS 2021 validation set is used.", "BraTS 2021", "known"),
    ],
)
def test_what_is_said(abstract: str, name: str, sort: str) -> None:
    assert sorts(abstract)[name] == sort


def test_a_short_form_shares_what_is_said_of_the_long_one() -> None:
    said = sorts("We introduce the Riddle Understanding Set (RUS), a benchmark. RUS is hard.")
    assert said["RUS"] == said["Riddle Understanding Set"] == "introduced"


@pytest.mark.parametrize("abstract", ["It wins on the test-clean split.", "It is a Lumora-based model."])
def test_splits_and_adjectives_are_no_names(abstract: str) -> None:
    assert places(abstract) == []


def test_a_measure_behind_a_name_is_no_part_of_it() -> None:
    assert [place.name for place in places("It improves COCO FID.")] == ["COCO"]


def test_names_in_a_list_know_their_place() -> None:
    listed = [place.listed for place in places("On Lumora, Fenwick and Ostrel, Quiver wins.")]
    assert [(each.position, each.size) for each in listed] == [(0, 3), (1, 3), (2, 3), (0, 1)]


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("QuizBench", "bench"),
        ("FableQA", "bench"),
        ("Llama-3-8B", "model"),
        ("GPT-4o", "model"),
        ("GraphNet", "modelish"),
        ("CUDA", "concept"),
        ("MMLU", "caps"),
        ("GSM8K", "bench"),
        ("nuScenes", "camel"),
        ("Lumora", "plain"),
        ("AIME 2025", "digitcaps+"),
    ],
)
def test_looks(name: str, look: str) -> None:
    assert shape(name) == look


@given(st.text(max_size=150))
def test_any_text_gives_places_that_match_it(abstract: str) -> None:
    context = context_of(abstract)
    for place in find(context, known(context), [frozenset() for _ in context.sentences]):
        assert context.sentences[place.sentence].start <= place.span.start < place.span.end
        assert context.text.clean[place.span.start : place.span.end].startswith(place.name[:1])
