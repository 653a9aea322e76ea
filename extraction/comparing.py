"""Which claims say enough to be compared across papers, and how many of those are right by their confidence.

A result can be ranked where one data set is named, at most one system, and a metric of which the vocabulary
says what is better; a saving where it says so of what was saved. What a site makes of it is its own rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extraction.lexicon import Lexicon, MetricEntry
from extraction.scoring import Record

LEVELS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
"""The confidences from which on claims are counted."""
COSTS = frozenset("speed latency throughput memory compute size cost energy data".split())
"""The families of metrics that say what something costs or how fast it is."""
CONSERVATIVE = {"higher": "at_least", "lower": "at_most"}
"""The bound that makes a number look no better than it is."""


class Comparison(StrEnum):
    """What a claim can be compared as."""

    RESULT = "result"
    SAVING = "saving"


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim that was read, how sure the reader was of it (0 to 1), and whether all of it is right."""

    claim: Record
    confidence: float
    right: bool


def comparison(claim: Record, lexicon: Lexicon) -> Comparison | None:
    """What the claim can be compared as, None where it says too little."""
    metric = lexicon.metric(claim["metric"]) if claim["metric"] else None
    if metric is None or metric.direction is None or claim["role"] != "result":
        return None
    if claim["value_high"] is not None or len(claim["system"]) > 1:
        return None
    return Comparison.RESULT if _is_result(claim, metric) else _saving(claim, metric)


def counted(judged: Iterable[Judged], lexicon: Lexicon) -> dict[str, dict[str, list[int]]]:
    """By comparison and least confidence ("0.7"), how many there are and how many of them are right."""
    sorted_: dict[Comparison, list[Judged]] = {each: [] for each in Comparison}
    for one in judged:
        if found := comparison(one.claim, lexicon):
            sorted_[found].append(one)
    return {name.value: _by_level(members) for name, members in sorted_.items()}


def share_right(counts: Mapping[str, Mapping[str, Sequence[int]]], *, least: float) -> float | None:
    """The share of right ones among all that are at least so sure, None where nothing was counted there."""
    at = [levels[f"{least:g}"] for levels in counts.values() if f"{least:g}" in levels]
    number = sum(all_ for all_, _ in at)
    return sum(right for _, right in at) / number if number else None


def _by_level(members: Sequence[Judged]) -> dict[str, list[int]]:
    found = {}
    for level in LEVELS:
        sure = [one.right for one in members if one.confidence >= level]
        found[f"{level:g}"] = [len(sure), sum(sure)]
    return found


def _is_result(claim: Record, metric: MetricEntry) -> bool:
    exact = claim["bound"] in ("exact", "about", CONSERVATIVE.get(metric.direction or ""))
    return claim["kind"] == "absolute" and len(claim["benchmark"]) == 1 and exact


def _saving(claim: Record, metric: MetricEntry) -> Comparison | None:
    relative = claim["kind"] in ("percent_change", "factor", "fraction") and claim["direction"] is not None
    return Comparison.SAVING if relative and metric.family in COSTS else None
