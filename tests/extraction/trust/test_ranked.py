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
    "items between semicolons share no data set": (
        "Gull is broad: F1 of 0.98 on bird mazes; 97.2% solve rate on puzzles; 81.0% accuracy on CIFAR-100.",
        "0.98",
        {"benchmark": []},
    ),
    "the item that names its data set has it": (
        "Gull is broad: F1 of 0.98 on bird mazes; 97.2% solve rate on puzzles; 81.0% accuracy on CIFAR-100.",
        "81.0",
        {"benchmark": ["CIFAR-100"]},
    ),
    "an average over counted sets is on none of them": (
        (
            "We build PLUMETEST, a benchmark of feathers. Across 9 benchmarks, Gull reaches 72.5%"
            " average accuracy."
        ),
        "72.5",
        {"benchmark": []},
    ),
    "nor on one that has a number of its own": (
        (
            "Gull reaches higher average accuracy across 8 benchmarks (53.1% vs 52.3%), but a"
            " perplexity of 61.4 on"
            " WikiText."
        ),
        "53.1",
        {"benchmark": []},
    ),
    "an average over the suites of one is on it": (
        "Gull reaches 94.1% average success rate across four LIBERO task suites.",
        "94.1",
        {"benchmark": ["LIBERO"]},
    ),
    "other test sets than those named before": (
        "On the Tern dataset, Gull reaches 0.70 accuracy. On ringed test sets, it achieves 0.91 accuracy.",
        "0.91",
        {"benchmark": []},
    ),
    "the test set points back": (
        "We introduce the PlumeQA dataset. On the test set, Gull achieves 0.91 accuracy.",
        "0.91",
        {"benchmark": ["PlumeQA"]},
    ),
    "tasks without a name are not the data made for training": (
        (
            "We build FeatherData, a dataset of 4 million nests. Gull reaches 92.4% accuracy on"
            " long-range flight"
            " planning tasks."
        ),
        "92.4",
        {"benchmark": []},
    ),
    "a cohort without a name": (
        (
            "We pretrain on the ISIC 2019 dataset. Validation on a nurse-annotated private cohort"
            " gives a Dice score"
            " of 85.0%."
        ),
        "85.0",
        {"benchmark": []},
    ),
    "what is trained with is not what is tested on": (
        "Evaluated on two outdoor test sets, finetuning with Nestling reduces WER from 44.4% to 37.1%.",
        "37.1",
        {"benchmark": []},
    ),
    "more data of another set": (
        (
            "Gull reaches 67.0% AP on COCO-WholeBody. With the additional UBody dataset, it is"
            " boosted to 67.5% AP."
        ),
        "67.5",
        {"benchmark": ["COCO-WholeBody"]},
    ),
    "each half of a list has its set": (
        "Gull achieves 91.7% mAP and 97.3% Rank-1 on MARS, and 96.0% Rank-1 and 99.0% Rank-5 on iLIDS-VID.",
        "96.0",
        {"benchmark": ["iLIDS-VID"]},
    ),
    "what is said of the next number is opened by its set": (
        (
            "On the Tern dataset, Gull achieves a Dice score of 86.1%, and on the ACDC dataset,"
            " it reaches 92.6%."
        ),
        "86.1",
        {"benchmark": ["Tern"]},
    ),
    "and the next number is on that one": (
        (
            "On the Tern dataset, Gull achieves a Dice score of 86.1%, and on the ACDC dataset,"
            " it reaches 92.6%."
        ),
        "92.6",
        {"benchmark": ["ACDC"]},
    ),
    "a set between a number and its measure is that number's": (
        "Gull achieves 0.21 rFID with 82.2% ImageNet accuracy for images, and 3.01 rFVD with 32.6% recall.",
        "3.01",
        {"benchmark": []},
    ),
    "models are no data set": (
        "Experiments on Qwen3 models show that Gull achieves 5.8x higher throughput than Tern.",
        "5.8",
        {"benchmark": []},
    ),
    "a task in capitals is no data set": (
        "Experiments on Nest Material Extraction (NME) tasks show that Gull cuts the cost by 90%.",
        "90",
        {"benchmark": []},
    ),
    "how rankings go together is on no set": (
        (
            "Evaluating 25 models on CogniLoad, we find that cost and accuracy rankings diverge"
            " (Spearman r = 0.63)."
        ),
        "0.63",
        {"benchmark": []},
    ),
    "percentage points are a difference": (
        "Gull has higher accuracy by some, 18.0 pp on CIFAR100.",
        "18.0",
        {"kind": "difference"},
    ),
    "an overhead is so much more": (
        "Gull works with a small parameter overhead (3% on Tern).",
        "3",
        {"kind": "percent_change", "direction": "up"},
    ),
    "an overhead that is cut is less": (
        "Gull reduces the memory overhead by 30%.",
        "30",
        {"kind": "percent_change", "direction": "down"},
    ),
    "a short form between measure and gain": (
        "Gull achieves 11.5% power usage effectiveness (PUE) improvement.",
        "11.5",
        {"direction": "down"},
    ),
    "what a drop comes to is no level": (
        "The average drop from execution rate to spatial pass rate is approximately 41%.",
        "41",
        {"kind": None},
    ),
    "a share of the variance is no score": (
        "On the Tern dataset, Gull has an accuracy of 83% and explains 64% of the variance.",
        "64",
        {"kind": None},
    ),
    "what it was at first is another's": (
        "The small Gull keeps 63.7 accuracy on OCR-VQA (original: 64.9).",
        "64.9",
        {"role": "reference"},
    ),
    "the second one beaten is beaten too": (
        "Gull outperforms Tern (F1 = 0.40) and even the best static method Heron (F1 = 0.48) on SimLex-999.",
        "0.48",
        {"role": "reference"},
    ),
    "approximate is about": (
        "Gull achieves an approximate 4x speedup.",
        "4",
        {"bound": "about"},
    ),
    "what a method holds down is not its measure's name": (
        "Gull learns many tasks on Meta-World while constraining task-wise forgetting to within 10%.",
        "10",
        {"metric": "task-wise forgetting"},
    ),
    "a time is no system": (
        "Gull reaches 91.4 IoU on RefCOCO while Tern-235B demands 4,320ms to achieve 90.5 IoU.",
        "90.5",
        {"system": ["Tern-235B"]},
    ),
    "what a framework is for is not the framework": (
        (
            "We present Gull, a steering framework for BiomedCLIP that enables tuning while"
            " updating only 0.1% of the"
            " parameters."
        ),
        "0.1",
        {"system": ["Gull"]},
    ),
    "parts of others do nothing": (
        "We present Gull. The addition of Gabor convolutions represents a 28% reduction in training time.",
        "28",
        {"not system": ["Gabor"]},
    ),
    "costs are no verb": (
        "Our cascaded TernGuard detector reduces monitoring costs by 75%.",
        "75",
        {"system": ["TernGuard"]},
    ),
    "it is possible to nobody but the subject before": (
        (
            "This paper proposes Heron, a workflow of agents. Heron demonstrates for the first"
            " time that it is possible"
            " to achieve good quality with an 89.5% reduction in costs. We train a captioner, namely Gull."
        ),
        "89.5",
        {"system": ["Heron"]},
    ),
    "one of many compared is not the paper's own": (
        (
            "We compare five backbones, namely VGG16, VGG19, ConvNet-A, ConvNet-B and ConvNet-C. Residual"
            " architectures need 16x fewer FLOPs."
        ),
        "16",
        {"not system": ["VGG16"]},
    ),
    "with what one decodes is a setting": (
        "Our surrogate training approach reduces training costs by 45% when using Llama-70B as the decoder.",
        "45",
        {"not system": ["Llama-70B"]},
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
    "a measure of one item is not the next one's": (
        "Gull is broad: 97.2% exact puzzle solve rate with no hints; 81.0% on CIFAR-100.",
        "81.0",
        {"metric": None},
    ),
    "what was sent before stays a gain in the next list": (
        (
            "Gull brings increases of 0.2%, 0.7%, and 0.9% in Text to Image R@1, Image to Text"
            " R@1, and mR on RSITMD,"
            " respectively, and 0.1%, 2.9%, and 1.3% on RSICD."
        ),
        "2.9",
        {"kind": "difference", "metric": "Image to Text R@1"},
    ),
    "the set of the first list is not that of a check ahead of it": (
        (
            "We evaluate Gull over two diverse datasets, enforce high code coverage (>98%) across"
            " unit tests, and"
            " achieve correctness of 99% on HumanEval programs and 49% on PlumeBench programs."
        ),
        "98",
        {"benchmark": []},
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
