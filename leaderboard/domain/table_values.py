"""Cells of result tables: the number in "85,3%", "30 ± 0.2" or "1,234", and one scale for a column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MAX_RAW = 200
MAX_UNIT = 40
LARGEST = 100
"""Powers of ten of the largest and smallest number that is read."""

PERCENT = "%"
HUNDRED = Decimal(100)


class Note(StrEnum):
    """What was decided about a cell."""

    COMMA = "decimal comma"
    THOUSANDS = "thousands separated"
    SPREAD = "spread after the value"
    MARK = "footnote mark dropped"
    EMPTY = "no value"
    GAIN = "a gain or a factor, no result"
    BOUND = "a bound, no value"
    AMBIGUOUS = "decimal comma or thousands"
    UNREAD = "not a number"
    PROPORTION = "proportion among percentages, times 100"
    UNCLEAR = "percent or proportion, not ranked"
    UNITS = "units that cannot be compared, not ranked"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: a value in a unit (None: none given) with its spread, or no value and why."""

    value: Decimal | None
    unit: str | None = None
    spread: Decimal | None = None
    notes: tuple[Note, ...] = ()


def read(raw: str) -> Cell:
    """The cell's value as written, nothing guessed; `notes` says what had to be decided."""
    text = raw.strip().replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", " ")
    if text.casefold() in _NOTHING:
        return Cell(None, notes=(Note.EMPTY,))
    if text.startswith("+"):
        return Cell(None, notes=(Note.GAIN,))
    if text.casefold().startswith(_BOUNDS):
        return Cell(None, notes=(Note.BOUND,))
    bare = text.rstrip("*†‡§").rstrip()
    marked = (Note.MARK,) if bare != text else ()
    match = _CELL.match(bare) if len(bare) <= MAX_RAW else None
    return _read(match, marked) if match else Cell(None, notes=(Note.UNREAD,))


def column(cells: Sequence[Cell], *, percentage: bool | None) -> list[tuple[Decimal | None, Note | None]]:
    """The cells' values on one scale, each with what was decided; None where there is no telling.

    `percentage` says whether the metric is one (None: unknown); a "%" in any cell says so too.
    """
    values = [cell for cell in cells if cell.value is not None]
    if percentage or (percentage is None and any(cell.unit == PERCENT for cell in values)):
        return [_percentage(cell, values) for cell in cells]
    return [_plain(cell, values) for cell in cells]


def _read(match: "re.Match[str]", notes: tuple[Note, ...]) -> Cell:
    unit = (match["unit"] or "").strip() or (PERCENT if match["percent"] else None)
    if unit and _GAINS.intersection(re.findall(r"\w+|×", unit.casefold())):
        return Cell(None, notes=(Note.GAIN,))
    value, how = _number(match["number"])
    spread = _number(match["spread"])[0] if match["spread"] else None
    further = (Note.SPREAD,) if spread is not None else ()
    return Cell(value, unit if value is not None else None, spread, (*how, *further, *notes))


def _number(text: str) -> tuple[Decimal | None, tuple[Note, ...]]:
    mantissa, sign, exponent = re.fullmatch(r"([^eE]+)(?:([eE])(.+))?", text).groups()  # type: ignore[union-attr]
    plain, note = _separated(mantissa)
    if plain is None:
        return None, (note or Note.UNREAD,)
    if sign and len(exponent) > len("-999"):
        return None, (Note.UNREAD,)
    value = Decimal(f"{plain}e{exponent}" if sign else plain)
    if value and abs(value.adjusted()) >= LARGEST:
        return None, (Note.UNREAD,)
    return value, (note,) if note else ()


def _separated(text: str) -> tuple[str | None, Note | None]:
    """The digits with a plain decimal point; "1,234" may be either and is neither."""
    if "," in text and "." in text:
        comma_last = text.rindex(",") > text.rindex(".")
        thousands, point = (".", ",") if comma_last else (",", ".")
        whole, _, places = text.rpartition(point)
        if point in whole or not _grouped(whole, thousands):
            return None, None
        return f"{whole.replace(thousands, '')}.{places}", Note.COMMA if comma_last else Note.THOUSANDS
    separator = "," if "," in text else "."
    if text.count(separator) > 1:
        return (text.replace(separator, ""), Note.THOUSANDS) if _grouped(text, separator) else (None, None)
    if separator == "," and "," in text:
        if _grouped(text, ","):
            return None, Note.AMBIGUOUS
        return text.replace(",", "."), Note.COMMA
    return text, None


def _grouped(text: str, separator: str) -> bool:
    """True where the digits stand in threes, as thousands do; a leading zero is never a thousand."""
    return re.fullmatch(rf"-?[1-9]\d{{0,2}}(?:{re.escape(separator)}\d{{3}})+", text) is not None


def _percentage(cell: Cell, values: Sequence[Cell]) -> tuple[Decimal | None, Note | None]:
    if cell.value is None:
        return None, None
    if cell.unit == PERCENT:
        return cell.value, None
    if cell.unit is not None:
        return None, Note.UNITS
    others = [abs(other.value) for other in values if other.value is not None and _is_percent(other)]
    if abs(cell.value) > 1:
        return (cell.value, None) if abs(cell.value) <= HUNDRED else (None, Note.UNCLEAR)
    if not others:
        return cell.value * HUNDRED, Note.PROPORTION
    return _among(cell.value, low=min(others), high=max(others))


def _is_percent(cell: Cell) -> bool:
    return cell.unit == PERCENT or (cell.unit is None and cell.value is not None and abs(cell.value) > 1)


def _among(value: Decimal, *, low: Decimal, high: Decimal) -> tuple[Decimal | None, Note | None]:
    """A bare number of at most 1 among percentages: one of them, a proportion, or no telling."""
    if abs(value) >= low / 10:
        return value, None
    if low / 2 <= abs(value) * HUNDRED <= min(HUNDRED, high * 2):
        return value * HUNDRED, Note.PROPORTION
    return None, Note.UNCLEAR


def _plain(cell: Cell, values: Sequence[Cell]) -> tuple[Decimal | None, Note | None]:
    if cell.value is None:
        return None, None
    units = {other.unit for other in values}
    if len(units - {None}) > 1 or (cell.unit is None and len(units) > 1):
        return None, Note.UNITS
    bare = {abs(other.value) for other in values if other.value is not None}
    if cell.unit is None and cell.value and abs(cell.value) <= 1 and 10 < max(bare) <= HUNDRED:
        return None, Note.UNCLEAR
    return cell.value, None


_NUMBER = r"-?(?:\d[\d.,]*\d|\d|\.\d+)(?:[eE][+-]?\d+)?"
_CELL = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<percent>%)?"
    rf"(?:\s*(?:±|\+/-|\+-|\\pm)\s*(?P<spread>{_NUMBER})\s*%?)?"
    rf"\s*(?P<unit>[^\d\s±+(\[,.%<>~-][^\d±]{{0,{MAX_UNIT - 1}}})?\Z",
    re.ASCII,
)
_NOTHING = frozenset({"", "-", "--", "—", "–", "n/a", "na", "none", "null", "nan", "?", "tbd", "tba"})
_BOUNDS = ("<", ">", "≤", "≥", "~", "≈", "up to ", "at least ", "at most ", "about ")
_GAINS = frozenset(
    "x × times point points pp pts above below over better worse higher lower more less fewer gain gains "
    "improvement increase decrease reduction faster slower smaller larger".split()
)
