"""Which system a number is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.linking import systems
from tests.extraction.marked import read

OURS = "We propose Heron, a sparse decoder for graphs. "
VITS = ["ViT-B/16", "ViT-L/16"]
NAMED = [
    # the paper's own system
    (OURS + "Heron achieves {81.5}% accuracy.", ["Heron"]),
    (OURS + "Our method achieves {81.5}% accuracy.", ["Heron"]),
    (OURS + "It reduces latency by {40|pct}%.", ["Heron"]),
    (OURS + "We achieve {81.5}% accuracy on ImageNet.", ["Heron"]),
    (OURS + "The proposed model reaches {81.5} mAP.", ["Heron"]),
    (OURS + "Experiments on ImageNet show gains of {3.2|diff} points.", ["Heron"]),
    (OURS + "On ImageNet, {81.5}% accuracy is reached.", ["Heron"]),
    (OURS + "Experiments show that our approach, trained on noise, gains {3.2|diff} points.", ["Heron"]),
    (OURS + "Heron outperforms Osprey by {3.2|diff} points.", ["Heron"]),
    (OURS + "Compared to Osprey, Heron is {3|factor}x faster.", ["Heron"]),
    (OURS + "Compared to Osprey, our model is {3|factor}x faster.", ["Heron"]),
    (OURS + "This yields a {3|factor}x speedup over Osprey.", ["Heron"]),
    ("We introduce the Graph Wave Decoder (GWD). GWD reaches {81.5}% accuracy.", ["GWD"]),
    ("We introduce a decoder for graphs, called Heron. Our decoder reaches {81.5}%.", ["Heron"]),
    ("This paper presents Heron, the first decoder of its kind. It reaches {81.5}%.", ["Heron"]),
    ("Our model, Heron, reaches {81.5}% accuracy.", ["Heron"]),
    # somebody else's
    (OURS + "Osprey-XL achieves only {70.1}% accuracy.", ["Osprey-XL"]),
    (OURS + "Heron reaches {81.5}%, while Osprey reaches {70.1|ref}%.", ["Heron", "Osprey"]),
    (OURS + "Heron reaches {81.5}%, compared with {70.1|ref}% for Osprey-XL.", ["Heron", "Osprey-XL"]),
    (OURS + "Heron reaches {81.5}% versus {70.1|ref}% of Osprey-XL.", ["Heron", "Osprey-XL"]),
    # several systems of one paper
    ("We evaluate GPT-4o and Llama-3-8B. GPT-4o reaches {81.5}% accuracy.", ["GPT-4o"]),
    ("GPT-4o reaches {81.5}% and Llama-3-8B reaches {60.2}%.", ["GPT-4o", "Llama-3-8B"]),
    ("GPT-4o and Llama-3-8B achieve {81.5}% and {60.2}%, respectively.", ["GPT-4o", "Llama-3-8B"]),
    ("GPT-4o runs in {29} ms, Llama-3 in {58} ms ({2|factor}x faster).", ["GPT-4o", "Llama-3", "Llama-3"]),
    ("The best model, GPT-4o, achieves only {44.7}% accuracy.", ["GPT-4o"]),
    ("It is hard, with GPT-4o achieving only {44.7}% accuracy.", ["GPT-4o"]),
    ("XGBoost (accuracy {91.2}%) and ResNet-50 (accuracy {88.1}%) did well.", ["XGBoost", "ResNet-50"]),
    (OURS + "A variant, Heron-S, runs at {30} FPS.", ["Heron-S"]),
    (OURS + "Heron-L achieves {83.0}% and Heron-S {79.1}%.", ["Heron-L", "Heron-S"]),
    ("We see gains of {2.1|diff} and {3.4|diff} points for ViT-B/16 and ViT-L/16, respectively.", VITS),
    ("On A, XGBoost reaches {82}%; on B, it reaches {83}%.", ["XGBoost", "XGBoost"]),
    ("We name XGBoost as the best learner, with an AUC of {0.93}.", ["XGBoost"]),
    (OURS + "Surprisingly, a tiny model, Llama-3-8B, with a kappa of {0.61}, stays ahead.", ["Llama-3-8B"]),
    ("We release NestBench, a dataset. A NestBench-trained network reaches {83}%.", ["NestBench"]),
    (
        OURS + "Heron beats the Osprey baseline on Nests (Dice: {81|ref}%, IoU: {70|ref}%).",
        ["Osprey", "Osprey"],
    ),
    (OURS + "It gets 0.7, compared with {0.6|ref} for the strongest baseline, Osprey.", ["Osprey"]),
    (OURS + "It is on a par with Osprey (Tern et al., 2018), whose error is {2.65}%.", ["Osprey"]),
    (OURS + "Osprey-S stands out among them with an accuracy of {84.9}%.", ["Osprey-S"]),
    # what looks like a name or a verb and is none
    (OURS + "It lifts ImageNet Test F1 to {93.2}.", ["Heron"]),
    (OURS + "Our ImageNet model, evaluated on ImageNet, has an error of {3.65}.", ["Heron"]),
    (OURS + "Both have the same stiffness (268kPa) and Heron lifts {3}% more.", ["Heron"]),
    (
        OURS + "Heron reaches {81.5}% on the Nests test set and {70.2}% on the Eggs test set.",
        ["Heron", "Heron"],
    ),
    (OURS + "Over existing Gaussian acceleration methods, it reaches a {5.6|factor}x speedup.", ["Heron"]),
    (OURS + "Standalone GEMM benchmarks show a {7|factor}x speedup.", ["Heron"]),
    (OURS + "In tests, Heroncan gain {3.2|diff} points over Heron without noise.", ["Heron"]),
]
SEVERAL = [
    "We evaluate models. Both GPT-4o and Llama-3-8B reach over {85}% accuracy.",
    "We evaluate models. GPT-4o and Llama-3-8B reach {85}%.",
    "We evaluate models. The best models (GPT-4o and Llama-3-8B) reach over {85}% accuracy.",
]
UNNAMED = [
    pytest.param("We propose a decoder for graphs. Our method achieves {81.5}% accuracy.", id="no name"),
    pytest.param("We study pruning. The approach achieves {81.5}% accuracy.", id="the approach"),
    pytest.param("Existing methods achieve {60.1}% accuracy.", id="existing methods"),
    pytest.param("We introduce QuizBench, a benchmark. The best model reaches {56}%.", id="the best model"),
    pytest.param("It improves accuracy from {70.1|ref}% onwards.", id="the start of a change"),
]


def linked(abstract: str, title: str = "") -> list[list[str]]:
    """The names given to each number."""
    context, readings = read(abstract, title=title)
    return [[m.text for m in choice.mentions] for choice in systems.link(readings, context)]


@pytest.mark.parametrize(("abstract", "expected"), NAMED)
def test_named(abstract: str, expected: list[str]) -> None:
    assert linked(abstract) == [[name] for name in expected]


@pytest.mark.parametrize("abstract", UNNAMED)
def test_unnamed(abstract: str) -> None:
    assert linked(abstract) == [[]]


@pytest.mark.parametrize("abstract", SEVERAL)
def test_several_systems_have_one_number(abstract: str) -> None:
    assert linked(abstract) == [["GPT-4o", "Llama-3-8B"]]


MISSED = [
    pytest.param(
        "We fine-tune Qwen2.5-7B. The fine-tuned model reaches {85}%.",
        ["Qwen2.5-7B"],
        id="the fine-tuned model",
    ),
    pytest.param("We compare prompts. Raw prompts reach {85}%.", ["raw prompts"], id="a described system"),
    pytest.param(OURS + "Its FID drops to {2.6} for Osprey-XL.", ["Osprey-XL"], id="a base model behind for"),
    pytest.param(OURS + "Removing the gate costs {3|diff} points.", [], id="an ablation"),
]


@pytest.mark.xfail(strict=True, reason="known misses, see the ids")
@pytest.mark.parametrize(("abstract", "expected"), MISSED)
def test_known_misses(abstract: str, expected: list[str]) -> None:
    assert linked(abstract) == [expected]


TITLES = [
    ("Heron: Sparse Decoding of Graphs", "Heron"),
    ("HeronMAE for Birds: Sparse Decoding", "HeronMAE"),
    ("HERON - Sparse Decoding of Graphs", "HERON"),
]


@pytest.mark.parametrize(("title", "name"), TITLES)
def test_the_name_stands_before_the_colon(title: str, name: str) -> None:
    assert linked("We study sparse decoding. Our method achieves {81.5}% accuracy.", title) == [[name]]


def test_the_title_names_it() -> None:
    abstract = "We study sparse decoding. Our method achieves {81.5}% accuracy."
    assert linked(abstract, "Heron: Sparse Decoding of Graphs") == [["Heron"]]


SPELT_OUT = [
    ("Decoding Trees with Graph Wave Decoders", "We propose the Graph Wave Decoder (GWD).", "GWD"),
    ("Decoding of Trees with Quiet Waves", "Ours is a quiet waves mechanism for graphs.", "Quiet Waves"),
    ("Fast Decoding of Trees Using TreeWave-LM", "We decode trees.", "TreeWave-LM"),
]


@pytest.mark.parametrize(("title", "abstract", "name"), SPELT_OUT)
def test_the_title_ends_with_it(title: str, abstract: str, name: str) -> None:
    assert linked(abstract + " We reach {81.5}% accuracy.", title=title) == [[name]]


def test_a_data_set_in_the_title_is_no_system() -> None:
    abstract = "We introduce QuizSet, a dataset of questions. GPT-4o reaches {44.7}% accuracy."
    assert linked(abstract, "QuizSet: A Dataset of Questions") == [["GPT-4o"]]


def test_a_mention_in_the_sentence_has_its_place() -> None:
    context, readings = read(OURS + "Heron achieves {81.5}% accuracy.")
    (choice,) = systems.link(readings, context)
    (mention,) = choice.mentions
    assert mention.span is not None
    assert context.text.clean[mention.span.start : mention.span.end] == "Heron"
    assert mention.span.start > context.sentences[1].start - 1


def test_a_mention_from_elsewhere_has_none() -> None:
    context, readings = read(OURS + "Our method achieves {81.5}% accuracy.")
    assert systems.link(readings, context)[0].mentions[0].span is None


def test_alternatives_are_the_other_candidates() -> None:
    context, readings = read(OURS + "Heron outperforms Osprey by {3.2|diff} points.")
    (choice,) = systems.link(readings, context)
    assert "Osprey" in choice.alternatives
    assert 0 < choice.score <= 1


def test_no_readings() -> None:
    context, _ = read("Nothing is measured here.")
    assert systems.link([], context) == []


@given(st.text(alphabet="aB (),.%3", max_size=60), st.text(alphabet="aB (),.%3", max_size=60))
def test_any_text(before: str, after: str) -> None:
    context, readings = read(f"X{before} {{5}} {after}")
    assert len(systems.link(readings, context)) == len(readings)
    assert systems.link(readings, context) == systems.link(readings, context)


DATA_TITLES = [
    ("Magpie: A Benchmark for Nests", 2),
    ("Magpie: A Large-Scale Multilingual Corpus", 2),
    ("Magpie: Fast Decoding for a Benchmark", 1),
    ("Magpie: A Framework for Building Datasets", 1),
    ("Magpie: Fast Decoding of Trees", 0),
]


@pytest.mark.parametrize(("title", "level"), DATA_TITLES)
def test_a_title_says_whether_its_name_is_a_data_set(title: str, level: int) -> None:
    context, readings = read("All judges come close to {63}% with Magpie.", title=title)
    ((_, situation),) = systems.situations(readings, context)
    names = [candidate.text for candidate in situation.candidates]
    assert situation.offer.data[names.index("Magpie")] == level
