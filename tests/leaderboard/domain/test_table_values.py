"""Cells of tables: what is read, what is not, and when a column has one scale."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboard.domain.table_values import Note, column, read

CASES = [
    ("85.3", "85.3", None, []),
    ("85.30", "85.30", None, []),
    ("85,3", "85.3", None, [Note.COMMA]),
    ("0,123", "0.123", None, [Note.COMMA]),
    ("1,234", None, None, [Note.AMBIGUOUS]),
    ("1,234,567", "1234567", None, [Note.THOUSANDS]),
    ("1,234.5", "1234.5", None, [Note.THOUSANDS]),
    ("1.234,5", "1234.5", None, [Note.COMMA]),
    ("85%", "85", "%", []),
    ("85 %", "85", "%", []),
    ("85,3%", "85.3", "%", [Note.COMMA]),
    ("30 ± 0.2", "30", None, [Note.SPREAD]),
    ("30±0.2%", "30", None, [Note.SPREAD]),
    ("85% ± 0.2", "85", "%", [Note.SPREAD]),
    ("30 +/- 0,2", "30", None, [Note.SPREAD]),
    ("12.5 ms", "12.5", "ms", []),
    ("25M", "25", "M", []),
    ("1.2e-3", "0.0012", None, []),
    (".5", "0.5", None, []),
    ("-3.1", "-3.1", None, []),
    ("−3.1", "-3.1", None, []),
    ("85.3*", "85.3", None, [Note.MARK]),
    ("", None, None, [Note.EMPTY]),
    ("-", None, None, [Note.EMPTY]),
    ("N/A", None, None, [Note.EMPTY]),
    ("+2.5", None, None, [Note.GAIN]),
    ("4.1 points above", None, None, [Note.GAIN]),
    ("3x", None, None, [Note.GAIN]),
    ("3×", None, None, [Note.GAIN]),
    ("> 90", None, None, [Note.BOUND]),
    ("up to 90", None, None, [Note.BOUND]),
    ("80-82", None, None, [Note.UNREAD]),
    ("3/4", None, None, [Note.UNREAD]),
    ("85.3 (0.2)", None, None, [Note.UNREAD]),
    ("1.2.3", None, None, [Note.UNREAD]),
    ("1e999", None, None, [Note.UNREAD]),
    ("١٢", None, None, [Note.UNREAD]),
    ("best", None, None, [Note.UNREAD]),
    ("9" * 300, None, None, [Note.UNREAD]),
]


@pytest.mark.parametrize(("raw", "value", "unit", "notes"), CASES, ids=[case[0][:20] for case in CASES])
def test_cells(raw: str, value: str | None, unit: str | None, notes: list[Note]) -> None:
    cell = read(raw)
    assert (cell.value, cell.unit, list(cell.notes)) == (Decimal(value) if value else None, unit, notes)


COLUMNS = [
    (["85.3", "0.853", "86.1"], True, ["85.3", "85.3", "86.1"], {Note.PROPORTION}),
    (["85%", "0.853"], None, ["85", "85.3"], {Note.PROPORTION}),
    (["0.9", "0.8"], True, ["90", "80"], {Note.PROPORTION}),
    (["0.9", "0.8"], None, ["0.9", "0.8"], set()),
    (["0.21", "0.5", "1.2"], True, ["0.21", "0.5", "1.2"], set()),
    (["0.9", "85.3"], None, [None, "85.3"], {Note.UNCLEAR}),
    (["0.01", "85.3"], True, [None, "85.3"], {Note.UNCLEAR}),
    (["12 ms", "3 s"], None, [None, None], {Note.UNITS}),
    (["12 ms", "13"], None, ["12", None], {Note.UNITS}),
    (["20.1", "0", "3.5"], None, ["20.1", "0", "3.5"], set()),
    (["150", "85"], True, [None, "85"], {Note.UNCLEAR}),
    (["+2", "85"], None, [None, "85"], set()),
]


@pytest.mark.parametrize(("raws", "percentage", "scaled", "notes"), COLUMNS, ids=range(len(COLUMNS)))
def test_columns(
    raws: list[str],
    percentage: object,
    scaled: list[str | None],
    notes: set[Note],
) -> None:
    found = column([read(raw) for raw in raws], percentage=bool(percentage) or None)
    assert [value for value, _ in found] == [Decimal(one) if one else None for one in scaled]
    assert {note for _, note in found if note} == notes


@settings(deadline=None)
@given(st.text(max_size=40))
def test_anything_is_read_or_says_why_not(raw: str) -> None:
    cell = read(raw)
    assert cell.value is not None or cell.notes


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000, places=3))
def test_a_plain_number_is_itself(value: Decimal) -> None:
    assert read(str(value)).value == value


@settings(deadline=None)
@given(st.lists(st.decimals(min_value="1.01", max_value=100, places=2), min_size=1))
def test_a_column_of_percentages_stays_as_it_is(values: list[Decimal]) -> None:
    found = column([read(f"{value}%") for value in values], percentage=None)
    assert [value for value, _ in found] == values
