"""Single numbers as written, in digits or in words, each with its unit; no ranges, no judgement."""

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from extraction import units
from extraction.number_words import PLACES, WORDS, hinted, word_value


class Form(Enum):
    """How a number is written."""

    DIGITS = "digits"
    WORDS = "words"
    RATIO = "ratio"
    NAME = "name"
    ORDINAL = "ordinal"
    DIMENSION = "dimension"
    EXPONENT = "exponent"
    VERSION = "version"


class Numeral(NamedTuple):
    """A number in the clean text.

    `start` to `end` is its core with sign; `head` to `stop` also holds what belongs to it on both sides
    (currency, magnitude, unit, plus sign). `signed` is "+" or "-" where the text writes one; `lent` says
    that the unit stands with another number of its list.
    """

    start: int
    end: int
    head: int
    stop: int
    value: Decimal
    unit: str | None
    form: Form
    signed: str = ""
    plus: bool = False
    lent: bool = False


_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|(?<![0-9])\.[0-9]+"
_NUMBER = re.compile(_DIGITS)
_DIGIT = re.compile("[0-9]")
_SIGN = re.compile(r"(?<![\w)\]%°×])[+-]\ ?$")
_POWER = re.compile(
    r"(?:[eE](?P<e>[+-]?[0-9]{1,3})(?!\w)|\ ?[×·]\ ?10\^(?P<ten>[+-]?[0-9]{1,3}))", re.VERBOSE
)
_MAGNITUDE = re.compile(
    r"(?P<letter>[kKMBT](?![\w°]|-?bit))|\ (?P<spaced>[KMB])(?![\w/])"
    r"|[\ -](?P<word>thousand|million|billion|trillion)s?\b"
)
_MAGNITUDES = {"k": 3, "m": 6, "b": 9, "t": 12, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_CURRENCY = re.compile(r"(?:(?P<sign>(?:US|A|C|HK)?\$|€|£|¥)|(?P<code>USD|EUR|GBP|CNY|RMB))\ ?$")
_BY = re.compile(r"[×xX]\ ?$")
_DIMENSION = re.compile(r"[×xX*](?=[0-9])|\ [×xX*]\ ?(?=[0-9])|(?<=[0-9])×\ (?=[0-9]+(?![0-9.]))")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?!\w)")
_RATIO = re.compile(r"/([1-9][0-9]{0,4})(?![0-9.,]*[%0-9]|(?!th|rd|nd)\w|/)")
_LONGEST = 40


def scan(clean: str) -> Iterator[Numeral]:
    """Every number of the text, in order; numbers inside names come as Form.NAME."""
    words = _in_words(clean)
    taken = 0
    for numeral in _in_digits(clean):
        while words and words[-1].start <= numeral.start:
            taken = words[-1].end
            yield words.pop()
        if numeral.start >= taken:
            yield numeral
    yield from reversed(words)


def _in_words(clean: str) -> list[Numeral]:
    """The numbers in words, the last one first."""
    lower = clean.lower()
    if len(lower) != len(clean) or not hinted(lower):
        return []
    numerals = []
    for found in WORDS.finditer(lower):
        value, unit, end, stop = word_value(found)
        numerals.append(Numeral(found.start(), end, found.start(), stop, value, unit, Form.WORDS))
    return numerals[::-1]


def _in_digits(clean: str) -> Iterator[Numeral]:
    at = 0
    while (found := _next(clean, at)) is not None:
        numeral = _digits(clean, found)
        yield numeral
        at = max(found.end(), numeral.end)


def _next(clean: str, at: int) -> re.Match[str] | None:
    """The next number: looked for by its first digit, since a search for one class of characters is fast."""
    digit = _DIGIT.search(clean, at)
    if digit is None:
        return None
    start = digit.start()
    pointed = _NUMBER.match(clean, start - 1) if start > at and clean[start - 1] == "." else None
    return pointed or _NUMBER.match(clean, start)


def _digits(clean: str, found: re.Match[str]) -> Numeral:
    start, end = found.span()
    sign = _SIGN.search(clean, max(0, start - 3), start) if clean[start - 1 : start] in "+- " else None
    first = sign.start() if sign else start
    if end - start > _LONGEST:
        return _plain(first, end, Form.NAME)
    form = _form_before(clean, first)
    if form is not None:
        return _plain(first, end, form)
    return _number(clean, first, start, end)


def _plain(start: int, end: int, form: Form) -> Numeral:
    """A number that is read no further."""
    return Numeral(start, end, start, end, Decimal(0), None, form)


def _form_before(clean: str, start: int) -> Form | None:
    """The form that the characters before decide: part of a name, of a grid, an exponent, a version."""
    before, previous = clean[start - 1 : start], clean[start - 2 : start - 1] if start > 1 else ""
    if before in "×*xX " and _GRID.search(clean, max(0, start - 9), start):
        return Form.DIMENSION if clean[start] not in "+-" else None
    if not before or before in " (":
        return None
    if before.isalpha() or before == "_":
        return None if before in "×xX" and not previous.isalnum() else _glued(clean, start)
    if before in "-/@.'" and (previous.isalpha() or previous == "_"):
        return Form.NAME if before != "/" or not _PERCENT_AHEAD.match(clean, start) else None
    return _AFTER_SIGN.get(before) if before == "^" or previous.isdigit() else None


_AFTER_SIGN = {"^": Form.EXPONENT, ".": Form.VERSION, ":": Form.VERSION}
_GRID = re.compile(r"[0-9]\ ?[×xX*]\ ?$")
_PERCENT_AHEAD = re.compile(r"[0-9.]{1,8}\ ?(?:%|[×xX](?!\w))")
_GLUED = re.compile(r"\b(?:of|to|by|than|and|over|from|with|about|achieves|around|is)$")


