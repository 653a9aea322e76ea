"""Looking a name up: the same entry for every usual spelling, and a vocabulary of one's own."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.keys import compact, fold, key, needs_case, singular, spellings
from extraction.lexicon import BenchmarkEntry, Lexicon, MetricEntry, NameKind, TaskEntry

LEXICON = Lexicon.bundled()


@pytest.mark.parametrize(
    "name",
    [
        "ImageNet",
        "imagenet",
        "ImageNet-1K",
        "ImageNet 1k",
        "ImageNet1K",
        "IN-1K",
        "ILSVRC-2012",
        "ILSVRC 2012",
        "ImageNet ILSVRC-2012",
        "the ImageNet dataset",
    ],
)
def test_imagenet_is_one_benchmark_however_it_is_written(name: str) -> None:
    entry = LEXICON.benchmark(name)
    assert entry is not None
    assert entry.name == "ImageNet"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ImageNet", "ImageNet-A"),
        ("ImageNet", "ImageNet-21K"),
        ("ImageNet", "ImageNet 256x256"),
        ("HumanEval", "HumanEval+"),
        ("MMLU", "MMLU-Pro"),
        ("AIME 2024", "AIME 2025"),
        ("SWE-bench", "SWE-bench Verified"),
        ("GPQA", "GPQA Diamond"),
        ("KiTS19", "KiTS23"),
        ("LibriSpeech test-clean", "LibriSpeech test-other"),
        ("FB15k", "FB15k-237"),
        ("DAVIS 2016", "DAVIS 2017"),
        ("tau-bench", "tau2-bench"),
    ],
)
def test_a_variant_is_a_benchmark_of_its_own(one: str, other: str) -> None:
    first, second = LEXICON.benchmark(one), LEXICON.benchmark(other)
    assert first is not None
    assert second is not None
    assert first is not second


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("ROC-AUC", "AUROC"),
        ("area under the ROC curve", "AUROC"),
        ("Mean Average Precision", "mAP"),
        ("mAP@0.5:0.95", "mAP"),
        ("mAP@50", "mAP50"),
        ("F1-scores", "F1"),
        ("accuracies", "accuracy"),
        ("latencies", "latency"),
        ("R@1", "recall@1"),
        ("Acc@1", "top-1 accuracy"),
        ("R-squared", "R2"),
        ("Cohen's κ", "Cohen's kappa"),
        ("TTFT", "time to first token"),
    ],
)
def test_metrics_by_other_names(name: str, means: str) -> None:
    entry = LEXICON.metric(name)
    assert entry is not None
    assert entry.name == means


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("recall@1", "recall@5"),
        ("pass@4", "pass-hat-4"),
        ("nDCG@10", "nDCG@5"),
        ("SI-SDR", "SI-SDRi"),
        ("FID", "reconstruction FID"),
        ("energy", "power"),
        ("P99 latency", "latency"),
        ("real-time factor", "RTFx"),
        ("mAP50", "MAP@5"),
    ],
)
def test_metrics_that_never_share_a_column(one: str, other: str) -> None:
    assert LEXICON.metric(one) is not LEXICON.metric(other)


def test_an_ambiguous_name_with_one_meaning_is_looked_up_all_the_same() -> None:
    entry = LEXICON.benchmark("CUB")
    assert entry is not None
    assert entry.name == "CUB-200-2011"


def test_an_ambiguous_name_with_two_meanings_is_not_looked_up() -> None:
    assert LEXICON.benchmark("ARC") is None


@pytest.mark.parametrize("name", ["", " ", "-", "no such thing at all"])
def test_unknown_names_give_none(name: str) -> None:
    assert (LEXICON.metric(name), LEXICON.benchmark(name), LEXICON.task(name), LEXICON.unit(name)) == (
        None,
    ) * 4


@pytest.mark.parametrize(
    ("written", "name", "factor"),
    [
        ("ms", "ms", "0.001"),
        ("milliseconds", "ms", "0.001"),
        ("Milliseconds", "ms", "0.001"),
        ("MB", "MB", "1000000"),
        ("Mb", "Mb", "1000000"),
        ("GiB", "GiB", "1073741824"),
        ("mW", "mW", "0.001"),
        ("MW", "MW", "1000000"),
        ("m", "m", "1"),
        ("FLOPS", "FLOPS", "1"),
        ("FLOPs", "FLOPs", "1"),
        ("percent", "%", "0.01"),
        ("×", "x", "1"),
        ("frames per second", "FPS", "1"),
        ("GPU hours", "GPU-hours", "1"),
    ],
)
def test_units(written: str, name: str, factor: str) -> None:
    unit = LEXICON.unit(written)
    assert unit is not None
    assert (unit.name, unit.factor) == (name, Decimal(factor))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mb", "MB"), ("mW", "MW"), ("FLOPS", "FLOPs"), ("ms", "m"), ("meV", "MeV"), ("TOPS", "TOPs")],
)
def test_capitals_tell_units_apart(one: str, other: str) -> None:
    assert LEXICON.unit(one) is not LEXICON.unit(other)


@pytest.mark.parametrize(
    ("written", "base", "factor"),
    [
        ("images per minute", "image/s", Decimal(1) / 60),
        ("MB/ms", "B/s", Decimal(1_000_000_000)),
        ("$/hour", "$/s", Decimal(1) / 3600),
        ("steps/s", "step/s", Decimal(1)),
    ],
)
def test_rates_are_composed(written: str, base: str, factor: Decimal) -> None:
    unit = LEXICON.unit(written)
    assert unit is not None
    assert (unit.base, unit.factor, unit.family) == (base, factor, "rate")


@pytest.mark.parametrize("written", ["dollars/month", "blobs/s", "tokens/blob", "/s", "s/"])
def test_rates_of_unknown_things_have_no_factor(written: str) -> None:
    unit = LEXICON.unit(written)
    assert unit is None or unit.factor is None


def test_only_counted_things_take_magnitude_letters() -> None:
    taken = {
        name: unit.magnitude
        for name in ("tokens", "parameters", "$", "GB", "ms")
        if (unit := LEXICON.unit(name))
    }
    assert taken == {"tokens": True, "parameters": True, "$": True, "GB": False, "ms": False}


def test_own_entries_replace_the_tables_and_keep_units_and_rules() -> None:
    own = Lexicon.from_entries(
        metrics=[MetricEntry("zap rate", ("ZR",))],
        benchmarks=[BenchmarkEntry("ZapBench", ("Zap Bench",)), BenchmarkEntry("MATH")],
        tasks=[TaskEntry("zapping")],
    )
    assert own.metric("ZR") == MetricEntry("zap rate", ("ZR",))
    assert own.metric("accuracy") is None
    assert own.benchmark("Zap-Bench") is own.benchmarks[0]
    assert own.unit("ms") == LEXICON.unit("ms")
    assert [hit.entry.name for hit in own.find("On MATH, zapping at a zap rate of 3 on ZapBench.")] == [
        "zapping",
        "zap rate",
        "ZapBench",
    ]
    assert [hit.entry.name for hit in own.find("On MATH, competition problems")] == ["MATH"]


def test_the_bundled_vocabulary_is_read_once() -> None:
    assert Lexicon.bundled() is Lexicon.bundled()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ImageNet-1K", "imagenet1k"),
        ("The Pile", "pile"),
        ("COCO dataset", "coco"),
        ("dataset", "dataset"),
        ("HumanEval+", "humanevalplus"),
        ("F1 scores", "f1score"),
        ("FPS", "fps"),
        ("accuracies", "accuracy"),
        ("model size", "modelsize"),
        ("Ｆ１", "f1"),
        ("R²", "r2"),
    ],
)
def test_keys(name: str, expected: str) -> None:
    assert key(name) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rates", "rate"),
        ("losses", "loss"),
        ("bias", "bia"),
        ("loss", "loss"),
        ("corpus", "corpus"),
        ("GPS", "GPS"),
    ],
)
def test_plurals_are_folded_and_capitals_left(word: str, expected: str) -> None:
    assert singular(word) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MATH", True),
        ("mAP", True),
        ("IN-A", True),
        ("Adult", True),
        ("ImageNet", False),
        ("accuracy", False),
        ("fps", False),
        ("Stanford Cars", False),
        ("CIFAR-10", False),
    ],
)
def test_which_names_need_their_capitals(name: str, *, expected: bool) -> None:
    assert needs_case(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ImageNet-1K", {"imagenet 1k", "imagenet1k", "imagenet 1 k", "image net 1k"}),
        ("mean average precision", {"mean average precision"}),
        ("HotpotQA", {"hotpotqa"}),
        ("DailyMail", {"dailymail", "daily mail"}),
        ("R@1", {"r@1"}),
        ("IN-A", {"in a"}),
    ],
)
def test_spellings(name: str, expected: set[str]) -> None:
    assert spellings(name) >= expected


@pytest.mark.parametrize("name", ["mean average precision", "HotpotQA", "R@1", "IN-A"])
def test_most_names_have_one_spelling(name: str) -> None:
    assert len(spellings(name)) == 1


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_a_key_is_its_own_key_without_plurals_and_generic_words(text: str) -> None:
    folded = key(text)
    assert folded == folded.casefold()
    assert not set(folded) & set(" -_.,")


@given(st.sampled_from([name for entry in LEXICON.benchmarks for name in (entry.name, *entry.aliases)]))
def test_every_spelling_of_a_name_has_its_letters(name: str) -> None:
    letters = compact(name).lower()
    assert all(
        spelling.replace(" ", "") in (letters, fold(name).replace(" ", "")) for spelling in spellings(name)
    )


def test_kinds_are_in_the_order_of_the_tables() -> None:
    assert list(NameKind) == ["metric", "benchmark", "task"]
