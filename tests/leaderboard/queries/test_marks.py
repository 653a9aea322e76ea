"""Cutting a text at marks that nest, overlap or stand side by side."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from leaderboard.queries.marks import cut


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    name: str = ""


def test_nested_marks_shortest_first() -> None:
    outer, inner = Mark(0, 9, "outer"), Mark(6, 9, "inner")
    pieces = cut("12.4-17.5%", marks=[outer, inner])
    assert [(p.text, [m.name for m in p.marks], [m.name for m in p.starting]) for p in pieces] == [
        ("12.4-1", ["outer"], ["outer"]),
        ("7.5", ["inner", "outer"], ["inner"]),
        ("%", [], []),
    ]


def test_overlapping_marks() -> None:
    pieces = cut("abcdef", marks=[Mark(0, 4, "first"), Mark(2, 6, "second")])
    assert [p.text for p in pieces] == ["ab", "cd", "ef"]
    assert [len(p.marks) for p in pieces] == [1, 2, 1]


def test_the_same_place_twice() -> None:
    pieces = cut("7 of 9", marks=[Mark(0, 1, "result"), Mark(0, 1, "reference")])
    assert [(p.text, len(p.marks), len(p.starting)) for p in pieces] == [("7", 2, 2), (" of 9", 0, 0)]


def test_marks_that_do_not_fit_are_left_out() -> None:
    assert [p.text for p in cut("abc", marks=[Mark(2, 2), Mark(-1, 2), Mark(1, 9), Mark(3, 2)])] == ["abc"]


def test_an_empty_text_has_no_pieces() -> None:
    assert cut("", marks=[]) == ()


@given(
    st.text(max_size=40),
    st.lists(st.builds(Mark, start=st.integers(-2, 42), end=st.integers(-2, 42)), max_size=12),
)
def test_pieces_join_to_the_text_and_every_mark_is_covered(text: str, marks: list[Mark]) -> None:
    pieces = cut(text, marks=marks)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    kept = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    for mark in set(kept):
        assert "".join(p.text for p in pieces if mark in p.marks) == text[mark.start : mark.end]
        assert sum(p.starting.count(mark) for p in pieces) == kept.count(mark)
