"""Classes of numbers that once stood in ranks they had no right to, one sentence of our own each.

A case is a sentence, the number in it, and what has to be read of that number.
"""

from typing import Any

import pytest

from extraction.claims import Document
from extraction.pipeline import extract
from extraction.records import as_record

Case = tuple[str, str, dict[str, Any]]

CASES: dict[str, Case] = {
    "the start of a change is another's": (
        "On the Tern detector (58.9 mAP on COCO), Gull improves accuracy by +1.5 mAP, reaching 60.4 mAP.",
        "58.9",
        {"role": "reference"},
    ),
    "where a change leads has the change's task": (
        "On COCO, Gull improves the instance segmentation accuracy by +1.2 mAP, reaching 52.4 mAP.",
        "52.4",
        {"task": "instance segmentation"},
    ),
    "a CLIP score is no FID": (
        "Gull achieves an FID score of 16.67 and a CLIP score of 0.29 on COCO.",
        "0.29",
        {"metric": "CLIP score"},
    ),
    "FLOP(G) are thousands of millions": (
        "Gull reaches 38.2% mAP on COCO with just 4.5 FLOP(G).",
        "4.5",
        {"unit": "FLOP(G)", "metric": "FLOPs"},
    ),
    "FLOPs (G) too": (
        "Gull reaches 38.2% mAP on COCO with just 5.2 FLOPs (G).",
        "5.2",
        {"unit": "FLOPs (G)"},
    ),
    "what one wins with may be the margin": (
        "On LLVIP and FableQA, Gull outperforms Tern-huge with 23.8% and 11.1% top-1 accuracy.",
        "23.8",
        {"kind": None},
    ),
    "more than half is no margin": (
        "On ImageNet, Gull outperforms Tern-huge with 83.8% top-1 accuracy.",
        "83.8",
        {"kind": "absolute"},
    ),
    "a share of a cost that is sped up is a change": (
        "Gull achieves a 40% training time and 55% inference FLOPs acceleration of Tern.",
        "40",
        {"kind": "percent_change", "direction": "down"},
    ),
    "a share of the peak is no amount": (
        "Gull reaches 61% of the theoretical maximum FLOPs/s on A100.",
        "61",
        {"kind": "fraction"},
    ),
    "data that is at once compared is a share": (
        "Gull trains with over 10 times speed-up and 10.7% training data compared with Tern.",
        "10.7",
        {"kind": "fraction"},
    ),
    "a multiple of a rate is more of it": (
        "Gull achieves state-of-the-art quality with 2.4x throughput compared to the best prior methods.",
        "2.4",
        {"direction": "up"},
    ),
    "a latency that gets better gets lower": (
        "These kernels bring a 272% improvement in full precision latency over naive kernels.",
        "272",
        {"direction": "down"},
    ),
    "tokens in a second are a rate": (
        "For tokens per GPU-second, Gull achieves up to 3.8x and 3.6x improvement over Tern and Heron.",
        "3.8",
        {"metric": "tokens per GPU-second"},
    ),
    "a task of its own is no data set named before": (
        "AUC rises from 0.97 to 0.98 for QuizNIST and 0.73 to 0.83 for a road damage classification task.",
        "0.83",
        {"benchmark": []},
    ),
    "a sentence that opens with a task is on no set before": (
        "Gull beats Tern by 5.4% on ScanObjectNN. On road crack segmentation, it reaches 96.1% mean IoU.",
        "96.1",
        {"benchmark": []},
    ),
    "a country is no benchmark": (
        "We collect 5,000 photos taken in Vietnam. The best system reaches 43.9% F1 on the test set.",
        "43.9",
        {"benchmark": []},
    ),
    "a kind of recording is no benchmark": (
        "Using a separate bpMRI dataset with 158 patients, Gull achieves 0.79 AUC.",
        "0.79",
        {"benchmark": []},
    ),
    "one of many machines is no benchmark": (
        "Gull achieves a mean position error of 26.8 mm on a KOLA KR30 industrial robot.",
        "26.8",
        {"benchmark": []},
    ),
    "a backbone is not what is measured": (
        "The Tern-DETR detector with Swin-L is improved by Gull from 58.5% to 59.5% AP on COCO val.",
        "59.5",
        {"not system": ["Swin-L"]},
    ),
    "a model told with its size has its number": (
        "On RAGTruth, Gull achieves 84.0% accuracy, rivaling specialized models, MiniTern (7B; 83.1%).",
        "83.1",
        {"system": ["MiniTern"]},
    ),
    "what a method does without is not the method": (
        "Our MulMat-free models achieve 81.2% accuracy on ImageNet.",
        "81.2",
        {"not system": ["MulMat"]},
    ),
}

MISSES: dict[str, Case] = {
    "the last capitals of a long name are no name": (
        "Gull has an F1 of 46.9% on AffWild2 and 49.0% on Acted Stories in The Wild (ASTW).",
        "49.0",
        {"benchmark": ["Acted Stories in The Wild"]},
    ),
    "a name in brackets behind the best one before": (
        "Gull runs 1.9x faster than the current best (Tern v2) on ImageNet.",
        "1.9",
        {"system": ["Gull"]},
    ),
    "a data set that the best of several were tried on": (
        "We release QuizVN, a challenge. The highest scores are 0.44 in F1 on its private test set.",
        "0.44",
        {"system": [], "benchmark": ["QuizVN"]},
    ),
}


def read(case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was read of the number, and what had to be."""
    sentence, number, expected = case
    document = Document("x", "Gull: Birds", sentence)
    found = [claim for claim in as_record(document, extract(document))["claims"] if claim["text"] == number]
    assert len(found) == 1
    wanted = {name: value for name, value in expected.items() if not name.startswith("not ")}
    for name, value in expected.items():
        if name.startswith("not "):
            assert found[0][name[4:]] != value
    return {name: found[0][name] for name in wanted}, wanted


@pytest.mark.parametrize("name", CASES)
def test_read_as_it_is(name: str) -> None:
    found, wanted = read(CASES[name])
    assert found == wanted


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=name)) for name in MISSES]
)
def test_known_misses(name: str) -> None:
    found, wanted = read(MISSES[name])
    assert found == wanted
