"""What a number in percent is by what it measures: a difference of accuracies, but relative for costs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction import arithmetic, units
from extraction.claims import Direction, Kind, Role
from extraction.context import Choice, Context, Reading
from extraction.lexicon import Lexicon, MetricEntry


def rescaled(readings: Sequence[Reading], metrics: Sequence[Choice], context: Context) -> list[Reading]:
    """The readings, those in percent read as their measures have it where neither words nor levels tell."""
    return [
        _rescaled(reading, metric, context, readings)
        if reading.quantity.unit == units.PERCENT
        else _apart(reading, context)
        for reading, metric in zip(readings, metrics, strict=True)
    ]


def _apart(reading: Reading, context: Context) -> Reading:
    """The reading, percentage points taken for what they are: a difference of two percentages."""
    if reading.kind is not Kind.ABSOLUTE or not _POINTS.match(context.text.clean, reading.quantity.span.end):
        return reading
    return replace(reading, kind=Kind.DIFFERENCE, role=Role.RESULT)


_POINTS = re.compile(r" ?(?:pp|p\.p\.|percentage[- ]points?)(?!\w)")
_CHANGES = (Kind.DIFFERENCE, Kind.PERCENT_CHANGE)
_SURE = 0.7
"""The chance from which a measure is sure enough to say what a number of it is."""


def _rescaled(reading: Reading, metric: Choice, context: Context, readings: Sequence[Reading]) -> Reading:
    if reading.kind is Kind.ABSOLUTE and _is_no_level(reading, context):
        return replace(reading, kind=None)
    entry = _entry(metric, context.lexicon) if metric.mentions and metric.score >= _SURE else None
    if entry is None or entry.percentage is None:
        return reading
    if (
        reading.kind is Kind.ABSOLUTE
        and not entry.percentage
        and _is_amount(entry)
        and _is_beside(metric, reading)
    ):
        return _part(reading, entry, context)
    if reading.kind is Kind.ABSOLUTE and entry.percentage and _may_be_margin(reading, context):
        return replace(reading, kind=None)
    if reading.kind in _CHANGES and not _is_told(reading, context, readings):
        return replace(reading, kind=_kind(reading, entry))
    return reading


def _is_beside(metric: Choice, reading: Reading) -> bool:
    """Whether the measure's name stands right beside the number, so that the percentage is one of it."""
    named, number = metric.mentions[0].span, reading.quantity.span
    return named is not None and max(named.start - number.end, number.start - named.end) <= _BESIDE


_BESIDE = 35
"""Characters between a number and its measure's name."""


def _is_amount(entry: MetricEntry) -> bool:
    """Whether the measure is an amount that something costs or does, and no ratio."""
    return entry.family in _COSTS and entry.name.rpartition(" ")[2] not in ("ratio", "rate")


_COSTS = frozenset("speed latency throughput memory compute size cost energy data".split())


def _part(reading: Reading, entry: MetricEntry, context: Context) -> Reading:
    """The percentage of a cost as what it can be: a change of it, a share of a peak, or nobody knows what."""
    behind = context.text.clean[reading.quantity.span.end : reading.sentence.end]
    if _IMPROVES.match(behind):
        better = Direction.UP if entry.direction == "higher" else Direction.DOWN
        return replace(reading, kind=Kind.PERCENT_CHANGE, direction=better if entry.direction else None)
    return replace(reading, kind=Kind.FRACTION if _OF_PEAK.match(behind) else None)


_IMPROVES = re.compile(
    r" ?%(?: [\w-]+){1,8}? (?:(?:\d[\d.]* ?%)(?: [\w-]+){1,4}? )?"
    r"(?:acceleration|speed[- ]?up|reduction|savings?)s?\b",
    re.IGNORECASE,
)
_OF_PEAK = re.compile(r" ?% of (?:the |its )?(?:\w+ )?(?:theoretical|peak|maximum|achievable|roofline)\b")


def _may_be_margin(reading: Reading, context: Context) -> bool:
    """Whether it may be a margin: "outperforms Tern with 23.8% and 11.1% accuracy" leaves it open.

    More than half of all there is will be none.
    """
    ahead = context.text.clean[reading.sentence.start : reading.quantity.span.start]
    return reading.quantity.value < _HALF and _BEATS_WITH.search(ahead) is not None


def _is_no_level(reading: Reading, context: Context) -> bool:
    """Whether it is what a change comes to ("the drop from A to B is 41%"), or a share of the variance."""
    clean, number = context.text.clean, reading.quantity.span
    ahead = clean[reading.sentence.start : number.start]
    return _CHANGE_IS.search(ahead) is not None or _OF_VARIANCE.match(clean, number.end) is not None


_CHANGE_IS = re.compile(
    r"\b(?:drop|decrease|decline|increase|gain|improvement|reduction|degradation|gap|difference)"
    r"(?: (?:from|between|of|in|over|to|across) [^,;:.]{1,80})? (?:is|was|averages|averaged)"
    r"(?: (?:about|approximately|only|around|roughly|nearly|over|up to|just|as (?:much|high) as))?\ ?[~$+]?$"
)
_OF_VARIANCE = re.compile(r" ?\\?% of (?:the )?(?:\w+ )?variance\b")
_HALF = 50
_BEATS_WITH = re.compile(
    r"\b(?:outperform|surpass|beat|exceed)(?:s|ed|ing)? (?![^,;:.]*\bby\b)(?:[^\s,;:.]+ ){1,8}"
    r"with (?:\d[\d.]* ?%,? (?:and )?)*$"
)


def _kind(reading: Reading, entry: MetricEntry) -> Kind | None:
    if not entry.percentage:
        return Kind.PERCENT_CHANGE
    return Kind.DIFFERENCE if entry.family == "quality" and reading.quantity.value <= 100 else reading.kind


def _entry(metric: Choice, lexicon: Lexicon) -> MetricEntry | None:
    """What the lexicon says of the measure, or of the end of its name ("3D AP@0.7")."""
    name = metric.mentions[0].text
    return lexicon.metric(name) or lexicon.metric(name.rpartition(" ")[2])


def _is_told(reading: Reading, context: Context, readings: Sequence[Reading]) -> bool:
    """Whether the words near the number or the levels of its sentence say what the change is."""
    span = reading.quantity.span
    near = context.text.clean[max(reading.sentence.start, span.start - _NEAR) : span.end + _NEAR // 3]
    if _RELATIVE.search(near):
        return True
    levels = [
        other.quantity
        for other in readings
        if other.sentence == reading.sentence
        and other.kind is Kind.ABSOLUTE
        and other.quantity.value_high is None
    ]
    return arithmetic.scale(reading.quantity, levels) is not None


_NEAR = 90
_RELATIVE = re.compile(r"\b(?:relative(?:ly)?|absolute)\b", re.IGNORECASE)