def _glued(clean: str, start: int) -> Form | None:
    """A name, save where a blank was lost before a percentage ("by5%")."""
    lost = _GLUED.search(clean[max(0, start - 9) : start]) and _PERCENT_AHEAD.match(clean, start)
    return None if lost else Form.NAME


def _number(clean: str, first: int, start: int, end: int) -> Numeral:
    signed = clean[first:start].strip()
    value = Decimal(clean[start:end].replace(",", ""))
    if power := _POWER.match(clean, end):
        value, end = _scaled(value, int(power["e"] or power["ten"])), power.end()
    elif ten := _TEN.match(clean, start):
        value, end = _scaled(Decimal(1), int(ten[1])), ten.end()
    elif (ratio := _RATIO.match(clean, end)) and _is_ratio(clean, start, end, ratio):
        return _ratio(clean, first, start, ratio)
    if form := _form_after(clean, start, end):
        return _plain(first, end, form)
    return _with_unit(
        clean, Numeral(first, end, first, end, -value if signed == "-" else value, None, Form.DIGITS, signed)
    )


_TEN = re.compile(r"10\^([+-]?[0-9]{1,3})(?![0-9])")


def _scaled(value: Decimal, power: int) -> Decimal:
    """The value times a power of ten; absurd powers stay out of the arithmetic."""
    return value.scaleb(max(-30, min(30, power)))


def _is_ratio(clean: str, start: int, end: int, ratio: re.Match[str]) -> bool:
    """Whether "1/8" is a fraction: a small whole number over a larger one."""
    over, under = clean[start:end], int(ratio[1])
    if not over.isdigit() or clean[start - 1 : start] == "/":
        return False
    return int(over) < under and (int(over) == 1 or (under <= 10 and int(over) < 10))


def _ratio(clean: str, first: int, start: int, ratio: re.Match[str]) -> Numeral:
    value = round(Decimal(clean[start : ratio.start()]) / Decimal(ratio[1]), PLACES)
    stop = ratio.end()
    if suffix := _TH.match(clean, stop):
        stop = suffix.end()
    return Numeral(first, ratio.end(), first, stop, value, None, Form.RATIO)


_TH = re.compile(r"-?(?:th|rd|nd)s?(?!\w)")
_MORE_VERSION = re.compile(r"\.[0-9]")
_DECADE = re.compile(r"(?:1[5-9]|20)[0-9]0s(?!\w)")


def _form_after(clean: str, start: int, end: int) -> Form | None:
    """The form that what follows decides: an ordinal, one side of a grid, or a name such as "3D"."""
    if _MORE_VERSION.match(clean, end):
        return Form.VERSION
    if _ORDINAL.match(clean, end):
        return Form.ORDINAL
    if _DIMENSION.match(clean, end):
        return Form.DIMENSION
    following = clean[end : end + 1]
    if following == "_" or _DECADE.match(clean, start):
        return Form.NAME
    if following.isalpha() and following not in "×xX":
        magnitude = _MAGNITUDE.match(clean, end)
        if magnitude is None and units.after(clean, end).name is None:
            return Form.NAME
    if following in ("x", "X") and clean[end + 1 : end + 2].isalnum():
        return Form.NAME
    return None


def _with_unit(clean: str, numeral: Numeral) -> Numeral:
    """The number with its magnitude, unit, currency and plus sign."""
    value, stop, plus = numeral.value, numeral.end, False
    if magnitude := _MAGNITUDE.match(clean, stop):
        word = magnitude["letter"] or magnitude["spaced"] or magnitude["word"]
        value, stop = _scaled(value, _MAGNITUDES[word.lower()]), magnitude.end()
    if clean[stop : stop + 1] == "+" and not clean[stop + 1 : stop + 2].isalnum():
        plus, stop = True, stop + 1
    unit = units.after(clean, stop)
    if unit.name is None and _METRIC_POINTS.match(clean, stop):
        unit = units.Unit(units.POINTS, stop)
    stop = unit.end
    if clean[stop : stop + 1] == "+" and not plus and unit.name and not clean[stop + 1 : stop + 2].isalnum():
        plus, stop = True, stop + 1
    head, name, stop = _prefix(clean, numeral.start, unit.name, stop)
    return numeral._replace(head=head, stop=stop, value=value, unit=name, plus=plus)


def _prefix(clean: str, start: int, unit: str | None, stop: int) -> tuple[int, str | None, int]:
    """Where the number begins with its currency or multiplication sign, its unit, where it ends."""
    before = clean[max(0, start - 5) : start]
    if unit is None and (currency := _CURRENCY.search(before)):
        per = _PER_CURRENCY.match(clean, stop)
        name = (currency["sign"] or currency["code"]) + ("/" + per[1] if per else "")
        return start - len(before) + currency.start(), name, per.end() if per else stop
    if unit is None and (by := _BY.search(before)) and not before[: by.start()][-1:].isalnum():
        return start - len(before) + by.start(), units.TIMES, stop
    if unit is None and _FACTOR_OF.search(clean, max(0, start - _LOOKBACK), start):
        return start, units.TIMES, stop
    return start, unit, stop


_METRIC_POINTS = re.compile(
    r"(?!\ (?:data|key|time|sample|landmark|reference|check|end|grid|operating|control|feature|interest"
    r"|touch|pain|bullet))"
    r"\ (?:[A-Za-z][\w@.+/-]*\ ){1,3}?points?\b"
)
_LOOKBACK = 48
_FACTOR_OF = re.compile(r"\bfactors?\ (?:of\ )?(?:[a-z]+\ ){0,3}[~≥≤<>]?\ ?$")
_PER_CURRENCY = re.compile(r"\ ?/\ ?([a-zA-Z]{1,12})")
