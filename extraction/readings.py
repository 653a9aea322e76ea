"""What each number is to its quantity: kind, direction, role, and the number it stands against."""

import re
from collections.abc import Sequence

from extraction import units
from extraction.claims import Direction, Kind, Role, Span
from extraction.context import Reading
from extraction.quantities import Found

_DOWN = re.compile(r"reduc|decreas|lower|fewer|less|sav|drop|cut|degrad|smaller|declin|below", re.I)
_CHANGE = re.compile(
    r"improv|gain|increas|boost|outperform|surpass|exceed|reduc|decreas|lower|fewer|less|sav|drop|cut|faster|higher|better|\bby\b", re.I
)


def read(founds: Sequence[Found], sentences: Sequence[Span], clean: str) -> list[Reading]:
    """One reading per claim, in order."""
    return [_reading(found, _sentence_of(found, sentences), clean) for found in founds]


def _sentence_of(found: Found, sentences: Sequence[Span]) -> Span:
    at = found.quantity.span.start
    return next((s for s in sentences if s.start <= at < s.end), found.quantity.span)


def _reading(found: Found, sentence: Span, clean: str) -> Reading:
    around = clean[max(sentence.start, found.head - 30) : min(sentence.end, found.stop + 30)]
    kind = _kind(found, around)
    direction = None
    if kind is not Kind.ABSOLUTE:
        direction = Direction.DOWN if _DOWN.search(around) else Direction.UP
    return Reading(found.quantity, sentence, kind, direction, Role.RESULT)


def _kind(found: Found, around: str) -> Kind:
    unit = found.quantity.unit
    if unit == units.TIMES:
        return Kind.FACTOR
    if unit == units.PERCENT:
        return Kind.DIFFERENCE if _CHANGE.search(around) else Kind.ABSOLUTE
    if unit == units.POINTS:
        return Kind.DIFFERENCE
    return Kind.ABSOLUTE
