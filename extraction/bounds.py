"""What the words around numbers say about their exactness: "up to", "over", "~", "2+", "or more"."""

import re
from collections.abc import Sequence

from extraction.claims import Bound, Span

_PHRASES: dict[Bound, str] = {
    Bound.AT_MOST: r"""up\ to|upto|as\ (?:much|many|high|large|fast|low|little|few|small)\ as|at\ most|no\ more\ than|not\ more\ than
        |less\ than|fewer\ than|lower\ than|under|below|within|<|≤|max(?:imum|imal)?(?:\ of)?|smaller\ than|not\ exceeding""",
    Bound.AT_LEAST: r"""over|more\ than|at\ least|greater\ than|higher\ than|larger\ than|above|>|≥|exceed(?:s|ing|ed)?|no\ less\ than
        |no\ fewer\ than|surpass(?:es|ing|ed)?|beyond|upwards\ of|minimum\ of|well\ over""",
    Bound.ABOUT: r"""about|around|roughly|approximately|approx\.?|nearly|almost|close\ to|~|≈|circa|ca\.|some|an\ estimated|near""",
}
_BOUND = re.compile(
    "|".join(rf"(?P<{bound.value}>(?<![\w-])(?:{phrases})(?!\w))" for bound, phrases in _PHRASES.items()),
    re.VERBOSE | re.I,
)
_GAP = re.compile(
    r"\ ?(?:(?:an?|the|of|to|by|just|only|even|another|about|additional|impressive|remarkable|full|factor|average|at)\ ){0,4}[\[($+]?"
)
_AFTER = re.compile(
    r"\ (?:or|and)\ (?P<at_least>more|higher|above|better|greater|beyond)\b|\ (?:or|and)\ (?P<at_most>less|lower|below|fewer|under)\b"
)
_LINK = re.compile(r",?\ (?:and|or)\ (?:\w[\w-]*\ ){0,2}|,\ |\ ?/\ ?")
_LONGEST_GAP = 40


def find(clean: str, phrases: Sequence[tuple[int, int, str | None]], sentences: Sequence[Span]) -> list[Bound]:
    """The bound of each number phrase (head, stop, unit), carried along the lists that it opens."""
    cues = [(found.end(), Bound(found.lastgroup or "exact")) for found in _BOUND.finditer(clean)]
    bounds: list[Bound] = []
    at = 0
    for i, (head, stop, unit) in enumerate(phrases):
        while at < len(cues) and cues[at][0] <= head:
            at += 1
        own = _own(clean, cues[at - 1] if at else None, head, stop)
        if own is Bound.EXACT and i and bounds[-1] is not Bound.EXACT:
            own = _carried(clean, phrases[i - 1], phrases[i], bounds[-1])
        bounds.append(own)
    return bounds


def _own(clean: str, cue: tuple[int, Bound] | None, head: int, stop: int) -> Bound:
    if after := _AFTER.match(clean, stop):
        return Bound(after.lastgroup or "exact")
    if cue is None or head - cue[0] > _LONGEST_GAP:
        return Bound.EXACT
    return cue[1] if _GAP.fullmatch(clean, cue[0], head) else Bound.EXACT


def _carried(clean: str, last: tuple[int, int, str | None], this: tuple[int, int, str | None], bound: Bound) -> Bound:
    """The bound of the number before, where this one continues its list."""
    if this[0] - last[1] > _LONGEST_GAP or _LINK.fullmatch(clean, last[1], this[0]) is None:
        return Bound.EXACT
    return bound
