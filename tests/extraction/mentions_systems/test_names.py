"""Names by their form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.linking.clauses import analyse
from extraction.mentions import names

FOUND = [
    ("We propose DeltaNet for this.", ["DeltaNet"]),
    ("our Pigeon compiler is fast", ["Pigeon"]),
    ("The results of Heron improve.", ["Heron"]),
    ("Heron improves.", []),
    ("We present Heron. Heron improves.", ["Heron", "Heron"]),
    ("with Claude 3.5 Sonnet and GPT-4o", ["Claude 3.5 Sonnet", "GPT-4o"]),
    ("Claude Sonnet 4 wins", ["Claude Sonnet 4"]),
    ("a ViT-B/16 backbone", ["ViT-B/16"]),
    ("over DeiT-B/ResMLP-B24 by far", ["DeiT-B", "ResMLP-B24"]),
    ("the 3DGS baseline", ["3DGS"]),
    ("our DC^2 method", ["DC^2"]),
    ("score CQD^{A} higher", ["CQD^{A}"]),
    ("p-MoD saves time", ["p-MoD"]),
    ("s-CMax is exact", ["s-CMax"]),
    ("with Qwen2.5-VL-7B as a base", ["Qwen2.5-VL-7B"]),
    ("the CLIP-based detector", ["CLIP"]),
    ("a HoneyBee-trained model", ["HoneyBee"]),
    ("than Acme's FastPose", ["Acme", "FastPose"]),
    ("the LoRA-tuned BLIP model", ["LoRA", "BLIP"]),
    ("outperforms FastSpeech 2 by far", ["FastSpeech 2"]),
    ("trained on COCO FID", ["COCO"]),
    ("process.TransDiff runs", ["TransDiff"]),
    ("architectures–ResNet50 are used", ["ResNet50"]),
]
LOWER_CASE = [
    ("we use a random forest here", ["random forest"]),
    ("Random forests and LSTM do well", ["Random forests", "LSTM"]),
    ("with Random Forest and XGBoost", ["Random Forest", "XGBoost"]),
    ("the k-nearest neighbors reach 5", ["k-nearest neighbors"]),
    ("a forest of random trees", []),
    ("below human performance", ["human"]),
    ("trained human experts do better", ["human experts"]),
    ("as judged by humans", ["humans"]),
    ("three radiologists do better", ["radiologists"]),
    ("human values and human evaluation", []),
    ("better than a human", ["human"]),
    ("much as a human.", ["human"]),
]
NOT_FOUND = [
    pytest.param("we use 8 GPUs for 3 days", ["GPUs"], id="devices are names by their form"),
    pytest.param("a 3x speedup and a 10-fold gain", [], id="multiples"),
    pytest.param("a 4-bit and a 200K-token budget", [], id="measures with a noun"),
    pytest.param("by 12ms at 30fps with 24GB", [], id="units glued to their number"),
    pytest.param("In this work, We show", [], id="capitalised function words"),
    pytest.param("The state-of-the-art methods", [], id="hyphenated plain words"),
    pytest.param("a top-1 and top-20 score", [], id="ranks"),
    pytest.param("see https://Example.org/CODE", [], id="addresses"),
    pytest.param("a multi-GPU, per-GPU cost", [], id="prefixes"),
    pytest.param("Results: 3.2 on two sets", [], id="a heading"),
]


def found(text: str) -> list[str]:
    """The names of a text cut at full stops."""
    parts = [analyse(part.strip()) for part in text.split(". ")]
    return [name.text for name in names.find(parts)]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(("text", "expected"), NOT_FOUND)
def test_not_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(("text", "expected"), LOWER_CASE)
def test_lower_case(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("name", ["random forest", "Random Forests", "K-nearest neighbor"])
def test_common(name: str) -> None:
    assert names.is_common(name)


@pytest.mark.parametrize("name", ["random", "random forest model", "forest", "LSTM"])
def test_not_common(name: str) -> None:
    assert not names.is_common(name)


def test_suffix_is_kept_apart() -> None:
    (name,) = names.find([analyse("the CLIP-based detector")])
    assert (name.text, name.suffix) == ("CLIP", "-based")


def test_a_measured_number_is_no_version() -> None:
    sentence = analyse("with Wan 2.1 more points")
    assert [n.text for n in names.find([sentence])] == ["Wan 2.1"]
    assert [n.text for n in names.find([sentence], blocked=[{2}])] == ["Wan"]


@pytest.mark.parametrize(
    ("first", "second"), [("LLaMA-3", "llama 3"), ("ViT-B/16", "ViT B 16"), ("DC^2", "dc2"), ("S&P", "sp")]
)
def test_key_is_one_for_all_spellings(first: str, second: str) -> None:
    assert names.key(first) == names.key(second)


@given(st.text(max_size=120))
def test_any_text_gives_names_inside_it(text: str) -> None:
    sentence = analyse(text)
    for name in names.find([sentence]):
        assert name.text
        assert 0 <= name.first < name.last <= len(sentence.words)
