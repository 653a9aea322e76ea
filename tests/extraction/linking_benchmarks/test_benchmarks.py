"""Which data sets a number was measured on, whether a list holds their names or none does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.linking import benchmarks, metrics
from tests.extraction.measured import read

FORMS = [
    ("It achieves {81.5}% accuracy on ImageNet.", [["ImageNet"]]),
    ("It achieves {81.5}% accuracy on QuizBench.", [["QuizBench"]]),
    ("It achieves {81.5}% accuracy on the QuizBench benchmark.", [["QuizBench"]]),
    ("On ImageNet, it achieves {81.5}% accuracy.", [["ImageNet"]]),
    ("On the QuizBench dataset, Heron achieves {81.5}% accuracy.", [["QuizBench"]]),
    ("Experiments on the Lumora corpus show an F1 of {81.5}%.", [["Lumora"]]),
    ("We evaluate on the Lumora dataset. Heron reaches an F1 of {81.5}%.", [["Lumora"]]),
    (
        "It scores {70.1}% on TAU-Bench and {64.2}% on SWE-bench Verified.",
        [["TAU-Bench"], ["SWE-bench Verified"]],
    ),
    (
        "It reaches {70.1}% on QuizSet, {64.2}% on MathQuest and {55.0}% on FableQA.",
        [["QuizSet"], ["MathQuest"], ["FableQA"]],
    ),
    (
        "It achieves state-of-the-art results on ScreenWorld-v2 ({93.9}%) and ScreenWorld-Pro ({56.5}%).",
        [["ScreenWorld-v2"], ["ScreenWorld-Pro"]],
    ),
    (
        "It gains {3.0|diff}, {5.1|diff} and {8.1|diff} points on MMLU, GPQA and MathQuest, respectively.",
        [["MMLU"], ["GPQA"], ["MathQuest"]],
    ),
    (
        "On MMLU, GPQA and MathQuest, it gains {3.0|diff}, {5.1|diff} and {8.1|diff} points, respectively.",
        [["MMLU"], ["GPQA"], ["MathQuest"]],
    ),
    (
        "It improves ImageNet FID from {2.77|ref} to {2.68} and COCO FID from {23.9|ref} to {22.9}.",
        [["ImageNet"], ["ImageNet"], ["COCO"], ["COCO"]],
    ),
    ("On COCO, it achieves {45.1} mAP, {63.2} AP50 and {49.0} AP75.", [["COCO"], ["COCO"], ["COCO"]]),
    ("It achieves {45.1} mAP, {63.2} AP50 and {49.0} AP75 on COCO.", [["COCO"], ["COCO"], ["COCO"]]),
    ("It reaches {45.1} mAP on COCO and {50.6} mIoU on ADE20K.", [["COCO"], ["ADE20K"]]),
    ("It reduces FID from {56.4|ref} to {21.6} on Visual Genome.", [["Visual Genome"], ["Visual Genome"]]),
    ("It improves accuracy by {3.2|diff}% on the MiniWorld benchmark.", [["MiniWorld"]]),
    ("It outperforms Osprey by {3.2|diff}% on MathQuest.", [["MathQuest"]]),
    (
        "We introduce QuizBench, a benchmark of riddles. GPT-4o reaches only {44.7}% accuracy.",
        [["QuizBench"]],
    ),
    ("We introduce QuizBench, a benchmark of riddles. The best model achieves {44.7}%.", [["QuizBench"]]),
    (
        "This paper presents FableQA, a dataset of stories. We find that models reach {44.7}% accuracy.",
        [["FableQA"]],
    ),
    (
        "On QuizBench, it reaches {81.5}%, compared with {70.1|ref}% for Osprey.",
        [["QuizBench"], ["QuizBench"]],
    ),
    ("The success rate on LIBERO is {97.1}%.", [["LIBERO"]]),
    ("It attains {0.89} Dice on the BraTS 2021 validation set.", [["BraTS 2021"]]),
    ("It reaches a WER of {2.1}% on LibriSpeech test-clean.", [["LibriSpeech test-clean"]]),
    ("Using the Wisteria dataset, we achieve {93.1}% accuracy.", [["Wisteria"]]),
    ("The model obtains {0.93} AUC on the MIMIC-CXR dataset.", [["MIMIC-CXR"]]),
    ("It achieves {31.2} dB PSNR on Set5.", [["Set5"]]),
    ("Results on nuScenes show {68.1} NDS and {64.3} mAP.", [["nuScenes"], ["nuScenes"]]),
]
NONE_NAMED: list[tuple[str, list[list[str]]]] = [
    ("It achieves {81.5}% accuracy.", [[]]),
    ("It is {3|factor}x faster.", [[]]),
    ("Experiments on three public datasets show gains of {3.2|diff}%.", [[]]),
    ("Across five benchmarks, it improves accuracy by {3.2|diff}%.", [[]]),
    ("It achieves {81.5}% accuracy with Llama-3-8B.", [[]]),
    ("It gains {4|diff}% on Qwen2.5-7B and {8|diff}% on Llama-3-8B.", [[], []]),
    ("On an NVIDIA A100 GPU it runs at {30} FPS.", [[]]),
    ("We use GPT-4o as a judge and reach {81.5}% agreement.", [[]]),
    ("Built on BERT, it reaches {81.5}% accuracy.", [[]]),
    ("We propose Heron, a decoder for graphs. Heron reaches {81.5}% accuracy.", [[]]),
    ("It reduces latency by {40|pct}% on the iPhone.", [[]]),
    ("It outperforms XLNet by {3.2|diff}%.", [[]]),
]
MORE_FORMS = [
    ("On the challenging FableQA benchmark it reaches {44.7}%.", [["FableQA"]]),
    ("On the long-horizon AppWorld benchmark, the agent solves {61}% of tasks.", [["AppWorld"]]),
    ("Heron ranks first in SemEval-2026 Task 12 with an accuracy of {0.95}.", [["SemEval-2026 Task 12"]]),
    ("It achieves {52.3}% on the HumanEval and {60.1}% on the MBPP benchmark.", [["HumanEval"], ["MBPP"]]),
    ("Tested on KITTI, the error drops by {12|pct}%.", [["KITTI"]]),
    ("Validation on the Bonn EEG dataset gives {93.7}% accuracy.", [["Bonn EEG"]]),
    ("We train on CC12M and obtain {61.2}% zero-shot accuracy on ImageNet.", [["ImageNet"]]),
    (
        "On WildTrack it achieves {92.1}% MODA, and on MultiviewX {93.9}% MODA.",
        [["WildTrack"], ["MultiviewX"]],
    ),
]
EVEN_MORE = [
    ("Heron achieves {93.7}% accuracy on the Bonn dataset.", [["Bonn"]]),
    ("Heron attains {81.2}% F1 on OntoNotes and {77.0}% F1 on WikiANN.", [["OntoNotes"], ["WikiANN"]]),
    ("On VisDrone2019, it improves mAP by {4.6|diff}%.", [["VisDrone2019"]]),
    ("On KITTI and nuScenes, it improves mAP by {4.6|diff}% and {2.1|diff}%.", [["KITTI"], ["nuScenes"]]),
    ("It improves over Osprey on KITTI by {4.6|diff}%.", [["KITTI"]]),
    ("It reaches {44.5} mAP on the COCO test-dev split.", [["COCO"]]),
    ("It achieves {44.5}% on FrontierMath.", [["FrontierMath"]]),
    ("It achieves {44.5}% in the ARC-AGI-2 challenge.", [["ARC-AGI-2"]]),
    ("On ARC-AGI-2 it reaches only {4.5}%.", [["ARC-AGI-2"]]),
    ("It solves {44.5}% of the problems in PuzzleArena.", [["PuzzleArena"]]),
    ("For the FableQA benchmark, accuracy rises to {44.5}%.", [["FableQA"]]),
    ("We release FableQA, a benchmark for story understanding. Humans reach {94.5}%.", [["FableQA"]]),
    ("We construct StoryBench, a suite of tales. Llama-3-8B scores {24.5}%.", [["StoryBench"]]),
    (
        "Results on StoryBench: Llama-3-8B reaches {24.5}% and GPT-4o {44.0}%.",
        [["StoryBench"], ["StoryBench"]],
    ),
    ("It reaches {24.5}% on StoryBench. It also reaches {31.0}% on FableQA.", [["StoryBench"], ["FableQA"]]),
    ("It cuts the error on Middlebury from {2.1|ref} to {1.4} pixels.", [["Middlebury"], ["Middlebury"]]),
    ("Trained on the WebPile corpus, it achieves {61.2}% on HellaSwag.", [["HellaSwag"]]),
    ("Zero-shot evaluation on HellaSwag gives {61.2}%.", [["HellaSwag"]]),
    ("It sets a new state of the art on DocVQA ({91.2}% ANLS).", [["DocVQA"]]),
    ("It sets a new state of the art on DocVQA ({91.2}) and ChartQA ({84.0}).", [["DocVQA"], ["ChartQA"]]),
    (
        "On three benchmarks (MMLU, GSM8K, HumanEval) it reaches {71.0}, {83.1} and {64.2}.",
        [["MMLU"], ["GSM8K"], ["HumanEval"]],
    ),
    (
        "It achieves a mean IoU of {44.5}% on the Larkspur dataset, surpassing Osprey by {2.1|diff}%.",
        [["Larkspur"], ["Larkspur"]],
    ),
    ("In experiments on the Larkspur dataset, the F1 score is {0.81}.", [["Larkspur"]]),
    ("Our results on WMT14 En-De show {29.1} BLEU.", [["WMT14 En-De"]]),
    ("It reaches {0.91} AUC on the private OncoScan dataset.", [["OncoScan"]]),
]
MODELS_TOOLS_AND_PLACES_ARE_NO_DATA_SETS: list[tuple[str, list[list[str]]]] = [
    ("It reaches {81.5}% with GPT-4o as the backbone.", [[]]),
    ("The gain is {3.1|diff}% on Gemma-2-9B.", [[]]),
    ("We fine-tune Mistral-7B and reach {81.5}% accuracy.", [[]]),
    ("It runs at {30} FPS on a Jetson Orin.", [[]]),
    ("Code runs on Linux and reaches {12} GB/s.", [[]]),
    ("Heron, built on PyTorch, is {3|factor}x faster.", [[]]),
    ("Compared with XGBoost, accuracy rises by {3.1|diff}%.", [[]]),
]
KNOWN_MISSES = [
    pytest.param(
        "Evaluated on QuizBench, Heron achieves {81.5}% accuracy.",
        [["QuizBench"]],
        id="who acts behind a comma is taken for a second data set",
    ),
    pytest.param(
        "In the MineQuest environment, the agent reaches a success rate of {61}%.",
        [["MineQuest"]],
        id="an environment is not always taken for a benchmark",
    ),
    pytest.param(
        "Pretrained on the WebPile corpus, it improves accuracy by {2.1|diff}%.",
        [[]],
        id="what a model was trained on is taken for what it was tested on",
    ),
]


IN_ORDER = [
    pytest.param(
        "Extensive experiments on benchmarks such as MMLU and GSM8K show an average gain of {2.1|diff}%.",
        [["MMLU", "GSM8K"]],
        id="an average over examples is on all of them",
    ),
    pytest.param(
        "On the PondA benchmark, our model cuts the error by {24.4|pct}%; on PondB, it achieves a "
        "{15.2|pct}% reduction in error.",
        [["PondA"], ["PondB"]],
        id="the nearer of two leading names",
    ),
    pytest.param(
        "It scores {88.2}% and {81.5}% on the PondSet dataset and the LakeSet dataset, respectively.",
        [["PondSet"], ["LakeSet"]],
        id="a list with a noun behind each name",
    ),
    pytest.param(
        "Fine-tuning of ImageNet pretrained backbones yields an accuracy of {93.7}%.",
        [[]],
        id="what a backbone was pretrained on",
    ),
]


def linked(abstract: str, title: str = "") -> list[list[str]]:
    """The data sets of each number."""
    context, readings = read(abstract, title=title)
    choices = benchmarks.link(readings, context, metrics.link(readings, context))
    return [[mention.text for mention in choice.mentions] for choice in choices]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        *FORMS,
        *NONE_NAMED,
        *MORE_FORMS,
        *EVEN_MORE,
        *MODELS_TOOLS_AND_PLACES_ARE_NO_DATA_SETS,
        *IN_ORDER,
    ],
)
def test_data_sets(abstract: str, expected: list[list[str]]) -> None:
    assert linked(abstract) == expected


@pytest.mark.xfail(reason="known misses, see the ids")
@pytest.mark.parametrize(("abstract", "expected"), KNOWN_MISSES)
def test_known_misses(abstract: str, expected: list[list[str]]) -> None:
    assert linked(abstract) == expected


def test_a_data_set_stands_where_its_mention_says() -> None:
    context, readings = read("On the Lumora corpus it reaches {0.91} AUROC.")
    span = benchmarks.link(readings, context)[0].mentions[0].span
    assert span is not None
    assert context.text.clean[span.start : span.end] == "Lumora"


def test_a_known_data_set_has_its_canonical_name() -> None:
    context, readings = read("It reaches {81.5}% on IN1K and {44.1}% on the Lumora benchmark.")
    mentions = [choice.mentions[0] for choice in benchmarks.link(readings, context)]
    assert [(mention.text, mention.canonical) for mention in mentions] == [
        ("IN1K", "ImageNet"),
        ("Lumora", None),
    ]


def test_the_vocabulary_given_is_the_one_used() -> None:
    context, readings = read("It reaches {81.5}% accuracy on the ImageNet benchmark.")
    choice = benchmarks.link(readings, context, hits=[])[0]
    assert [mention.canonical for mention in choice.mentions] == [None]


def test_scores_are_probabilities() -> None:
    context, readings = read("It reaches {45.1} mAP on COCO and {50.6} mIoU on ADE20K.")
    for choice in benchmarks.link(readings, context):
        assert 0 < choice.score <= 1
        assert choice.mentions[0].text not in choice.alternatives


def test_nothing_to_link() -> None:
    context, readings = read("We study decoders on ImageNet.")
    assert benchmarks.link(readings, context) == []


_WORDS = st.sampled_from(
    "on ImageNet QuizBench the dataset {81.5}% and , . ( ) / respectively Heron reaches in COCO ; of".split()
)


@given(st.lists(_WORDS, min_size=1, max_size=25))
def test_any_words_give_one_choice_for_each_number_twice_the_same(words: list[str]) -> None:
    context, readings = read(" ".join(words))
    first = benchmarks.link(readings, context)
    assert len(first) == len(readings)
    assert benchmarks.link(readings, context) == first
