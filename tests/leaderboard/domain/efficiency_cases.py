"""One table of claims about speed and cost, for the rule in Python and for the one in SQL.

A case is an entry and its place: the table, how many times better, the reason.
"""

from dataclasses import dataclass
from decimal import Decimal

from leaderboard.domain.efficiency import Entry, Lane, NoPlace, Place


@dataclass(frozen=True)
class Case:
    name: str
    entry: Entry
    place: Place


def entry(scaled: str | None, kind: str | None, direction: str | None, **facts: object) -> Entry:
    values = {
        "role": "result",
        "state": "machine",
        "bound": "exact",
        "better": "lower",
        "confidence": 0.8,
        **facts,
    }
    return Entry(
        kind=kind,
        direction=direction,
        scaled=None if scaled is None else Decimal(scaled),
        **values,  # type: ignore[arg-type]
    )


def speed(scaled: str | None, kind: str | None, direction: str | None, **facts: object) -> Entry:
    return entry(scaled, kind, direction, better="higher", **facts)


def measured(times: str) -> Place:
    return Place(Lane.MEASURED, Decimal(times))


def best(times: str) -> Place:
    return Place(Lane.BEST, Decimal(times))


def nowhere(reason: NoPlace) -> Place:
    return Place(Lane.UNPLACED, reason=reason)


FEWER = ("2", "factor", "down")

CASES = (
    Case("42% less latency", entry("42", "percent_change", "down"), measured("1.724137931034")),
    Case("27% of the parameters", entry("27", "fraction", "down"), measured("3.703703703704")),
    Case("2.4x speedup", speed("2.4", "factor", "up"), measured("2.4")),
    Case("5x fewer tokens", entry("5", "factor", "down"), measured("5")),
    Case("20% more memory", entry("20", "percent_change", "up"), measured("0.833333333333")),
    Case("throughput up by 35%", speed("35", "percent_change", "up"), measured("1.35")),
    Case("throughput down by 20%", speed("20", "percent_change", "down"), measured("0.8")),
    Case("half the speed", speed("50", "fraction", "down"), nowhere(NoPlace.WORSE)),
    Case("3x the memory", entry("3", "factor", "up"), nowhere(NoPlace.WORSE)),
    Case("3x the memory, checked", entry("3", "factor", "up", state="curated"), measured("0.333333333333")),
    Case("3 times slower", speed("3", "factor", "down"), nowhere(NoPlace.WORSE)),
    Case(
        "3 times slower, checked", speed("3", "factor", "down", state="curated"), measured("0.333333333333")
    ),
    Case("150% of the cost", entry("150", "fraction", "up"), nowhere(NoPlace.WORSE)),
    Case("125% of the cost", entry("125", "fraction", "up"), measured("0.8")),
    Case("126% of the cost", entry("126", "fraction", "up"), nowhere(NoPlace.WORSE)),
    Case("all of it", entry("100", "fraction", "down"), measured("1")),
    Case("no change", entry("0", "percent_change", "down"), measured("1")),
    Case("once", speed("1", "factor", "up"), measured("1")),
    Case("speed up by 300%", speed("300", "percent_change", "up"), measured("4")),
    Case("nearly all gone", entry("99.5", "percent_change", "down"), measured("200")),
    Case("a third, as a quotient", entry("33.3333333333333", "fraction", "down"), measured("3")),
    Case("about 2x", speed("2", "factor", "up", bound="about"), measured("2")),
    Case("up to 7.8x faster", speed("7.8", "factor", "up", bound="at_most"), best("7.8")),
    Case("at least 2x faster", speed("2", "factor", "up", bound="at_least"), measured("2")),
    Case("up to 60% less", entry("60", "percent_change", "down", bound="at_most"), best("2.5")),
    Case("up to 25% more memory", entry("25", "percent_change", "up", bound="at_most"), measured("0.8")),
    Case("at least 25% more memory", entry("25", "percent_change", "up", bound="at_least"), best("0.8")),
    Case("as little as 25% of it", entry("25", "fraction", "down", bound="at_least"), best("4")),
    Case("at most 25% of it", entry("25", "fraction", "down", bound="at_most"), measured("4")),
    Case("up to 80% of the speed", speed("80", "fraction", "down", bound="at_most"), best("0.8")),
    Case("at least 80% of the speed", speed("80", "fraction", "down", bound="at_least"), measured("0.8")),
    Case("up to 2x slower", speed("2", "factor", "down", bound="at_most"), nowhere(NoPlace.WORSE)),
    Case("at least 2x slower", speed("2", "factor", "down", bound="at_least"), nowhere(NoPlace.WORSE)),
    Case(
        "checked: at least 2x slower",
        speed("2", "factor", "down", bound="at_least", state="curated"),
        best("0.5"),
    ),
    Case("24 GB", entry("24", "absolute", None), Place(Lane.ABSOLUTE)),
    Case("24 GB, disputed", entry("24", "absolute", None, state="disputed"), Place(Lane.ABSOLUTE)),
    Case("100% less", entry("100", "percent_change", "down"), nowhere(NoPlace.SCALE)),
    Case("more than 100% less", entry("120", "percent_change", "down"), nowhere(NoPlace.SCALE)),
    Case("a negative change", entry("-20", "percent_change", "down"), nowhere(NoPlace.SCALE)),
    Case("0.8x", entry("0.8", "factor", "down"), nowhere(NoPlace.SCALE)),
    Case("nothing of it", entry("0", "fraction", "down"), nowhere(NoPlace.SCALE)),
    Case("40% of it, upwards", entry("40", "fraction", "up"), nowhere(NoPlace.SCALE)),
    Case("140% of it, downwards", entry("140", "fraction", "down"), nowhere(NoPlace.SCALE)),
    Case("another unit", entry(None, "factor", "down"), nowhere(NoPlace.SCALE)),
    Case("beyond what is written", entry("1E-99", "fraction", "down"), nowhere(NoPlace.SCALE)),
    Case("too little to be told from nothing", entry("1E13", "factor", "up"), nowhere(NoPlace.SCALE)),
    Case("3 GB less", entry("3", "difference", "down"), nowhere(NoPlace.DIFFERENCE)),
    Case("kind not clear", entry("3", None, "down"), nowhere(NoPlace.UNCLEAR)),
    Case("which way is not said", entry("40", "percent_change", None), nowhere(NoPlace.MOVE)),
    Case("which way is better is unknown", entry(*FEWER, better=None), nowhere(NoPlace.DIRECTION)),
    Case("of the thing compared with", entry(*FEWER, role="reference"), nowhere(NoPlace.REFERENCE)),
    Case("a range", entry(*FEWER, ranged=True), nowhere(NoPlace.RANGE)),
    Case("several systems", entry(*FEWER, systems=2), nowhere(NoPlace.SYSTEMS)),
    Case("no system", entry(*FEWER, systems=0), measured("2")),
    Case(
        "up to 56% of the latency is spent on it",
        entry("56", "fraction", "down", bound="at_most", systems=0),
        nowhere(NoPlace.SHARE),
    ),
    Case(
        "a share that a curator checked",
        entry("56", "fraction", "down", state="curated", systems=0),
        nowhere(NoPlace.SHARE),
    ),
    Case("a share of a baseline", entry("50", "fraction", "down", systems=0, baselines=1), measured("2")),
    Case("a change of nothing named", entry("50", "percent_change", "down", systems=0), measured("2")),
    Case("a saving", entry("40", "percent_change", "up", saving=True), nowhere(NoPlace.SAVING)),
    Case("retracted", entry(*FEWER, retracted=True), nowhere(NoPlace.RETRACTED)),
    Case("disputed", entry(*FEWER, state="disputed"), nowhere(NoPlace.STATE)),
    Case("unsure", entry(*FEWER, confidence=0.69), nowhere(NoPlace.UNSURE)),
    Case("sure enough", entry(*FEWER, confidence=0.7), measured("2")),
    Case("unsure, but checked", entry(*FEWER, confidence=0.1, state="curated"), measured("2")),
    Case(
        "the first reason is given",
        entry(None, None, None, better=None, retracted=True, state="disputed", confidence=0.0),
        nowhere(NoPlace.RETRACTED),
    ),
)

