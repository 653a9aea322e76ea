"""Finding known names in a text: boundaries, spellings, capitals, context, the longest match."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.lexicon import Lexicon, NameKind
from tests.extraction.counted import calls

LEXICON = Lexicon.bundled()


def found(text: str, kind: NameKind | None = None, context: str = "") -> list[tuple[str, str]]:
    """What is found: the characters of the text, and the entry."""
    return [
        (text[hit.start : hit.end], hit.entry.name)
        for hit in LEXICON.find(text, context=context)
        if kind in (None, hit.kind)
    ]


def benchmarks(text: str) -> list[str]:
    return [name for _, name in found(text, NameKind.BENCHMARK)]


def metrics(text: str) -> list[str]:
    return [name for _, name in found(text, NameKind.METRIC)]


@pytest.mark.parametrize(
    "written",
    ["ImageNet-1K", "ImageNet 1k", "ImageNet1K", "ImageNet-1k", "IMAGENET-1K", "ILSVRC-2012", "IN-1K"],
)
def test_spellings_of_one_benchmark(written: str) -> None:
    assert found(f"We test on {written}.", NameKind.BENCHMARK) == [(written, "ImageNet")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ImageNet-C", ["ImageNet-C"]),
        ("ImageNet-Zap is new", []),
        ("Zap-ImageNet is new", []),
        ("an ImageNet-pretrained backbone", []),
        ("an ImageNet-trained backbone", []),
        ("ImageNet-wide", ["ImageNet"]),
        ("(ImageNet)", ["ImageNet"]),
        ("ImageNet's classes", ["ImageNet"]),
        ("ImageNet/COCO", ["ImageNet", "COCO"]),
        ("ImageNets", []),
        ("MyImageNet", []),
        ("CIFAR-10, CIFAR-100", ["CIFAR-10", "CIFAR-100"]),
        ("CIFAR-10/CIFAR-100", ["CIFAR-10", "CIFAR-100"]),
        ("SWE-bench Verified", ["SWE-bench Verified"]),
        ("SWE-bench", ["SWE-bench"]),
        ("GPQA-Diamond and GPQA", ["GPQA Diamond", "GPQA"]),
        ("HumanEval+ and HumanEval", ["HumanEval+", "HumanEval"]),
        ("CNN / Daily Mail", ["CNN/DailyMail"]),
        ("CNN/DailyMail", ["CNN/DailyMail"]),
        ("τ-bench and τ²-bench", ["tau-bench", "tau2-bench"]),
        ("∞Bench", ["InfiniteBench"]),
        ("Tanks & Temples", ["Tanks and Temples"]),
        ("LibriSpeech test-clean", ["LibriSpeech test-clean"]),
        ("WMT14 En-De", ["WMT14 En-De"]),
    ],
)
def test_boundaries_and_the_longest_match(text: str, expected: list[str]) -> None:
    assert benchmarks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The quality of multiple frames in a large study",
        "Quality and Multiple are words",
        "We reveal the record, deliver talent and include more",
        "In a simpler setting we interpret the mutual gap",
        "natural questions of people who reside in towns",
        "a 3D shape in a bright scene",
        "visual puzzles and open problems",
    ],
)
def test_ordinary_words_are_no_benchmarks(text: str) -> None:
    assert benchmarks(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On MATH, our model solves more competition problems", ["MATH"]),
        ("We like math competitions", []),
        ("MATH departments of Europe", []),
        ("On ARC and HellaSwag", ["AI2 Reasoning Challenge", "HellaSwag"]),
        ("ARC, the abstraction and reasoning corpus", ["ARC-AGI"]),
        ("an ARC furnace", []),
        ("sentiment on SST", ["SST-2"]),
        ("sea surface temperature (SST)", []),
        ("reading comprehension of LLMs on DROP", ["DROP"]),
        ("the accuracy drop of language models", []),
        ("commonsense reasoning of language models: COPA and PIQA", ["COPA", "PIQA"]),
        ("event causality on ESC", ["EventStoryLine"]),
        ("electronic stability control (ESC)", []),
        ("face verification on LFW", ["LFW"]),
        ("text-to-SQL on Spider", ["Spider"]),
        ("a Spider robot", []),
        ("income prediction on the tabular data set Adult", ["Adult"]),
        ("Adult patients", []),
        ("fine-grained recognition on Cars and Flowers", ["Stanford Cars", "Oxford Flowers-102"]),
        ("Cars and Flowers in the street", []),
        ("ETTh1, Weather and Traffic", ["ETTh1", "Weather (time series)", "Traffic (time series)"]),
        ("Traffic in towns", []),
        ("node classification on Cora and Texas", ["Cora", "Texas"]),
        ("Texas and its towns", []),
        ("a SAT solver", []),
        ("cardiac segmentation on ACDC", ["ACDC"]),
        ("driving in adverse weather: ACDC, Cityscapes", ["ACDC (adverse conditions)", "Cityscapes"]),
        ("Go beyond the state of the art in game playing", []),
    ],
)
def test_names_that_are_words_or_of_several_meanings(text: str, expected: list[str]) -> None:
    assert benchmarks(text) == expected


def test_what_a_name_needs_may_stand_in_the_context() -> None:
    assert found("We reach 60% on Spider.", NameKind.BENCHMARK) == []
    title = "Text-to-SQL with hints"
    assert found("We reach 60% on Spider.", NameKind.BENCHMARK, context=title) == [("Spider", "Spider")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an mAP of 51.2", ["mAP"]),
        ("a map of the town", []),
        ("MAP of 31.2 for retrieval of passages", ["mean average precision (retrieval)"]),
        ("mean average precision", ["mAP"]),
        ("box AP and mask AP", ["box AP", "mask AP"]),
        ("an AP of 40.1", ["AP"]),
        ("the ap of 40.1", []),
        ("AP50 and AP75", ["AP50", "AP75"]),
        ("top-1 accuracy", ["top-1 accuracy"]),
        ("Top-1 of 84.2%", ["top-1 accuracy"]),
        ("accuracies of 3 models", ["accuracy"]),
        ("F1 scores", ["F1"]),
        ("macro-F1", ["macro F1"]),
        ("recall and precision", ["recall", "precision"]),
        ("mixed precision and half-precision", []),
        ("FP8 precision", []),
        ("error bars and error correction", []),
        ("an error of 3 mm", ["error"]),
        ("the cost function", []),
        ("the loss function", []),
        ("long short-term memory", []),
        ("peak memory", ["peak memory"]),
        ("in real time", []),
        ("25 frames per second", ["frames per second"]),
        ("Recall@10 and R@1", ["recall@10", "recall@1"]),
        ("mAP@0.5:0.95", ["mAP"]),
        ("ROUGE-1/2/L", ["ROUGE-1"]),
        ("ROUGE of 40", ["ROUGE"]),
        ("rouge of 40", []),
        ("tokens per second", ["token throughput"]),
        ("pass@1 and pass^4", ["pass@1", "pass-hat-4"]),
        ("an ASR of 90% for the attack", ["attack success rate"]),
        ("ASR for dysarthric voices", []),
        ("an SR of 80% in robot manipulation", ["success rate"]),
        ("PSNR/SSIM/LPIPS", ["PSNR", "SSIM", "LPIPS"]),
        ("a BLEU score of 30", ["BLEU"]),
        ("expected calibration error (ECE)", ["expected calibration error"]),
        ("time-to-first-token", ["time to first token"]),
        ("accuracy, F1", ["accuracy", "F1"]),
        ("DeepSeek-R1", []),
    ],
)
def test_metrics_in_texts(text: str, expected: list[str]) -> None:
    assert metrics(text) == expected


def test_tasks_are_found_in_any_case() -> None:
    text = "Object Detection and named entity recognition"
    assert found(text, NameKind.TASK) == [
        ("Object Detection", "Object detection"),
        ("named entity recognition", "Named entity recognition"),
    ]


def test_no_name_reaches_over_a_bracket_a_comma_or_a_full_stop() -> None:
    assert benchmarks("SWE-bench, Verified") == ["SWE-bench"]
    assert benchmarks("SWE-bench. Verified") == ["SWE-bench"]
    assert metrics("peak (memory)") == ["memory"]


def test_offsets_count_code_points() -> None:
    text = "𝔸 café: ＩｍａｇｅＮｅｔ and ImageNet"
    hits = LEXICON.find(text)
    assert [text[hit.start : hit.end] for hit in hits] == ["ＩｍａｇｅＮｅｔ", "ImageNet"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["ImageNet", "MATH", "mAP", "accuracy", "SWE-bench Verified", "GSM8K", "(", ", ", " ", "-", "x"]
        )
    )
)
def test_hits_are_in_order_inside_the_text_and_do_not_overlap(parts: list[str]) -> None:
    text = "".join(parts)
    hits = LEXICON.find(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    spans = sorted({(hit.start, hit.end) for hit in hits})
    assert [(hit.start, hit.end) for hit in hits] == sorted((hit.start, hit.end) for hit in hits)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_may_come(text: str) -> None:
    assert LEXICON.find(text) == LEXICON.find(text)


def test_twice_a_text_takes_twice_the_calls() -> None:
    text = "accuracy mAP 10%/10% COCO [[((" * 500
    assert calls(lambda: LEXICON.find(2 * text)) < 2.1 * calls(lambda: LEXICON.find(text))


def test_the_same_names_are_found_for_every_hash_seed() -> None:
    code = (
        "from extraction.lexicon import Lexicon\n"
        "text = 'mAP on COCO, MAP, GREEN, F1 and BLEU on WMT14 En-De; ACDC, Cityscapes; Spider SQL'\n"
        "print([(h.start, h.end, h.entry.name, h.kind) for h in Lexicon.bundled().find(text)])\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(runs) == 1


@pytest.mark.bench
def test_loading_and_the_first_search() -> None:
    code = (
        "import time\n"
        "from extraction.lexicon import Lexicon\n"
        "Lexicon.bundled().find('accuracy on COCO'); print(time.process_time())\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    print(f"loading and the first search: {float(run.stdout):.2f} s of the processor (to reach: 1)")
