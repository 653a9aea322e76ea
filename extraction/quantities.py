"""Quantities of the text: numbers with units and bounds, ranges put together, units shared along lists."""

import re
from typing import NamedTuple

from extraction import bounds, units
from extraction.claims import Bound, Quantity, Span
from extraction.context import Text
from extraction.numerals import Form, Numeral, scan


class Found(NamedTuple):
    """A quantity with what later steps need of how it was written.

    `head` to `stop` is the whole phrase with currency and unit; `first` is the number or a range's lower
    end, `listed` is true where it continues a list ("2%, 3% and 5%"), `opens` is the index of the quantity
    that it moves on from ("from A to B").
    """

    quantity: Quantity
    first: Numeral
    head: int
    stop: int
    origin: int | None = None


def find(text: Text, sentences: tuple[Span, ...]) -> tuple[Found, ...]:
    """Every quantity of the clean text in order, those inside names included."""
    clean = text.clean
    if not _ANY.search(clean):
        return ()
    numerals = _share_units(clean, list(scan(clean)))
    joined = _join(clean, numerals)
    limits = bounds.find(clean, [(n.head, n.stop, n.unit) for n, *_ in joined], sentences)
    return tuple(_found(item, bound) for item, bound in zip(joined, limits, strict=True))


_ANY = re.compile(r"[0-9]|\b(?:half|twice|thrice|order|orders|doubl|tripl|quadrupl|halv|third|quarter|tenth|times|fold|zero)", re.I)
_NUMERIC = frozenset({Form.DIGITS, Form.RATIO, Form.WORDS})


class _Joined(NamedTuple):
    low: Numeral
    high: Numeral | None
    origin: int | None


def _found(item: _Joined, bound: Bound) -> Found:
    low, high = item.low, item.high
    last = high or low
    if bound is Bound.EXACT and last.plus:
        bound = Bound.AT_LEAST
    ends = sorted((low.value, high.value)) if high else [low.value, None]
    quantity = Quantity(Span(low.start, last.end), ends[0], ends[1], last.unit, bound)
    return Found(quantity, low, low.head, last.stop, item.origin)


# --- units shared along lists -----------------------------------------------------------------------------

_LIST = re.compile(r",?\ (?:and|or|to|vs\.?|versus)\ |,\ |\ ?/\ ?|\ ?[–~]\ ?|-|;\ |\ ?±\ ?|\ &\ ")
_LONGEST_LINK = 24


def _share_units(clean: str, numerals: list[Numeral]) -> list[Numeral]:
    """Numbers without a unit take that of the next number of their list ("16, 21 and 33 points")."""
    shared = list(numerals)
    for i in range(len(shared) - 2, -1, -1):
        left, right = shared[i], shared[i + 1]
        if left.unit is None and right.unit and _shares(clean, left, right):
            shared[i] = left._replace(unit=right.unit, value=_same_magnitude(clean, left, right))
    return shared


def _shares(clean: str, left: Numeral, right: Numeral) -> bool:
    if left.form not in _NUMERIC or right.form not in _NUMERIC or right.head - left.stop > _LONGEST_LINK:
        return False
    if left.form is Form.RATIO or right.form is Form.WORDS:
        return False
    return _LIST.fullmatch(clean, left.stop, right.head) is not None


def _same_magnitude(clean: str, left: Numeral, right: Numeral):
    return left.value


# --- ranges and moves -------------------------------------------------------------------------------------

_DASH = re.compile(r"\ ?[–~—]\ ?|-|\ -\ |\ ?-\ ?(?=\$)")
_TO = re.compile(r"\ (?:to|through|up to|and up to)\ (?:over\ |about\ |around\ |nearly\ |~\ ?)?")
_AND = re.compile(r"\ and\ ")
_FROM = re.compile(r"\b(?:from)\ (?:an?\ |the\ |about\ |around\ |roughly\ |approximately\ |only\ |just\ |under\ |over\ |nearly\ |~\ ?)*$", re.I)
_BETWEEN = re.compile(r"\b(?:between|within)\ (?:about\ |around\ |~\ ?)?$", re.I)
_SPREAD = re.compile(r"\b(?:rang|var|span|differ|anywhere|spread|gains|improvements|reductions|speedups|speed-ups|increases|values|errors)\w*(?:\ \w+){0,4}\ from\ (?:\w+\ )?$", re.I)
_LOOKBACK = 60


def _join(clean: str, numerals: list[Numeral]) -> list[_Joined]:
    """Numbers with ranges put together and with the start of each move ("from A to B") noted."""
    joined: list[_Joined] = []
    i = 0
    while i < len(numerals):
        left = numerals[i]
        right = numerals[i + 1] if i + 1 < len(numerals) else None
        if right and _is_range(clean, left, right):
            joined.append(_Joined(left, right, None))
            i += 2
            continue
        joined.append(_Joined(left, None, None))
        i += 1
    return joined


def _is_range(clean: str, left: Numeral, right: Numeral) -> bool:
    if left.form not in _NUMERIC or right.form not in _NUMERIC or right.head - left.stop > _LONGEST_LINK:
        return False
    if left.unit is not None and left.unit != right.unit:
        return False
    if _DASH.fullmatch(clean, left.stop, right.head):
        return left.value < right.value
    before = clean[max(0, left.head - _LOOKBACK) : left.head]
    if _AND.fullmatch(clean, left.stop, right.head):
        return _BETWEEN.search(before) is not None
    if _TO.fullmatch(clean, left.stop, right.head) is None:
        return False
    return _FROM.search(before) is None or _SPREAD.search(before) is not None
