from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.sources.dates import dated, iso_date, page_date

DATED = [
    ("2024-05-01", date(2024, 5, 1), ""),
    ("2024-05-01T09:30:00Z", date(2024, 5, 1), ""),
    ("2024-05-01 09:30", date(2024, 5, 1), ""),
    ("Mon, 2 Apr 2007 19:18:42 GMT", date(2007, 4, 2), ""),
    ("1 May 2024", date(2024, 5, 1), ""),
    ("June 15, 2022", date(2022, 6, 15), ""),
    ("Oct 30", None, "Oct 30"),
    ("May 2024", None, "May 2024"),
    ("2024", None, "2024"),
    ("2024-05", None, "2024-05"),
    ("2024-13-45", None, "2024-13-45"),
    ("Monday", None, "Monday"),
    ("in press", None, "in press"),
    ("31 Feb 2024", None, "31 Feb 2024"),
    ("  Oct \n 30 ", None, "Oct 30"),
    ("", None, ""),
]


@pytest.mark.parametrize(("text", "day", "words"), DATED)
def test_a_day_is_taken_only_when_it_is_all_there(text: str, day: date | None, words: str) -> None:
    assert dated(text) == (day, words)


PAGE_DATES = [
    ("Jun 15, 2022", (date(2022, 6, 15), "")),
    ("Dec 14, 2023 1", (date(2023, 12, 14), "")),
    ("Jun 13", (None, "Jun 13")),
    ("Mar 25 2", (None, "Mar 25")),
    ("Feb 30, 2023", (None, "Feb 30, 2023")),
    ("AIM 2024 Sparse Neural Rendering Challenge", None),
    ("May 2024", None),
    ("Aim 20", None),
    ("Jun 15, 2022 and after", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "expected"), PAGE_DATES)
def test_date_lines_of_a_page(line: str, expected: tuple[date | None, str] | None) -> None:
    assert page_date(line) == expected


@given(st.dates(date(1900, 1, 1)), st.integers(0, 999))
def test_every_page_date_comes_back(day: date, comments: int) -> None:
    line = f"{day:%b} {day.day}, {day.year:04d} {comments}"
    assert page_date(line) == (day, "")
    assert page_date(f"{day:%b} {day.day}") == (None, f"{day:%b} {day.day}")


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    day, words = dated(text)
    assert (day is None) or words == ""
    page_date(text)
    iso_date(text)
