"""What a change in percent is by what it measures: a difference of accuracies, but relative for costs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction import arithmetic, units
from extraction.claims import Kind
from extraction.context import Choice, Context, Reading
from extraction.lexicon import Lexicon, MetricEntry


def rescaled(readings: Sequence[Reading], metrics: Sequence[Choice], context: Context) -> list[Reading]:
    """The readings, changes in percent read as their measures have it where neither words nor levels tell."""
    return [
        replace(reading, kind=_kind(reading, metric, context, readings))
        if reading.quantity.unit == units.PERCENT and reading.kind in _CHANGES
        else reading
        for reading, metric in zip(readings, metrics, strict=True)
    ]


_CHANGES = (Kind.DIFFERENCE, Kind.PERCENT_CHANGE)
_SURE = 0.7
"""The chance from which a measure is sure enough to say what a change of it is."""


def _kind(reading: Reading, metric: Choice, context: Context, readings: Sequence[Reading]) -> Kind | None:
    entry = _entry(metric, context.lexicon) if metric.mentions and metric.score >= _SURE else None
    if entry is None or entry.percentage is None or _is_told(reading, context, readings):
        return reading.kind
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
