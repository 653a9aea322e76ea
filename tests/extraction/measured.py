"""Marked sentences as in `marked`, read with the bundled vocabulary and with the units that stand in them."""

import re
from dataclasses import replace

from extraction.context import Context, Reading
from extraction.lexicon import Lexicon
from tests.extraction import marked

_UNIT = re.compile(
    r"\s?(%|[xX]\b|times\b|percentage points|points\b|ms\b|GB\b|MB\b|FPS\b|dB\b|hours\b|years\b|mm\b"
    r"|degrees\b|tokens/s|USD\b|W\b|s\b)"
)


def read(abstract: str, *, title: str = "") -> tuple[Context, list[Reading]]:
    """The abstract without its marks, as a context, and a reading for each mark."""
    context, readings = marked.read(abstract, title=title)
    clean = context.text.clean
    units = [_UNIT.match(clean, reading.quantity.span.end) for reading in readings]
    return replace(context, lexicon=Lexicon.bundled()), [
        replace(reading, quantity=replace(reading.quantity, unit=unit[1] if unit else None))
        for reading, unit in zip(readings, units, strict=True)
    ]
