"""Changes told once for a list: "improvements of 11% on A, 14.6 BLEU on B and 2.1 EM on C"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claims import Kind, Role
from extraction.context import Reading


def changes(readings: Sequence[Reading], clean: str) -> list[Reading]:
    """The readings, levels that go on a list of changes read as differences like the one before them."""
    out: list[Reading] = []
    for reading in readings:
        last = out[-1] if out else None
        shares = last is not None and last.sentence == reading.sentence and _goes_on(last, reading, clean)
        out.append(_like(last, reading) if last is not None and shares else reading)
    return out


def _like(last: Reading, reading: Reading) -> Reading:
    return replace(reading, kind=Kind.DIFFERENCE, direction=last.direction, role=Role.RESULT)


def _goes_on(last: Reading, reading: Reading, clean: str) -> bool:
    """Whether the number is the next of a list that a noun of change opens ("gains of")."""
    if reading.kind is not Kind.ABSOLUTE or last.kind not in (Kind.DIFFERENCE, Kind.PERCENT_CHANGE):
        return False
    opening = _OPENS.search(clean, last.sentence.start, last.quantity.span.start)
    if opening is None or _ENDS.search(clean, opening.end(), reading.quantity.span.start):
        return False
    return _JOINT.search(clean, last.quantity.span.end, reading.quantity.span.start) is not None


_OPENS = re.compile(
    r"\b(?:improvements?|gains?|increases?|boosts?|enhancements?)(?: of| in|:) (?:up to |about |over )?"
)
_JOINT = re.compile(r"(?:,|,? and) (?:(?:[\w@./-]+ ){1,3}\()?(?:up to |about |over )?[+]?$")
_ENDS = re.compile(
    r"[;:]|\b(?:with|while|whereas|reach\w*|achiev\w*|attain\w*|obtain\w*|yield\w*|scor(?:es|ing)|from"
    r"|to(?! \d)|is|are|was|were|has|have|compared|outperform\w*|surpass\w*|giving|resulting|at|using"
    r"|maintain\w*)\b"
)
