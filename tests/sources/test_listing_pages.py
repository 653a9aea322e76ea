from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.sources import listing_pages
from leaderboard.sources.content import Content
from leaderboard.sources.records import PaperRecord
from tests.sources.conftest import MakeContent, ReadAll

LONG = "We measure how well small models sort postcards by the town on their stamp. " * 5
FURNITURE = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\n"
HEAD = FURNITURE + "by AK and the research community\n\n"
PLAIN = f"{HEAD}Sorting Postcards\n\n{LONG}one\n\nSorting Stamps\n\n{LONG}two"
FOOTERS = (
    f"{HEAD}Oct 30\n\nFirst Title\n\n{LONG}a\n\n  • 12 authors\n·\nJun 15, 2022\n\n"
    f"Second Title\n\n{LONG}b\n\n  • 1 author\n·\nJun 13 4\n\n"
    f"Third Title\n\n{LONG}c\n\n"
    f"Fourth Title\n\n{LONG}d\n\nlab The Lab of Stamps\n·\nMar 25 2\n"
)


def test_titles_and_abstracts_take_turns(read_all: ReadAll) -> None:
    records, refusals = read_all(PLAIN, "page.txt")
    assert [(r.title, r.abstract) for r in records] == [
        ("Sorting Postcards", f"{LONG}one"),
        ("Sorting Stamps", f"{LONG}two"),
    ]
    assert [r.source for r in records] == ["page:page.txt#000", "page:page.txt#001"]
    assert [r.place for r in records] == ["line 11", "line 15"]
    assert not refusals


def test_footers_give_counts_and_dates(read_all: ReadAll) -> None:
    records, _ = read_all(FOOTERS)
    assert [(r.title, r.author_count, r.published_on, r.date_text) for r in records] == [
        ("First Title", 12, date(2022, 6, 15), ""),
        ("Second Title", 1, None, "Jun 13"),
        ("Third Title", None, None, ""),
        ("Fourth Title", None, None, "Mar 25"),
    ]
    assert [r.abstract for r in records] == [f"{LONG}{letter}" for letter in "abcd"]


def test_a_title_that_begins_like_a_date_is_a_title(read_all: ReadAll) -> None:
    text = f"{HEAD}May 3\n\nAIM 2024 Postcard Challenge\n\n{LONG}x\n\nJun 2024 in Review\n\n{LONG}y"
    records, _ = read_all(text)
    assert [r.title for r in records] == ["AIM 2024 Postcard Challenge", "Jun 2024 in Review"]


def test_furniture_at_the_end_is_dropped(read_all: ReadAll) -> None:
    records, refusals = read_all(f"{PLAIN}\n\nSubscribe\n\nDaily Papers\n")
    assert len(records) == 2
    assert not refusals


def test_an_abstract_without_a_title_goes_without_one(read_all: ReadAll) -> None:
    records, _ = read_all(f"{HEAD}{LONG}one\n\nA Title\n\n{LONG}two")
    assert [r.title for r in records] == ["", "A Title"]


def test_a_title_without_an_abstract_is_refused(read_all: ReadAll) -> None:
    records, refusals = read_all(f"{PLAIN}\n\nA Lonely Title\n")
    assert len(records) == 2
    assert [(r.place, r.reason) for r in refusals] == [("line 19", "a title without an abstract")]


def test_a_title_with_only_a_footer_is_refused(read_all: ReadAll) -> None:
    records, refusals = read_all(f"{HEAD}A Title\n\n  • 3 authors\n·\nJun 1\n\nB Title\n\n{LONG}")
    assert [r.title for r in records] == ["B Title"]
    assert [r.reason for r in refusals] == ["a title without an abstract"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends_of_windows_read_the_same(read_all: ReadAll, line_end: str) -> None:
    records, _ = read_all(FOOTERS.replace("\n", line_end))
    assert [r.title for r in records] == ["First Title", "Second Title", "Third Title", "Fourth Title"]


def test_one_word_of_furniture_does_not_make_a_listing() -> None:
    assert not listing_pages.looks_like("New\n\nWhat is new in this release: nothing.")
    assert listing_pages.looks_like(HEAD)
    assert listing_pages.looks_like("Title\n\nText\n\n  • 3 authors\n·\nJun 1")


TITLES = st.from_regex(r"[A-Z][a-z]{3,12}( [A-Z][a-z]{3,12}){1,6}", fullmatch=True)
WORDS = st.from_regex(r"[a-z]{2,9} ", fullmatch=True)
BODIES = st.builds(lambda word, often: word * often + "end.", WORDS, st.integers(50, 80))
DAYS = st.one_of(st.none(), st.dates(date(1900, 1, 1)))


@given(papers=st.lists(st.tuples(TITLES, BODIES, DAYS), min_size=1, max_size=6))
def test_what_is_laid_out_as_a_page_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, papers: list[tuple[str, str, date | None]]
) -> None:
    footers = [f"\n\n  • 2 authors\n·\n{d:%b} {d.day}, {d.year} 3" if d else "" for _, _, d in papers]
    page = HEAD + "\n\n".join(f"{t}\n\n{b}{f}" for (t, b, _), f in zip(papers, footers, strict=True))
    path = tmp_path_factory.mktemp("page") / "page.txt"
    path.write_text(page)
    entries = list(listing_pages.parse(Content(path=path, name="page", file_name="page.txt")))
    assert [(r.title, r.abstract, r.published_on) for r in entries if isinstance(r, PaperRecord)] == papers


def test_the_reader_of_a_page_needs_no_furniture(content: MakeContent) -> None:
    entries = list(listing_pages.parse(content(f"A Title\n\n{LONG}")))
    assert len(entries) == 1