HARDWARE: dict[str, tuple[str, ...]] = {
    "": (),
    "zero-shot": (),
    "single A100; Llama-2-70B": ("A100",),
    "8× A100-80G": ("A100",),
    "4xA100": ("A100",),
    "512 NVIDIA V100 GPUs": ("V100",),
    "NVIDIA A100; NVIDIA A6000": ("A100", "A6000"),
    "A100 GPU and Intel Xeon CPU": ("A100", "CPU"),
    "H100s": ("H100",),
    "T4 GPU": ("T4",),
    "Tesla T4": ("T4",),
    "T4": (),
    "RTX 4090 GPUs": ("RTX 4090",),
    "GeForce RTX3090": ("RTX 3090",),
    "RTX 2080 Ti": ("RTX 2080 Ti",),
    "one GPU": ("GPU",),
    "CPU": ("CPU",),
    "TPUv4": ("TPU",),
    "TPU v3-8": ("TPU",),
    "Xilinx FPGA": ("FPGA",),
    "Jetson Orin": ("Jetson",),
    "Raspberry Pi 4": ("Raspberry Pi",),
    "Cortex-M7 microcontroller": ("microcontroller",),
    "mobile devices": ("mobile",),
    "MobileNetV2": (),
    "mobile robots": (),
    "edge devices": ("edge device",),
    "BA100": (),
    "A1000": (),
}
