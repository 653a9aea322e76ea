"""A change that is told once for a list is the change of each of its numbers."""

import pytest

from extraction.claims import Document
from extraction.pipeline import extract

CASES = [
    (
        "It brings improvements of 11.1% accuracy on MathQuest, 14.6 BLEU on QuizBench and 2.1 EM on Lum.",
        3,
    ),
    ("It shows improvements in BLEU-4 (0.47%), METEOR (0.17%) and ROUGE-L (0.518).", 3),
    ("It brings gains of 2.1% and 3.4% in accuracy on QuizBench and FableQA.", 2),
    ("It brings improvements of 3.1% on QuizBench, reaching 45.2 mAP.", 1),
    ("It brings improvements of 3.1% on QuizBench, with 45.2 mAP and 51.0 mIoU.", 1),
    ("It reaches 45.2 mAP on QuizBench, and 51.0 mIoU on FableQA.", 0),
]


@pytest.mark.parametrize(("abstract", "count"), CASES)
def test_changes(abstract: str, count: int) -> None:
    kinds = [claim.kind for claim in extract(Document("x", "Gull", abstract)).claims]
    assert sum(kind != "absolute" for kind in kinds) == count
