"""The words around each quantity, nearest first, and the list that it continues."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from extraction import units
from extraction.claims import Span
from extraction.numerals import Form
from extraction.quantities import Found


class Setting(NamedTuple):
    """A quantity with its surroundings in the sentence; `left` and `right` hold words, the nearest first.

    `before` is the quantity whose list this one continues, None where it opens one or stands alone, and
    `tight` says that nothing but list signs stands between. `place` is the number of the sentence, `hyphen`
    true where one ties the unit to the number, `inside` the place of the parenthesis around it (-1: none);
    `company` are the shapes of the sentence's other quantities.
    """

    found: Found
    shape: str
    place: int
    left: list[str]
    right: list[str]
    before: int | None
    tight: bool
    hyphen: bool
    inside: int
    company: tuple[str, ...] = ()


def survey(founds: Sequence[Found], sentences: Sequence[Span], clean: str) -> list[Setting]:
    """The setting of each quantity, in order."""
    starts = [sentence.start for sentence in sentences]
    settings: list[Setting] = []
    for i, found in enumerate(founds):
        place = max(bisect_right(starts, found.head) - 1, 0)
        sentence = sentences[place]
        left = tokens(clean[max(sentence.start, found.head - REACH) : found.head])[::-1]
        right = tokens(clean[found.stop : min(sentence.end, found.stop + REACH)])
        before = _before(founds, i)
        link = "" if before is None else _link(founds[before], found, clean)
        settings.append(
            Setting(
                found=found,
                shape=shape(found),
                place=place,
                left=left,
                right=right,
                before=before if link else None,
                tight=link == "tight",
                hyphen=clean[found.quantity.span.end : found.quantity.span.end + 1] == "-",
                inside=_opening(clean, sentence.start, found.head),
            )
        )
    return _accompanied(_shared(settings))


def _opening(clean: str, start: int, head: int) -> int:
    """Where the parenthesis that is open at the number was opened, -1: none is."""
    opened = clean.rfind("(", max(start, head - REACH), head)
    return opened if opened > clean.rfind(")", max(start, head - REACH), head) else -1


def _accompanied(settings: list[Setting]) -> list[Setting]:
    shapes: dict[int, list[str]] = {}
    for setting in settings:
        shapes.setdefault(setting.place, []).append(setting.shape)
    return [
        setting._replace(company=tuple(sorted(set(_without(shapes[setting.place], setting.shape)))))
        for setting in settings
    ]


def _without(shapes: list[str], one: str) -> list[str]:
    rest = shapes.copy()
    rest.remove(one)
    return rest


def tokens(text: str) -> list[str]:
    """Words, numbers and signs of the text."""
    return _TOKEN.findall(text)


def shape(found: Found) -> str:
    """The class of unit that the number has, or how a bare one is written."""
    quantity = found.quantity
    if quantity.unit is not None:
        return _UNITS.get(quantity.unit) or ("counted" if quantity.unit in units.COUNTED else "unit")
    if found.first.form in (Form.WORDS, Form.RATIO):
        return "word"
    exponent = quantity.value.as_tuple().exponent
    return "decimal" if isinstance(exponent, int) and exponent < 0 else "whole"


REACH = 160
_UNITS = {units.PERCENT: "%", units.POINTS: "points", units.TIMES: "x"}
_TOKEN = re.compile(
    r"e\.g\.|i\.e\.|vs\.|et al\.|[A-Za-z](?:[A-Za-z0-9_'@-]*[A-Za-z0-9_'])?|[0-9][0-9.,]*[0-9]|[0-9]|[^\w\s]"
)
_LINK = re.compile(r"[,;/&]?\ ?(?:and|or)?\ ?[~<>≤≥$+(]{0,2}")
_FAR_LINK = re.compile(
    r"(?:[^;:.]|\.(?=[0-9])){0,80}?(?:,|,?\ (?:and|or|as well as))\ "
    r"(?:(?:by|of|up to|over|about|nearly|a|an|of up to|by up to)\ )?[+~]?"
)
_NO_LINK = re.compile(
    r"(?<![\w-])(?:with|while|whereas|but|which|that|is|are|was|were|we|our|than|from"
    r"|(?<!up\ )(?<!compared\ )(?<!relative\ )to"
    r"|(?:achiev|improv|reduc|increas|decreas|outperform|surpass|exceed|reach|maintain|retain|requir|yield|boost|cut"
    r"|obtain|deliver|attain)(?:e|es|s|ed|ing))(?![\w-])",
    re.IGNORECASE,
)
_BARE = ("whole", "decimal")
_LONGEST_LINK = 90
_LOOKBACK = 4


def _before(founds: Sequence[Found], i: int) -> int | None:
    """The quantity that this one may continue: the nearest of its shape, past numbers without a unit."""
    own = shape(founds[i])
    for before in range(i - 1, max(i - _LOOKBACK, -1), -1):
        other = shape(founds[before])
        if other == own or (
            own in _BARE and other in ("points", *_BARE) and _alike(founds[before], founds[i])
        ):
            return before
        if other not in _BARE:
            return None
    return None


def _alike(left: Found, right: Found) -> bool:
    """Whether two bare numbers may stand in one list: 39.3 and 41, but not 2024 and 0.83."""
    low, high = sorted((abs(left.quantity.value), abs(right.quantity.value)))
    return high <= 10 * low


def _link(left: Found, right: Found, clean: str) -> str:
    """How the second quantity continues the first's list: "tight", "far" (words between), empty (not)."""
    if right.head - left.stop > _LONGEST_LINK or right.origin is not None:
        return ""
    if _LINK.fullmatch(clean, left.stop, right.head) is not None:
        return "tight"
    if _FAR_LINK.fullmatch(clean, left.stop, right.head) is None or _NO_LINK.search(
        clean, left.stop, right.head
    ):
        return ""
    return "far"


def _shared(settings: list[Setting]) -> list[Setting]:
    """The settings with what follows a tight list given to all of it ("4% and 8% improvements")."""
    for i in range(len(settings) - 1, 0, -1):
        before = settings[i].before
        if before is not None and settings[i].tight:
            settings[before] = settings[before]._replace(right=settings[i].right)
    return settings
