"""Numbers told before the paper comes to its own work: they are what others had, not its results."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claims import Role
from extraction.context import Context, Reading


def referred(readings: Sequence[Reading], context: Context) -> list[Reading]:
    """The readings, those of sentences ahead of "In this work, we propose" taken for references."""
    before = _opening(context)
    return [
        replace(reading, role=Role.REFERENCE) if reading.sentence.end <= before else reading
        for reading in readings
    ]


def _opening(context: Context) -> int:
    """Where the sentence starts in which the paper first speaks of itself, introducing its work; 0: nowhere.

    A sentence that names what the title names speaks of the paper, too, and ends the search.
    """
    clean, own = context.text.clean, _title_names(context.title.clean)
    for span in context.sentences:
        sentence = clean[span.start : span.end]
        if _INTRODUCES.search(sentence):
            return span.start
        if _SELF.search(sentence) or any(re.search(rf"(?<![\w-]){name}(?![\w-])", sentence) for name in own):
            return 0
    return 0


def _title_names(title: str) -> tuple[str, ...]:
    """What the title gives as names, as patterns: its words before a colon, else words of both cases."""
    head, colon, _ = title.partition(":")
    coined = [word.strip("()[],.") for word in title.split() if _COINED.search(word)]
    return tuple(re.escape(name) for name in ([head.strip()] if colon else coined) if len(name) > 1)


_COINED = re.compile(r"[a-z]-?[A-Z]|[A-Za-z]{2}-?\d")
_SELF = re.compile(
    r"\b(?:we|our|ours|us"
    r"|this (?:paper|work|study|article|report|survey|thesis|project|research|letter|method)"
    r"|here|the proposed|is (?:proposed|presented|introduced)|are (?:proposed|presented|introduced))\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"\b(?:in|to) this (?:paper|work|study|article|report|letter|thesis)\b"
    r"|\bthis (?:paper|work|study|article|report|letter) (?:\w+ly )?"
    r"(?:proposes|introduces|presents|develops|describes|studies|investigates|explores|examines|addresses)\b"
    r"|\bwe (?:\w+ly )?(?:thus |therefore |hence |here |first )?"
    r"(?:propose|introduce|present|develop|design|describe|study|investigate|explore|examine|address)\b",
    re.IGNORECASE,
)
