"""Which measure a number is of, whether a list holds its name or none does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.linking import metrics
from tests.extraction.measured import read

AFTER_THE_NUMBER = [
    ("It achieves {81.5}% accuracy.", ["accuracy"]),
    ("It achieves {81.5}% top-1 accuracy on ImageNet.", ["top-1 accuracy"]),
    ("Heron reaches {81.5}% Plumage Recall.", ["Plumage Recall"]),
    ("The tracker attains {45.2} HOTA on MOT17.", ["HOTA"]),
    ("It obtains {0.87} average faithfulness.", ["faithfulness"]),
    (
        "It obtains {0.87} average faithfulness and {0.84} average answer relevancy.",
        ["faithfulness", "answer relevancy"],
    ),
    ("We report {92.1}% precision and {88.4}% recall.", ["precision", "recall"]),
    (
        "With {92.1}% precision, {88.4}% recall, and an F1 of {90.2}%, it leads.",
        ["precision", "recall", "F1"],
    ),
    ("Our detector runs at {30} FPS.", ["FPS"]),
    ("The model gains {3.2|diff} mAP over the baseline.", ["mAP"]),
    ("It yields +{2.4|diff} BLEU on average.", ["BLEU"]),
    ("It reaches {31.2} dB PSNR and {0.91} SSIM.", ["PSNR", "SSIM"]),
    ("We obtain {5.1}% word error rate.", ["word error rate"]),
    ("It scores {7.9} out of 10 in helpfulness.", ["helpfulness"]),
    ("It uses {40|pct}% less memory.", ["memory"]),
    ("It needs {40|pct}% fewer parameters.", ["parameters"]),
    ("Training takes {30|pct}% fewer steps.", ["steps"]),
    ("It runs with {2.5|factor}x lower latency.", ["latency"]),
    ("It reaches {2.5|factor}x higher throughput.", ["throughput"]),
    ("It achieves {18|pct}% lower energy consumption.", ["energy consumption"]),
    ("It uses {5|factor}x fewer tokens.", ["tokens"]),
    ("It gives {12|pct}% better robustness to noise.", ["robustness"]),
]
BEFORE_THE_NUMBER = [
    ("It achieves an accuracy of {81.5}%.", ["accuracy"]),
    ("It achieves a Dice of {0.609}.", ["Dice"]),
    ("It achieves a Dice score of {0.609} on the private set.", ["Dice score"]),
    ("The accuracy is {81.5}%.", ["accuracy"]),
    ("The accuracy reaches {81.5}%.", ["accuracy"]),
    ("We reach a mean absolute error of {2.6} years.", ["mean absolute error"]),
    ("With an FID of {2.3}, it is competitive.", ["FID"]),
    ("The mean average precision (mAP) of {45.1}% is the best reported.", ["mAP"]),
    ("The resulting MAE = {2.6} and RMSE = {4.0} are low.", ["MAE", "RMSE"]),
    ("Performance was high (accuracy: {93.1}%, AUC: {0.97}).", ["accuracy", "AUC"]),
    ("The classifier does well (F1-score: {0.683}, Kappa: {0.861}).", ["F1-score", "Kappa"]),
    (
        "It performs best in relevance ({4.8}), clarity ({4.6}) and completeness ({4.1}).",
        ["relevance", "clarity", "completeness"],
    ),
    ("It improves accuracy by {3.2|diff}%.", ["accuracy"]),
    ("It improves robust accuracy by up to {3.2|diff}%.", ["robust accuracy"]),
    ("It reduces latency by {40|pct}%.", ["latency"]),
    ("It reduces GPU memory by {40|pct}%.", ["GPU memory"]),
    ("It cuts inference cost by {40|pct}%.", ["inference cost"]),
    ("It lowers peak memory by {40|pct}%.", ["peak memory"]),
    ("It reduces the number of parameters by {69|pct}%.", ["number of parameters"]),
    ("It reduces training time by {2|factor}x.", ["training time"]),
    ("It increases throughput by {2|factor}x.", ["throughput"]),
    ("It boosts Pass@1 by {7.5|diff} points.", ["Pass@1"]),
    ("The success rate increases by {12|diff}%.", ["success rate"]),
    ("Inference time drops by {35|pct}%.", ["Inference time"]),
    ("It reduces false alarms by {52|pct}%.", ["false alarms"]),
    ("Hallucination rates fall by {30|pct}%.", ["Hallucination rate"]),
    ("It reduces redundant tool calls by {37|pct}%.", ["redundant tool calls"]),
    ("It shortens reasoning traces by {30|pct}%.", ["reasoning traces"]),
]
CHANGE_NOUNS = [
    ("It gives an accuracy improvement of {3.2|diff}%.", ["accuracy"]),
    ("It gives a {3.2|diff}% accuracy improvement.", ["accuracy"]),
    ("It gives a {3.2|diff}% improvement in accuracy.", ["accuracy"]),
    ("We see a {6.9|diff}% improvement in Output Alignment over the best rival.", ["Output Alignment"]),
    ("This is a {40|pct}% reduction in memory usage.", ["memory usage"]),
    ("This leads to a {16|factor}x reduction in model size.", ["model size"]),
    ("The average compression ratio gains are {16.7|pct}%.", ["compression ratio"]),
    ("It delivers a {2|factor}x gain in sample efficiency.", ["sample efficiency"]),
    ("A {3|diff}% drop in recall is the price.", ["recall"]),
    ("It shows gains of {4.1|diff} points in F1.", ["F1"]),
    ("It shows gains of up to {4.1|diff}% in macro F1.", ["macro F1"]),
    ("An increase of {1.2|diff} BLEU points is observed.", ["BLEU"]),
    ("It brings a {28|pct}% decrease in perplexity.", ["perplexity"]),
    ("It achieves an {81|pct}% reduction in parameter count.", ["parameter count"]),
]
SPEED = [
    ("It is {3|factor}x faster.", ["speedup"]),
    ("It is {3|factor} times faster than Osprey.", ["speedup"]),
    ("It achieves a {3|factor}x speedup.", ["speedup"]),
    ("It speeds up decoding by {3|factor}x.", ["speedup"]),
    ("It offers {5.4|factor}x acceleration in inference.", ["speedup"]),
    ("It accelerates training by {1.8|factor}x.", ["speedup"]),
    ("Inference is {45|pct}% faster than before.", ["speedup"]),
    ("We observe up to {7.8|factor}x speed-up over the dense kernel.", ["speedup"]),
]
VAGUE_WORDS_AND_NONE = [
    ("It outperforms Osprey by {3.2|diff}%.", [""]),
    ("It surpasses Osprey-XL by {3.2|diff} points.", [""]),
    ("It beats the strongest baseline by {5.1|diff}%.", [""]),
    ("It outperforms GPT-4o by {5.1|diff}% on QuizBench.", [""]),
    ("It achieves {81.5}% on MathQuest.", [""]),
    ("It scores {70.1}% on TAU-Bench and {64.2}% on SWE-bench Verified.", ["", ""]),
    ("Heron reaches {88.2} on QuizBench.", [""]),
    ("It gains {3.2|diff} points on average.", [""]),
]
LISTS = [
    (
        "It achieves {92.1}%, {88.4}% and {90.2}% accuracy on the three tasks.",
        ["accuracy", "accuracy", "accuracy"],
    ),
    ("It achieves precision and recall of {92.1}% and {88.4}%, respectively.", ["precision", "recall"]),
    ("Precision and recall are {92.1}% and {88.4}%, respectively.", ["Precision", "recall"]),
    (
        "It improves precision and recall by {2.1|diff}% and {1.4|diff}%, respectively.",
        ["precision", "recall"],
    ),
    (
        "It achieves {14.9|diff}% and {14.6|diff}% improvements in Recall@5 and nDCG@5.",
        ["Recall@5", "nDCG@5"],
    ),
    (
        "It achieves CIDEr {131.2}, BLEU-4 {0.38}, METEOR {0.31}, and ROUGE-L {0.56}.",
        ["CIDEr", "BLEU-4", "METEOR", "ROUGE-L"],
    ),
    ("The BLEU / ChrF scores are {8.3} / {34.7}.", ["BLEU", "ChrF"]),
    ("It improves mAP and NDS by {2.1|diff} and {1.4|diff}.", ["mAP", "NDS"]),
    ("We obtain errors of {1.2} and {1.9} degrees in yaw and pitch.", ["error", "error"]),
    ("It reaches {0.9} Dice and {12.4} mm HD95.", ["Dice", "HD95"]),
    ("Accuracy rises by {3.1|diff}% and {4.2|diff}% on the two sets.", ["Accuracy", "Accuracy"]),
    ("The method achieves accuracies of {96}% and {94}%.", ["accuracy", "accuracy"]),
    ("It attains F1 scores of {0.71}, {0.83} and {0.79}.", ["F1 score", "F1 score", "F1 score"]),
    ("It obtains {80.1}% and {75.3}% success rates.", ["success rate", "success rate"]),
    ("It reduces FID by {14|pct}% and KID by {10|pct}%.", ["FID", "KID"]),
    ("It reduces latency by {30|pct}% and memory by {25|pct}%.", ["latency", "memory"]),
    ("It uses {2.3|factor}x fewer parameters and {62|factor}x fewer FLOPs.", ["parameters", "FLOPs"]),
    ("It is {3|factor}x faster and uses {40|pct}% less memory.", ["speedup", "memory"]),
    (
        "It improves training and inference time by {20|pct}% and {30|pct}%.",
        ["training time", "inference time"],
    ),
]
FROM_TO_VERSUS = [
    ("It improves accuracy from {70.1|ref}% to {81.5}%.", ["accuracy", "accuracy"]),
    ("Accuracy rises from {70.1|ref}% to {81.5}%.", ["Accuracy", "Accuracy"]),
    ("It reduces FID from {56.4|ref} to {21.6}.", ["FID", "FID"]),
    ("It lowers latency from {84|ref} ms to {12} ms.", ["latency", "latency"]),
    ("The F1 score of {0.81} compares with {0.74|ref} for Osprey.", ["F1 score", "F1 score"]),
    ("It achieves {81.5}% accuracy, compared to {70.1|ref}% for Osprey.", ["accuracy", "accuracy"]),
    ("It achieves {81.5}% accuracy versus {70.1|ref}% for Osprey.", ["accuracy", "accuracy"]),
    ("Accuracy is higher ({81.5}% vs. {70.1|ref}%).", ["Accuracy", "Accuracy"]),
    ("It needs fewer attempts ({1.3} vs. {2.0|ref}).", ["attempts", "attempts"]),
    ("A baseline of {70.1|ref}% accuracy is raised to {81.5}%.", ["accuracy", "accuracy"]),
]
FRACTIONS = [
    ("It retains {95|fraction}% of the accuracy.", ["accuracy"]),
    ("It uses only {27|fraction}% of the parameters.", ["parameters"]),
    ("It keeps {99|fraction}% of the original performance.", ["performance"]),
    ("It uses {10|fraction}% of the training data.", ["training data"]),
    ("With {40|fraction}% of the FLOPs it is on par.", ["FLOPs"]),
]
UNITS_TELL = [
    ("It needs {2.2} GB.", ["memory"]),
    ("It takes {12} ms per image.", ["latency"]),
    ("It takes {12} hours to train on one GPU.", ["training time"]),
    ("It processes {4500} tokens/s.", ["throughput"]),
    ("It costs {0.75} USD per print.", ["cost"]),
    ("It draws {3.1} W.", ["power"]),
]
CARRIED_ON = [
    ("It achieves {81.5}% accuracy on COCO and {79.1}% on ImageNet.", ["accuracy", "accuracy"]),
    ("It achieves {81.5}% accuracy. On ImageNet it reaches {79.1}% accuracy.", ["accuracy", "accuracy"]),
    ("It achieves an F1 score of {0.81} for action and {0.74} for emotion.", ["F1 score", "F1 score"]),
    (
        "It reduces WER by {34.0|pct}%, {29.9|pct}%, and {28.1|pct}% at the three distances.",
        ["WER", "WER", "WER"],
    ),
    ("It reaches {0.97} mIoU for arteries and {0.87} for veins.", ["mIoU", "mIoU"]),
]
MODIFIERS_AND_FORMS_OF_THE_NAME = [
    ("It reaches a state-of-the-art accuracy of {81.5}%.", ["accuracy"]),
    ("It achieves an impressive {81.5}% accuracy.", ["accuracy"]),
    ("The average zero-shot grounding accuracy is {65.1}%.", ["zero-shot grounding accuracy"]),
    ("It achieves a competitive mean IoU of {77.1}%.", ["mean IoU"]),
    ("It reaches an AUC score of {0.95}.", ["AUC"]),
    ("It obtains a BLEU score of {31}.", ["BLEU"]),
    ("It achieves ImageNet FID of {2.77}.", ["FID"]),
    ("GPT-4o's accuracy of {81.5}% is the highest.", ["accuracy"]),
    ("Cohen's kappa is {0.40}.", ["Cohen's kappa"]),
    ("It reaches an Intersection over Union of {0.74}.", ["Intersection over Union"]),
    ("The time to first token falls by {30|pct}%.", ["time to first token"]),
    ("The agreement with human raters is {0.81}.", ["agreement"]),
    ("The area under the curve is {0.93}.", ["area under the curve"]),
    ("It reduces the rate of harmful replies by {60|pct}%.", ["rate of harmful replies"]),
]
MORE_FORMS = [
    ("It attains {0.91} AUROC.", ["AUROC"]),
    ("It attains {92.4}% balanced accuracy.", ["balanced accuracy"]),
    ("The agent solves tasks with a {61}% success rate.", ["success rate"]),
    ("The policy collects a return of {4200}.", ["return"]),
    ("It reaches a BERTScore of {0.89}.", ["BERTScore"]),
    ("It reaches a Gleam Score of {0.89}.", ["Gleam Score"]),
    ("Its Plumage Index climbs to {0.61}.", ["Plumage Index"]),
    ("The nDCG@10 is {48.2}%.", ["nDCG@10"]),
    ("Its R-squared is {0.93}.", ["R-squared"]),
    ("Recall@1 improves by {4.2|diff}%.", ["Recall@1"]),
    ("It cuts carbon emissions by {60|pct}%.", ["carbon emissions"]),
    ("It saves {41|pct}% energy.", ["energy"]),
    ("It halves memory, saving {50|pct}% of the KV cache.", ["KV cache"]),
    ("The compression ratio reaches {8.1}.", ["compression ratio"]),
    ("The false positive rate is only {1.1}%.", ["false positive rate"]),
    ("It keeps the false positive rate below {1.1}%.", ["false positive rate"]),
    ("The perplexity drops from {12.4|ref} to {9.8}.", ["perplexity", "perplexity"]),
    ("The speedup is {3.1|factor}x.", ["speedup"]),
    ("Latency is {2.1|factor}x lower.", ["Latency"]),
    ("The end-to-end latency is {120} ms.", ["end-to-end latency"]),
    ("Inference latency falls to {12} ms.", ["Inference latency"]),
    ("Throughput reaches {4500} tokens/s.", ["Throughput"]),
    ("It needs {12} ms of latency and {2.2} GB of memory.", ["latency", "memory"]),
    ("It attains a PSNR of {31.2} dB and an SSIM of {0.91}.", ["PSNR", "SSIM"]),
    ("It achieves PSNR/SSIM of {31.2}/{0.91}.", ["PSNR", "SSIM"]),
    ("It attains F1 {0.81}, precision {0.79} and recall {0.84}.", ["F1", "precision", "recall"]),
    ("Precision is {0.79}, recall {0.84}.", ["Precision", "recall"]),
    ("The win rate against Osprey is {73}%.", ["win rate"]),
    ("Users preferred it with a win rate of {73}%.", ["win rate"]),
    ("It lifts the pass rate by {7|diff} points.", ["pass rate"]),
    ("It reaches {85}% pass@1.", ["pass@1"]),
    ("The mean IoU improves by {2.3|diff}%.", ["mean IoU"]),
    ("It raises mean opinion scores by {0.3|diff} points.", ["mean opinion score"]),
    ("It shows a {2|factor}x improvement in cost-efficiency.", ["cost-efficiency"]),
    ("It brings {14|factor}x better sample efficiency.", ["sample efficiency"]),
    ("It lowers the Hausdorff distance by {12|pct}%.", ["Hausdorff distance"]),
    ("The expected calibration error is {0.04}.", ["expected calibration error"]),
    ("Calibration improves, with an ECE of {0.04}.", ["ECE"]),
    ("It gets {31.4} CIDEr on captions.", ["CIDEr"]),
    ("The character error rate is {2.1}%.", ["character error rate"]),
    ("The attack success rate falls from {91|ref}% to {3}%.", ["attack success rate", "attack success rate"]),
    ("It detects faults with a recall of {98.1}% and a precision of {97.2}%.", ["recall", "precision"]),
    ("It achieves up to {9.6|diff}% higher accuracy than Osprey.", ["accuracy"]),
    ("It achieves {9.6|diff}% better mIoU than Osprey.", ["mIoU"]),
    ("The model size shrinks by {16|factor}x.", ["model size"]),
    ("It is {3|factor}x cheaper.", ["cost"]),
    ("It is {1.8|factor}x more energy-efficient.", ["energy efficiency"]),
    ("It requires {30|pct}% fewer FLOPs.", ["FLOPs"]),
    ("It requires {30|pct}% less training data.", ["training data"]),
    ("With {30|pct}% lower VRAM usage it fits on one card.", ["VRAM usage"]),
    ("Accuracy improves by {3.1|diff}% while latency falls by {20|pct}%.", ["Accuracy", "latency"]),
    (
        "It reduces error by {12|pct}%, latency by {20|pct}% and cost by {35|pct}%.",
        ["error", "latency", "cost"],
    ),
    ("It is {2|factor}x faster with only a {1|diff}% drop in accuracy.", ["speedup", "accuracy"]),
    ("A {53|pct}% reduction in node duplication is seen.", ["node duplication"]),
    ("It attains {95}% sensitivity at {90}% specificity.", ["sensitivity", "specificity"]),
    ("It reaches an mAP of {45.1}% at {30} FPS.", ["mAP", "FPS"]),
    ("The correlation with human judgments is {0.94}.", ["correlation with human judgment"]),
    ("It reaches a Spearman correlation of {0.71}.", ["Spearman correlation"]),
    ("Grasp success rises to {96}%.", ["Grasp success"]),
    ("It covers {88}% of the cases.", [""]),
    ("We gain {2.1|diff} points over Osprey-XL.", [""]),
    ("It improves over the baseline by {4.2|diff}%.", [""]),
    ("It reaches {0.81} F1 and {0.92} AUC, gains of {4|pct}% and {6|pct}%.", ["F1", "AUC", "F1", "AUC"]),
    ("With a learning rate of 0.1, accuracy is {93.1}%.", ["accuracy"]),
    ("The correlation between surprisal and reading time is {0.61}.", ["correlation"]),
    ("In detail, WER, MCD and STOI improve by {1|pct}%, {2|pct}% and {3|pct}%.", ["WER", "MCD", "STOI"]),
]
KNOWN_MISSES = [
    pytest.param(
        "It surpasses prior work by {4.2|diff} points, reaching an F1 of {81.2}.",
        ["F1", "F1"],
        id="a gain whose measure is named with the level that follows",
    ),
    pytest.param(
        "A {31|pct}% reduction in token length follows.",
        ["token length"],
        id="the verb at the end is taken for a part of the name",
    ),
    pytest.param(
        "It costs {17|fraction}% of the production cost.",
        ["production cost"],
        id='"costs" as a verb is taken for the measure',
    ),
]


def linked(abstract: str) -> list[str]:
    """The measure of each number, "" where none is named."""
    context, readings = read(abstract)
    return [choice.mentions[0].text if choice.mentions else "" for choice in metrics.link(readings, context)]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        *AFTER_THE_NUMBER,
        *BEFORE_THE_NUMBER,
        *CHANGE_NOUNS,
        *SPEED,
        *VAGUE_WORDS_AND_NONE,
        *LISTS,
        *FROM_TO_VERSUS,
        *FRACTIONS,
        *UNITS_TELL,
        *CARRIED_ON,
        *MODIFIERS_AND_FORMS_OF_THE_NAME,
        *MORE_FORMS,
    ],
)
def test_measures(abstract: str, expected: list[str]) -> None:
    assert linked(abstract) == expected


@pytest.mark.xfail(reason="known misses, see the ids")
@pytest.mark.parametrize(("abstract", "expected"), KNOWN_MISSES)
def test_known_misses(abstract: str, expected: list[str]) -> None:
    assert linked(abstract) == expected


def test_a_measure_stands_where_its_mention_says() -> None:
    context, readings = read("It attains {0.91} AUROC and an overall recall of {88.1}%.")
    for choice, words in zip(metrics.link(readings, context), ["AUROC", "recall"], strict=True):
        span = choice.mentions[0].span
        assert span is not None
        assert context.text.clean[span.start : span.end] == words


def test_a_known_measure_has_its_canonical_name() -> None:
    context, readings = read("It is {3|factor}x faster, at {81.5}% mean average precision.")
    assert [choice.mentions[0].canonical for choice in metrics.link(readings, context)] == ["speedup", "mAP"]


def test_an_unknown_measure_has_none() -> None:
    context, readings = read("Its Plumage Index climbs to {0.61}.")
    assert metrics.link(readings, context)[0].mentions[0].canonical is None


def test_a_measure_is_carried_into_the_next_sentence_by_name_only() -> None:
    assert linked("It achieves {81.5}% accuracy. It outperforms Osprey by {3.2|diff}%.") == ["accuracy", ""]


def test_scores_are_probabilities_and_others_come_with_them() -> None:
    context, readings = read("It reduces error by {12|pct}%, latency by {20|pct}% and cost by {35|pct}%.")
    for choice in metrics.link(readings, context):
        assert 0 < choice.score <= 1
        assert choice.mentions[0].text not in choice.alternatives


def test_nothing_to_link() -> None:
    context, readings = read("We study decoders.")
    assert metrics.link(readings, context) == []


_WORDS = st.sampled_from(
    "accuracy of by {81.5}% {3|factor}x on and , . ( ) / faster Heron mAP from to {2|ref} ; F1 =".split()
)


@given(st.lists(_WORDS, min_size=1, max_size=25))
def test_any_words_give_one_choice_for_each_number_twice_the_same(words: list[str]) -> None:
    context, readings = read(" ".join(words))
    first = metrics.link(readings, context)
    assert len(first) == len(readings)
    assert metrics.link(readings, context) == first
