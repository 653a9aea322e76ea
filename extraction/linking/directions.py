"""Which way a measure moves that got better or worse: a better latency is a lower one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claims import Direction, Kind, Mention
from extraction.context import Choice, Context, Reading
from extraction.entries import MetricEntry


def turned(readings: Sequence[Reading], metrics: Sequence[Choice], context: Context) -> list[Reading]:
    """The readings, the way taken from the measure where the words only say that it got better or worse.

    Measures that no list knows, or of which more is not always better or worse, change nothing.
    """
    return [_turned(reading, metric, context) for reading, metric in zip(readings, metrics, strict=True)]


def _turned(reading: Reading, metric: Choice, context: Context) -> Reading:
    if reading.kind in _RELATIVE and _is_overhead(reading, context):
        return replace(reading, kind=Kind.PERCENT_CHANGE, direction=Direction.UP)
    if reading.kind in _CHANGES:
        return replace(reading, direction=_direction(reading, metric, context))
    return reading


def _is_overhead(reading: Reading, context: Context) -> bool:
    """Whether the percentage is an overhead itself, so much more than without: "an overhead of 3%"."""
    clean, number = context.text.clean, reading.quantity.span
    ahead = clean[max(reading.sentence.start, number.start - 3 * _NEAR) : number.start]
    behind = clean[number.end : min(reading.sentence.end, number.end + 2 * _NEAR)]
    said = _OVERHEAD_OF.search(ahead) or _OVERHEAD.match(behind)
    return said is not None and behind.lstrip(" \\")[:1] == "%" and _TAKEN_OFF.search(ahead) is None


_RELATIVE = (Kind.PERCENT_CHANGE, Kind.FRACTION)
_OVERHEAD_OF = re.compile(r"\boverheads? (?:of |\()(?:\w+ ){0,3}[~$<≈+]*$", re.IGNORECASE)
_OVERHEAD = re.compile(
    r" ?\\?%(?: [\w-]+){0,3} overheads?\b(?! (?:reduction|saving|decrease))", re.IGNORECASE
)
_TAKEN_OFF = re.compile(
    r"\b(?:reduc|decreas|cut|sav(?:e|ing)|lower(?:s|ed|ing)\b|shrink|drop|remov|eliminat|mitigat)",
    re.IGNORECASE,
)


def _direction(reading: Reading, metric: Choice, context: Context) -> Direction | None:
    """The way of one change."""
    way = _way(reading, metric, context) if reading.betters is not None else None
    if way is None and _is_multiple(reading, metric, context):
        return Direction.UP
    return way or reading.direction


def _is_multiple(reading: Reading, metric: Choice, context: Context) -> bool:
    """Whether it is a multiple of a rate, more of it unless a word says otherwise ("2x throughput")."""
    clean, number = context.text.clean, reading.quantity.span
    near = clean[max(reading.sentence.start, number.start - _NEAR) : number.end + 2 * _NEAR]
    return (
        reading.kind is Kind.FACTOR
        and reading.quantity.value > 1
        and bool(metric.mentions)
        and metric.score >= _SURE
        and (entry := _entry(metric, context)) is not None
        and entry.family == "throughput"
        and entry.direction == "higher"
        and _LESS.search(near) is None
    )


def _entry(metric: Choice, context: Context) -> MetricEntry | None:
    """What the lexicon says of the measure, or of the end of its name ("full precision latency")."""
    name = metric.mentions[0].text
    return context.lexicon.metric(name) or context.lexicon.metric(name.rpartition(" ")[2])


_CHANGES = (Kind.DIFFERENCE, Kind.PERCENT_CHANGE, Kind.FACTOR)
_LESS = re.compile(
    r"\b(?:low|less|few|slow|reduc|decreas|drop|degrad|declin|wors|cut|los[es]|halv|down|sacrific)",
    re.IGNORECASE,
)
_SURE = 0.6
"""The chance from which a measure is sure enough to say which way is better."""
_CHANGING = re.compile(r"\b(?:degradation|improvement|gain|margin)", re.IGNORECASE)
"""Measures that are changes themselves: the word of change belongs to their name ("accuracy degradation")."""


def _way(reading: Reading, metric: Choice, context: Context) -> Direction | None:
    """The way that a known measure moves when it gets better or worse."""
    if not metric.mentions or metric.score < _SURE or not _is_meant(reading, metric.mentions[0], context):
        return None
    entry = _entry(metric, context)
    if entry is None or entry.direction is None:
        return None
    return Direction.UP if (entry.direction == "higher") is reading.betters else Direction.DOWN


def _is_meant(reading: Reading, metric: Mention, context: Context) -> bool:
    """Whether the name is the whole measure, and "faster" is said of it ("3x faster inference time")."""
    clean, number = context.text.clean, reading.quantity.span
    if _CHANGING.search(metric.text):
        return False
    if metric.span is None:
        return True
    if clean.startswith((" per ", "/"), metric.span.end):
        return False
    faster = _FASTER.match(clean, number.end)
    return faster is None or 0 <= metric.span.start - faster.end() < _NEAR


_FASTER = re.compile(r"[-\ ]?(?:[x×X%]|times|fold)?\ ?(?:as\ fast|faster|quicker|slower)\b", re.IGNORECASE)
_NEAR = 24
"""Characters between "faster" and what is faster."""
