"""Phrases that may name a measure, by form and by what the vocabulary knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.lexicon import Lexicon
from extraction.linking.clauses import analyse
from extraction.mentions.metrics import find, of_unit, singular

LEXICON = Lexicon.bundled()


def named(sentence: str) -> list[str]:
    """The names that the sentence's phrases give."""
    return [phrase.name for phrase in find(analyse(sentence), LEXICON.find(sentence), LEXICON)]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("It achieves an average success rate of 81%.", "success rate"),
        ("It achieves competitive success rates of 81% and 79%.", "success rate"),
        ("The state-of-the-art accuracy is 81%.", "accuracy"),
        ("The mean absolute error is 2.6.", "mean absolute error"),
        ("GPT-4o's accuracy is 81%.", "accuracy"),
        ("Cohen's kappa is 0.4.", "Cohen's kappa"),
        ("It reaches a COCO FID of 22.", "FID"),
        ("It reaches an AUC score of 0.9.", "AUC"),
        ("The BLEU values are high.", "BLEU"),
        ("Its Plumage Recall is 0.9.", "Plumage Recall"),
        ("It has fewer parameters.", "parameters"),
        ("A reduction in parameter counts was seen.", "parameter count"),
        ("It reduces memory-savings plans.", "memory-savings plans"),
        ("It reduces blind spots.", "blind spots"),
        ("It has a lower LPIPS.", "LPIPS"),
        ("The total score is 0.9.", "total score"),
        ("It boosts PSNR quality metrics.", "PSNR"),
        ("It boosts synthesis yield by 3%.", "synthesis yield"),
        ("It cuts memory requirements-by up to 3%.", "memory"),
        ("The time to first token falls.", "time to first token"),
        ("The rate of false refusals falls.", "rate of false refusals"),
        ("It is 3x faster.", "speedup"),
        ("It speeds up decoding.", "speedup"),
        ("It is 3x cheaper.", "cost"),
        ("Intersection over Union is 0.7.", "Intersection over Union"),
        ("The magnitude and axis errors are small.", "magnitude error"),
        ("Accuracy gains are large.", "Accuracy"),
        ("It yields 17.6 CIDEr points.", "CIDEr"),
    ],
)
def test_names(sentence: str, name: str) -> None:
    assert name in named(sentence)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The number of parameters falls.", "number"),
        ("It improves significantly.", "significantly"),
        ("It achieves the best.", "best"),
        ("On ImageNet, it is good.", "ImageNet"),
    ],
)
def test_no_names(sentence: str, name: str) -> None:
    assert name not in named(sentence)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rates", "rate"),
        ("accuracies", "accuracy"),
        ("losses", "loss"),
        ("bias", "bias"),
        ("FLOPs", "FLOPs"),
        ("FPS", "FPS"),
        ("analysis", "analysis"),
        ("status", "status"),
        ("boxes", "box"),
        ("gas", "gas"),
    ],
)
def test_singular(word: str, expected: str) -> None:
    assert singular(word) == expected


@pytest.mark.parametrize(
    ("unit", "measure"),
    [
        ("GB", "memory"),
        ("ms", "latency"),
        ("hours", "time"),
        ("GPU hours", "GPU hours"),
        ("GPU-days", "training time"),
        ("tokens/s", "throughput"),
        ("frames per second", "FPS"),
        ("ms/frame", "latency"),
        ("USD", "cost"),
        ("turns", "turns"),
        ("%", None),
        ("points", None),
        ("x", None),
        ("dB", None),
    ],
)
def test_units(unit: str, measure: str | None) -> None:
    assert of_unit(unit) == measure


@given(st.text(max_size=120))
def test_any_text_gives_phrases_in_order_within_it(sentence: str) -> None:
    parsed = analyse(sentence)
    phrases = find(parsed, LEXICON.find(sentence), LEXICON)
    assert list(phrases) == sorted(phrases, key=lambda phrase: phrase.first)
    assert all(0 <= phrase.first < phrase.last <= len(parsed.words) for phrase in phrases)
