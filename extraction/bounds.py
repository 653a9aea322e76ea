"""What the words around numbers say about their exactness: "up to", "over", "~", "2+", "or more"."""

import re
from collections.abc import Sequence

from extraction.claims import Bound

_PHRASES: dict[Bound, str] = {
    Bound.AT_MOST: r"""
        up\ to | upto | as\ (?:much|many|high|large|fast|great)\ as | at\ most | (?:no|not)\ more\ than
        | (?:less|fewer|lower|smaller)\ than | under | below | within | max(?:imum|imal)?(?:\ of)?
        | not\ exceeding | short\ of""",
    Bound.AT_LEAST: r"""
        over | (?:more|greater|higher|larger|better)\ than | at\ least | above | exceed(?:s|ing|ed)?
        | (?:no|not)\ (?:less|fewer)\ than | surpass(?:es|ing|ed)? | beyond | upwards\ of | minimum\ of
        | as\ (?:little|low|few|small)\ as""",
    Bound.ABOUT: r"""
        about | around | roughly | approximate(?:ly)? | approx\.? | nearly | almost | close\ to | circa | ca\.
        | some | an\ estimated | near""",
}
_SIGNS = {Bound.AT_MOST: "<≤", Bound.AT_LEAST: ">≥", Bound.ABOUT: "~≈"}
_GAP = r"""
    \ ?(?:(?:an?|of|to|by|just|only|even|another|about|additional|impressive|remarkable|full|factor
    |average|at|absolute|relative)\ ){0,4}[\[($+]?"""
_BOUND = re.compile(
    "(?:"
    + "|".join(
        rf"(?P<{bound.value}>(?<![\w-])(?:{phrases})(?!\w)|[{_SIGNS[bound]}]=?)"
        for bound, phrases in _PHRASES.items()
    )
    + f"){_GAP}$",
    re.VERBOSE,
)
_AFTER = re.compile(
    r"\ (?:or|and)\ (?:(?P<at_least>more|higher|above|better|greater|beyond)"
    r"|(?P<at_most>less|lower|below|fewer|under))\b"
)
_NEGATED = re.compile(
    r"\b(?:no|none|not|never|nor|neither|cannot|fail(?:s|ed|ing)?|unable|struggles?|without)\b[^,;:.()]{0,60}$",
    re.IGNORECASE,
)
_MARK = r"\((?:[0-9]|[ivx]{1,4}|[a-h])\)\ "
"""What counts the members of a list: "(1)", "(ii)", "(c)"."""
_LINK = re.compile(
    rf"(?:[^,;:()—]{{0,60}}?)(?:,|,?\ (?:and|or|as well as))\ (?:resulting\ in\ )?(?:{_MARK})?\+?"
    rf"|[^,;:()—]{{0,60}}?;(?:\ and)?\ {_MARK}|\ ?/\ ?"
)
_RESULT = re.compile(r"\bresulting in\ ")
_MARKED = re.compile(rf"{_MARK}$")
_NO_LINK = re.compile(
    r"\b(?:by|with|while|whereas|but|which|that|is|are|was|were|only|just|than|from|to|we|our|it|using"
    r"|(?:achiev|improv|reduc|increas|decreas|outperform|surpass|exceed|reach|maintain|retain|requir|yield|boost"
    r"|cut|obtain|deliver|attain)(?:e|es|s|ed|ing)?|lowers|lowering)\b",
    re.IGNORECASE,
)
_ON_AVERAGE = re.compile(r"[^,;.]{0,40}\bon average\b|\ (?:average|mean)\b")
_LONGEST_GAP = 48
_LONGEST_LINK = 80
_BARE = 3  # a comma and a blank: no words that show what is coordinated
Phrase = tuple[int, int, str | None]


def find(clean: str, phrases: Sequence[Phrase]) -> list[Bound]:
    """The bound of each number phrase (head, stop, unit), carried along the lists that it opens."""
    bounds: list[Bound] = []
    for i, (head, stop, _) in enumerate(phrases):
        own = _own(clean, head, stop)
        if own is Bound.EXACT and (last := _last(phrases, i)) is not None and bounds[last] is not Bound.EXACT:
            own = _carried(clean, phrases[last], phrases[i], bounds[last])
        bounds.append(own)
    return bounds


def _last(phrases: Sequence[Phrase], i: int) -> int | None:
    """The phrase that this one may continue: the one before, or past a bare number the one before that."""
    if i >= 2 and phrases[i - 1][2] is None and phrases[i - 2][2] == phrases[i][2]:
        return i - 2
    return i - 1 if i else None


def _own(clean: str, head: int, stop: int) -> Bound:
    if after := _AFTER.match(clean, stop):
        return Bound(after.lastgroup or "exact")
    start = max(0, head - _LONGEST_GAP)
    found = _BOUND.search(_MARKED.sub("", clean[start:head].lower()))
    if found is None:
        return Bound.EXACT
    bound = Bound(found.lastgroup or "exact")
    at = start + found.start()
    if bound is Bound.AT_LEAST and _NEGATED.search(clean[max(0, at - 80) : at]):
        return Bound.AT_MOST
    return bound


def _carried(clean: str, left: Phrase, right: Phrase, bound: Bound) -> Bound:
    """The bound of the number before, where this one continues its list."""
    (_, last, unit), (head, stop, _) = left, right
    if head - last > _LONGEST_LINK or _LINK.fullmatch(clean, last, head) is None:
        return Bound.EXACT
    if (head - last < _BARE or _RESULT.search(clean, last, head)) and unit != right[2]:
        return Bound.EXACT
    if _NO_LINK.search(clean, last, head) or _ON_AVERAGE.match(clean, stop):
        return Bound.EXACT
    return bound
