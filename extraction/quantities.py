"""Quantities of the text: numbers with units and bounds, ranges put together, units shared along lists."""

import re
from collections.abc import Container
from itertools import islice
from typing import NamedTuple

from extraction import bounds, units
from extraction.claims import Bound, Quantity, Span
from extraction.context import Text
from extraction.numerals import Form, Numeral, scan
from extraction.rules import Rule


class Found(NamedTuple):
    """A quantity with what later steps need of how it was written.

    `head` to `stop` is the whole phrase with currency and unit, `first` is the number or a range's first
    end, `rule` the form it was read by, and `origin` is the head of the quantity that it moves on from
    ("from A to B").
    """

    quantity: Quantity
    first: Numeral
    head: int
    stop: int
    rule: Rule
    origin: int | None = None


def find(text: Text) -> tuple[Found, ...]:
    """Every quantity of the clean text in order, those inside names too; at most the first MOST numbers."""
    clean = text.clean
    numerals = _share_units(clean, list(islice(scan(clean), MOST)))
    joined = _join(clean, numerals)
    numeric = [i for i, item in enumerate(joined) if item.low.form in _NUMERIC]
    phrases = [
        (joined[i].low.head, (joined[i].high or joined[i].low).stop, joined[i].low.unit) for i in numeric
    ]
    limits = dict(zip(numeric, bounds.find(clean, phrases), strict=True))
    starts = {item.origin for item in joined}
    return tuple(
        _found(item, limits.get(i, Bound.EXACT), _rule(item, starts)) for i, item in enumerate(joined)
    )


MOST = 1000
"""Numbers read in one text: abstracts hold a few dozen, so that more is no abstract but an attack."""
_NUMERIC = frozenset({Form.DIGITS, Form.RATIO, Form.WORDS})


class _Joined(NamedTuple):
    low: Numeral
    high: Numeral | None
    origin: int | None


def _found(item: _Joined, bound: Bound, rule: Rule) -> Found:
    low, high = item.low, item.high
    last = high or low
    if bound is Bound.EXACT and last.plus:
        bound = Bound.AT_LEAST
    value, upper = (low.value, None) if high is None else sorted((low.value, high.value))
    quantity = Quantity(Span(low.start, last.end), value, upper, last.unit, bound)
    return Found(quantity, low, low.head, last.stop, rule, item.origin)


def _rule(item: _Joined, starts: Container[int | None]) -> Rule:
    """The form that the number has: what puts numbers together before what one number looks like."""
    low = item.low
    if item.high is not None:
        return Rule.NUMBER_RANGE
    if item.origin is not None or low.head in starts:
        return Rule.NUMBER_MOVE
    if low.form in _WRITTEN:
        return _WRITTEN[low.form]
    if low.lent:
        return Rule.NUMBER_LENT
    return Rule.NUMBER_BARE if low.unit is None else _MARKED.get(low.unit, Rule.NUMBER_UNIT)


_WRITTEN = {Form.WORDS: Rule.NUMBER_WORDS, Form.RATIO: Rule.NUMBER_RATIO}
_MARKED = {
    units.PERCENT: Rule.NUMBER_PERCENT,
    units.POINTS: Rule.NUMBER_POINTS,
    units.TIMES: Rule.NUMBER_FACTOR,
}


# --- units shared along lists -----------------------------------------------------------------------------

_LIST = re.compile(
    r"(?:,?\ (?:and|or|to|vs\.?|versus)\ |,\ |\ ?/\ ?|\ ?[–~→]\ ?|-|;\ |\ ?±\ ?|\ &\ )(?:[~≥≤<>]\ ?)?"
)
_LONGEST_LINK = 24


def _share_units(clean: str, numerals: list[Numeral]) -> list[Numeral]:
    """Numbers without a unit take that of the next number of their list ("16, 21 and 33 points")."""
    shared = list(numerals)
    for i in range(len(shared) - 2, -1, -1):
        left, right = shared[i], shared[i + 1]
        if left.unit is None and right.unit and _shares(clean, left, right, shared[i + 2 : i + 3]):
            shared[i] = left._replace(unit=right.unit, lent=True)
    return shared


def _shares(clean: str, left: Numeral, right: Numeral, more: list[Numeral]) -> bool:
    """Whether the two stand in one list; a comma alone makes none ("51.2, 3.1 points more")."""
    if not _numeric(left, right) or right.head - left.stop > _LONGEST_LINK or not _takes_unit(left, right):
        return False
    if _NAMED.search(clean, max(0, left.head - 24), left.head) and _is_whole(left) != _is_whole(right):
        return False
    if clean[left.stop : right.head] == ", ":
        return bool(more) and _LIST.fullmatch(clean, right.stop, more[0].head) is not None
    return _LIST.fullmatch(clean, left.stop, right.head) is not None


def _takes_unit(left: Numeral, right: Numeral) -> bool:
    """Whether a bare number may have the unit of the next: no "1/8", no "7B", no 0.95 beside 95%."""
    if left.form is Form.RATIO or right.form is Form.WORDS:
        return False
    return right.unit != units.PERCENT or (left.stop == left.end and 100 * left.value != right.value)


def _is_whole(numeral: Numeral) -> bool:
    return numeral.value == numeral.value.to_integral_value()


_NAMED = re.compile(r"(?:\b[A-Z][\w-]*\ |\bp\ ?[<=>≤≥]\ ?)$")  # "AIME 2025 and 8.1%", "p < 0.05, 3%"


