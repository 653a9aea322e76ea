"""Where sentences end, also where the blank after the full stop was lost ("30 FPS.The code")."""

import re

from extraction.claims import Span
from extraction.context import Text

_STOP = re.compile(
    r"""[.!?](?:
        (?P<spaced>["')\]]{0,3})\ +(?=["'(\[]?[A-Z0-9$~<>+α-ω])
      | (?P<glued>(?<=[a-z0-9%)A-Z]\.))(?=[A-Z][a-z]*[ ,])
    )""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|resp|approx|ca|incl|Fig|Figs|Eq|Eqs|Sec|Tab|No|Nos|Dr|Mr|Ms|Prof|St|w\.r\.t)"
    r"|(?<![\w-])[A-Z]|\b[a-z]\.[a-z]|\(\w)\.$"
)
_LAST_WORD = 24


def split(text: Text) -> tuple[Span, ...]:
    """The sentences of the clean text, in order, without the blanks between them."""
    clean, spans, start = text.clean, [], 0
    for stop in _STOP.finditer(clean):
        end = stop.start() + 1 if stop["spaced"] is None else stop.end("spaced")
        if _ends_here(clean, start, end, glued=stop["glued"] is not None):
            spans.append(Span(start, end))
            start = stop.end()
    return tuple(span for span in (*spans, _trimmed(clean, start)) if span.start < span.end)


def _ends_here(clean: str, start: int, end: int, *, glued: bool) -> bool:
    word = clean[max(start, end - _LAST_WORD) : end].rpartition(" ")[2]
    if _ABBREVIATION.search(word):
        return False
    return not (glued and _NO_END.search(word))


_NO_END = re.compile(r"[/@_]|\.\w|^[a-z]{1,3}\.$|^[A-Z][a-z]+\.$")  # an address, "p.m.", "Node.Js"


def _trimmed(clean: str, start: int) -> Span:
    while start < len(clean) and clean[start] == " ":
        start += 1
    end = len(clean.rstrip(" "))
    return Span(min(start, end), end)
