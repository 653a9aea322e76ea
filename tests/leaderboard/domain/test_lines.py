"""Text as other formats can take it."""

from xml.sax.saxutils import escape

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.lines import formula_safe, line, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two\nlines\tand  gaps ", "two lines and gaps"),
        ("a\x00b\x1fc\x7fd", "a b c d"),
        ("turned \u202eround\u202c", "turned round"),
        ("no\ufffesuch", "no such"),
        ("naïve 你好 😀 שלום", "naïve 你好 😀 שלום"),
    ],
)
def test_a_line(text: str, expected: str) -> None:
    assert line(text) == expected


def test_a_line_is_cut_where_it_is_too_long() -> None:
    assert line("abcdef", most=6) == "abcdef"
    assert line("abcdefg", most=6) == "abcde…"


@given(st.text())
def test_every_text_can_stand_in_xml(text: str) -> None:
    assert fromstring(f"<a>{escape(line(text))}</a>").text in (line(text), None)
    fromstring(f"<a>{escape(visible(text))}</a>")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "-", "+x", "\n1"],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert formula_safe(text) == "'" + text


@pytest.mark.parametrize("text", ["", "plain", "a=b", "-3.5", "+2%", "-1,234.5", "x@y", "5-3", "'=1"])
def test_other_text_stays(text: str) -> None:
    assert formula_safe(text) == text