# --- ranges and moves -------------------------------------------------------------------------------------

_DASH = re.compile(r"\ ?[–~]\ ?|—|-|\ -\ ")
_TO = re.compile(r"\ (?:to|through)\ (?:over\ |about\ |around\ |nearly\ |~\ ?)?")
_AND = re.compile(r"\ and\ ")
_FROM = re.compile(
    r"\bfrom\ (?:(?:an?|the|about|around|roughly|approximately|only|just|under|over|nearly)\ |~\ ?)*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|within)\ (?:about\ |around\ |~\ ?)?$", re.IGNORECASE)
_SPREAD = re.compile(
    r"\b(?:rang(?:es?|ed|ing)|var(?:y|ies|ied|ying)|spans?|spanning|differs?|anywhere|spread"
    r"|gains|improvements|reductions|speedups|speed-ups|savings)(?:\ \w+){0,4}\ from\ (?:\w+\ )?$",
    re.IGNORECASE,
)
_LOOKBACK = 60


def _join(clean: str, numerals: list[Numeral]) -> list[_Joined]:
    """Numbers with ranges put together and with the start of each move ("from A to B") noted."""
    joined: list[_Joined] = []
    i = 0
    while i < len(numerals):
        left = numerals[i]
        right = numerals[i + 1] if i + 1 < len(numerals) else None
        spread = right and _is_range(clean, left, right) and not _continues_move(clean, joined, left)
        high = _upper(left, right) if right and spread else None
        origin = _origin(clean, joined, left) if joined else None
        joined.append(_Joined(left, high, origin))
        i += 2 if high else 1
    return joined


def _upper(left: Numeral, right: Numeral) -> Numeral:
    """The upper end of a range; a minus before it was the dash ("7.4x -7.8x")."""
    return right._replace(value=abs(right.value)) if left.value >= 0 else right


def _is_range(clean: str, left: Numeral, right: Numeral) -> bool:
    if not _comparable(left, right) or (
        clean[left.head - 1 : left.head] == "=" and left.unit is None != right.unit
    ):
        return False
    if _DASH.fullmatch(clean, left.stop, right.head):
        return left.value < right.value
    if right.signed == "-" and left.value > 0 and _LOST_DASH.fullmatch(clean, left.stop, right.head):
        return left.value < -right.value
    before = clean[max(0, left.head - _LOOKBACK) : left.head]
    if _AND.fullmatch(clean, left.stop, right.head):
        return _BETWEEN.search(before) is not None
    if _TO.fullmatch(clean, left.stop, right.head) is None:
        return False
    if left.value >= right.value:
        return False
    return _FROM.search(before) is None or _SPREAD.search(before) is not None


def _comparable(left: Numeral, right: Numeral) -> bool:
    """Whether two numbers stand close and are written alike, so that a dash or "to" may join them."""
    if not _numeric(left, right) or right.head - left.stop > _LONGEST_LINK:
        return False
    return left.unit is None or left.unit == right.unit


def _origin(clean: str, joined: list[_Joined], right: Numeral) -> int | None:
    """The head of the number that a move to this one starts from, past a set-up ("0.5 at k=4 to 0.2")."""
    last = joined[:-1] if len(joined) > 1 and clean[joined[-1].low.head - 1] == "=" else joined
    return last[-1].low.head if _is_move(clean, last, right) else None


def _is_move(clean: str, joined: list[_Joined], right: Numeral) -> bool:
    """Whether the number is where a move from the number before ends ("from A to B", "A → B")."""
    left = joined[-1].low
    end = (joined[-1].high or left).stop
    if not _numeric(left, right) or right.head - end > _LONGEST_MOVE:
        return False
    if _ARROW.fullmatch(clean, end, right.head) or _GOING.fullmatch(clean, end, right.head):
        return True
    if _ARRIVES.fullmatch(clean, end, right.head) is None or left.unit != right.unit:
        return False
    before = clean[max(0, left.head - _LOOKBACK) : left.head]
    if _FROM.search(before):
        return _SPREAD.search(before) is None
    return _continues_move(clean, joined[:-1], left) or _TO.fullmatch(clean, end, right.head) is not None


def _numeric(left: Numeral, right: Numeral) -> bool:
    return left.form in _NUMERIC and right.form in _NUMERIC


def _continues_move(clean: str, joined: list[_Joined], left: Numeral) -> bool:
    """Whether a move ended just before, so that "and A to B" is another one."""
    if not joined or joined[-1].origin is None or left.head - joined[-1].low.stop > _LONGEST_MOVE:
        return False
    return _AND_THEN.search(clean, joined[-1].low.stop, left.head) is not None


_AND_THEN = re.compile(r"(?:,|\band)\ (?:from\ )?")
_LOST_DASH = re.compile(r"\ ?")
_LONGEST_MOVE = 60
_ARRIVES = re.compile(
    r"(?:[^,;:.]|\.(?=[0-9])){0,50}?(?<!up)(?<!compared)(?<!relative)\ to\ (?:[a-z]+\ ){0,2}(?:[~≥≤<>]\ ?)?"
)
_ARROW = re.compile(r"\ ?(?:→|->|=>|⟶)\ ?")
_GOING = re.compile(
    r"[^;:.]{0,40},\ (?:increas|ris|improv|dropp|fall|declin|decreas|climb|grow|reduc)ing\ (?:[a-z]+\ )?"
    r"to\ (?:[a-z]+\ ){0,2}"
)
