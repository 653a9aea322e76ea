"""What a number is to its quantity: kind, direction and role of every number, told by its own clause."""

import pytest

from extraction import quantities, readings, sentences
from extraction.context import Reading
from extraction.text import clean


def read(raw: str) -> dict[str, Reading]:
    """The claims of a text by the characters of their numbers."""
    text = clean(raw)
    claims, _ = readings.read(quantities.find(text), sentences.split(text), text.clean)
    return {text.clean[c.quantity.span.start : c.quantity.span.end]: c for c in claims}


def told(raw: str) -> dict[str, str]:
    """Kind, direction and role of each claim, in short."""
    return {
        core: f"{reading.kind}{' ' + reading.direction if reading.direction else ''}"
        f"{' reference' if reading.role == 'reference' else ''}"
        for core, reading in read(raw).items()
    }


CASES = [
    # parts and peaks
    ("a part taken away", "Osprey prunes 95% of the tokens.", {"95": "percent_change down"}),
    ("a part that is reduced", "It reduces 98% of the parameters.", {"98": "percent_change down"}),
    (
        "a part said to be gone",
        "It is as good with 60% of the tokens removed.",
        {"60": "percent_change down"},
    ),
    ("a share that is kept", "It does so while maintaining 90% of the accuracy.", {"90": "fraction down"}),
    ("a share of a peak", "Our kernel reaches 52% of theoretical peak.", {"52": "absolute"}),
    ("a share of peak memory", "It needs only 52% of the peak memory.", {"52": "fraction down"}),
    # levels
    (
        "a measure of a number",
        "Our model achieves an accuracy of 83.5% on the test set.",
        {"83.5": "absolute"},
    ),
    ("a number before its measure", "It reaches 83.5% top-1 accuracy.", {"83.5": "absolute"}),
    ("a measure and brackets", "It obtains the best F1-score (0.913) of all.", {"0.913": "absolute"}),
    ("an equals sign", "It attains RMSE = 0.468 and AUC = 0.91.", {"0.468": "absolute", "0.91": "absolute"}),
    (
        "a colon",
        "Results are strong (accuracy: 0.842, kappa: 0.861).",
        {"0.842": "absolute", "0.861": "absolute"},
    ),
    (
        "scores on benchmarks",
        "It scores 70.1% on A, 91.0% on B, and 64.2% on C.",
        {"70.1": "absolute", "91.0": "absolute", "64.2": "absolute"},
    ),
    (
        "a latency",
        "Inference takes only 26.8 ms per frame on a phone, the lowest latency.",
        {"26.8": "absolute"},
    ),
    (
        "a frame rate",
        "The detector runs at 112.5 FPS while achieving an mAP of 51.2.",
        {"112.5": "absolute", "51.2": "absolute"},
    ),
    ("falls below a level", "The accuracy drops below 30% on hard tasks.", {"30": "absolute"}),
    # changes of percentages
    ("by, of a percentage", "It improves accuracy by 2.7% over the baseline.", {"2.7": "difference up"}),
    ("an own noun", "We observe a 3.1% accuracy improvement on average.", {"3.1": "difference up"}),
    ("a plus", "It achieves +5.4% mAP over the baseline.", {"5.4": "difference up", "+5.4": "difference up"}),
    ("points", "It outperforms the best model by 9 points.", {"9": "difference up"}),
    ("percentage points", "Success rates rise by 12.5 percentage points.", {"12.5": "difference up"}),
    ("bare measure points", "It surpasses the baseline by 17.6 CIDEr points.", {"17.6": "difference up"}),
    ("of, after gains", "It yields gains of 4.6% in recall over the baseline.", {"4.6": "difference up"}),
    ("a fall", "Accuracy drops by 14.2% without the module.", {"14.2": "difference down"}),
    ("below a comparand", "Their accuracy is 12% below that of humans.", {"12": "difference down"}),
    # relative changes
    ("less of a cost", "Our method uses 42% less memory than the baseline.", {"42": "percent_change down"}),
    ("a reduction of a cost", "It achieves a 31% reduction in latency.", {"31": "percent_change down"}),
    ("reduces by", "It reduces energy consumption by 40%.", {"40": "percent_change down"}),
    ("faster in percent", "Training is 45% faster than with the baseline.", {"45": "percent_change up"}),
    ("savings", "It saves 30% of training time.", {"30": "percent_change down"}),
    ("throughput", "It improves throughput by 12.3%.", {"12.3": "percent_change up"}),
    ("an error", "It reduces RMSE by 34.0% over the previous best.", {"34.0": "percent_change down"}),
    ("said to be relative", "We obtain relative gains of 8.6% in accuracy.", {"8.6": "percent_change up"}),
    ("more than a hundred", "It improves accuracy by 142% over the baseline.", {"142": "percent_change up"}),
    (
        "said to be absolute",
        "We obtain absolute improvements of 23.9% over prior methods.",
        {"23.9": "difference up"},
    ),
    ("increased cost", "This comes at 27% increased inference cost.", {"27": "percent_change up"}),
    # factors
    ("faster", "It is 7.4x faster than existing methods.", {"7.4": "factor up"}),
    ("a speedup", "It achieves a 5.8x speedup.", {"5.8": "factor up"}),
    ("fewer", "It needs 4.2x fewer parameters than prior work.", {"4.2": "factor down"}),
    (
        "less and higher",
        "It needs 42 times less memory with 11.4 times higher throughput.",
        {"42": "factor down", "11.4": "factor up"},
    ),
    ("reduces by", "It reduces latency by up to 13x.", {"13": "factor down"}),
    (
        "an order of magnitude",
        "It reduces the cost by an order of magnitude.",
        {"an order of magnitude": "factor down"},
    ),
    ("twice as fast", "Our system is twice as fast as the baseline.", {"twice": "factor up"}),
    # shares
    ("of the parameters", "It matches the teacher with only 27% of the parameters.", {"27": "fraction down"}),
    (
        "retains of",
        "The pruned model retains 91.4% of the accuracy of the original.",
        {"91.4": "fraction down"},
    ),
    (
        "of the cost",
        "It is on par with it while using just 17% of the training cost.",
        {"17": "fraction down"},
    ),
    ("without of", "It keeps its quality with only 15% training data.", {"15": "fraction down"}),
    (
        "a written fraction",
        "It keeps its quality with only 1/8 of the computation.",
        {"1/8": "fraction down"},
    ),
    ("more than all", "It achieves 104.2% of the accuracy of the teacher.", {"104.2": "fraction up"}),
    # which way an improvement goes
    ("an improvement of a cost", "It improves latency by 20%.", {"20": "percent_change down"}),
    ("an improvement of accuracy", "It improves accuracy by 2%.", {"2": "difference up"}),
    ("a degradation", "It has only 0.5% accuracy degradation.", {"0.5": "difference down"}),
    # lists
    (
        "and, one noun",
        "It brings 4% and 8% accuracy improvements on A and B.",
        {"4": "difference up", "8": "difference up"},
    ),
    (
        "far items",
        "Bias falls by 61% for A, 69% for B, and 51% for C.",
        {"61": "percent_change down", "69": "percent_change down", "51": "percent_change down"},
    ),
    (
        "own comparatives",
        "It has 20% faster training and 15% lower energy consumption.",
        {"20": "percent_change up", "15": "percent_change down"},
    ),
    (
        "respectively",
        "Accuracy rises by 2.1%, 3.4%, and 5.6% on A, B, and C, respectively.",
        {"2.1": "difference up", "3.4": "difference up", "5.6": "difference up"},
    ),
    (
        "one factor for two",
        "It is 5-10x faster on A and 1.4-2.5x on B.",
        {"5-10": "factor up", "1.4-2.5": "factor up"},
    ),
    # references
    ("little training", "It flies after only 18 seconds of training on a laptop.", {"18": "absolute"}),
    ("a baseline that acts", "The strongest baseline achieved only 0.76 F1.", {"0.76": "absolute reference"}),
    ("from to", "It improves the mAP from 57.3 to 69.2.", {"57.3": "absolute reference", "69.2": "absolute"}),
    ("an arrow", "Accuracy grows (88.8% → 93.9%) on A.", {"88.8": "absolute reference", "93.9": "absolute"}),
    (
        "versus",
        "It reaches 75.4% accuracy versus 68.4% for the baseline.",
        {"75.4": "absolute", "68.4": "absolute reference"},
    ),
    (
        "vs. in brackets",
        "It has better accuracy (70.1% vs. 68.2%).",
        {"70.1": "absolute", "68.2": "absolute reference"},
    ),
    (
        "compares to",
        "It reaches 6.8% WER. This compares to a hybrid system of 7.5% WER.",
        {"6.8": "absolute", "7.5": "absolute reference"},
    ),
    (
        "compared to",
        "It reaches 95% accuracy, compared to 80% for the baseline.",
        {"95": "absolute", "80": "absolute reference"},
    ),
    (
        "compared to two",
        "It reaches 98.7% accuracy, compared to 55.2% for A and 85.3% for B.",
        {"98.7": "absolute", "55.2": "absolute reference", "85.3": "absolute reference"},
    ),
    (
        "outperforming in brackets",
        "It reaches 94.1% accuracy, outperforming the strong baseline (92.5%).",
        {"94.1": "absolute", "92.5": "absolute reference"},
    ),
    (
        "all of the brackets",
        "Both outperform the zero-shot baseline (55.2%, AUROC 0.75).",
        {"55.2": "absolute reference", "0.75": "absolute reference"},
    ),
    (
        "below humans",
        "It reaches 38.2% accuracy, far below human performance of 84.9%.",
        {"38.2": "absolute", "84.9": "absolute reference"},
    ),
    (
        "achieved by",
        "It reaches 83.7% accuracy, above the 65.5% achieved by the baseline.",
        {"83.7": "absolute", "65.5": "absolute reference"},
    ),
    (
        "a baseline's number",
        "It reaches 46.9% accuracy compared to a 25% baseline.",
        {"46.9": "absolute", "25": "absolute reference"},
    ),
    (
        "which obtains",
        "It has an IS of 175.1, better than VQGAN, which obtains 70.6.",
        {"175.1": "absolute", "70.6": "absolute reference"},
    ),
    ("a change is no reference", "It is 30% faster than the baseline.", {"30": "percent_change up"}),
    (
        "by D, reaching B",
        "It improves the baseline by 3.6 mAP points, reaching 44.5 mAP.",
        {"3.6": "difference up", "44.5": "absolute"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_readings(text: str, expected: dict[str, str]) -> None:
    found = told(text)
    assert {core: found[core] for core in expected if core in found} == {
        core: reading for core, reading in expected.items() if core in found
    }
    assert found.keys() <= expected.keys()
    assert found


ARITHMETIC = [
    ("a difference", "It reduces inconsistency by 8.43% (from 23.32% to 14.89%).", "8.43", "difference"),
    ("relative", "It reduces inconsistency by 36.15% (from 23.32% to 14.89%).", "36.15", "percent_change"),
    (
        "relative to a fraction",
        "It achieves an accuracy of 0.900, a 47.5% gain over local models (0.610).",
        "47.5",
        "percent_change",
    ),
]


@pytest.mark.parametrize(
    ("text", "core", "kind"), [c[1:] for c in ARITHMETIC], ids=[c[0] for c in ARITHMETIC]
)
def test_the_levels_of_a_sentence_say_what_a_change_in_percent_is(text: str, core: str, kind: str) -> None:
    assert read(text)[core].kind == kind


def test_the_two_ends_of_a_move_are_partners() -> None:
    text = "It improves the mAP from 57.3 to 69.2."
    found = list(read(text).values())
    assert [reading.partner for reading in found] == [1, 0]


def test_what_is_set_against_each_other_are_partners() -> None:
    found = list(read("It has better accuracy (70.1% vs. 68.2%).").values())
    assert [reading.partner for reading in found] == [1, 0]


def test_the_score_is_a_probability() -> None:
    for reading in read(
        "It reaches 83.5% accuracy, 2.1% above the baseline, with 3x fewer parameters."
    ).values():
        assert 0 < reading.score <= 1


@pytest.mark.parametrize(
    ("text", "core", "kind"),
    [
        pytest.param(
            "It is 3% better in mAP than A and the same as B at 40%.",
            "40",
            "fraction",
            id="a share without a whole",
        ),
    ],
)
@pytest.mark.xfail(reason="the words after the number do not say that it is a share", strict=True)
def test_known_misses(text: str, core: str, kind: str) -> None:
    assert read(text)[core].kind == kind
