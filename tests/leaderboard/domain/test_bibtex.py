"""BibTeX entries: their keys, what is left out, and what a real parser reads of them."""

from dataclasses import replace
from datetime import date
from typing import Any

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import splitname
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.bibtex import Source, entry, key
from leaderboard.domain.latex import latex
from leaderboard.domain.lines import line

FULL = Source(
    title="On the 50% of α: BERT",
    authors=["Ada Lovelace", "Łukasz Kaiser"],
    published_on=date(2017, 6, 12),
    date_text="",
    arxiv_id="1706.03762",
    categories=["cs.CL"],
    doi="10.48550/arXiv.1706.03762",
    url="https://arxiv.org/abs/1706.03762",
    key_end="0123abcd",
)
BARE = Source("", [], None, "", None, [], None, "", "0123abcd")


def parsed(text: str) -> dict[str, str]:
    """The only entry that the parser finds; it drops what it cannot read."""
    (found,) = bibtexparser.loads(text, BibTexParser(common_strings=True)).entries
    return dict(found)


def test_everything_that_is_known() -> None:
    assert parsed(entry(FULL)) == {
        "ENTRYTYPE": "misc",
        "ID": "lovelace2017bert",
        "title": r"{On the 50\% of $\alpha$: BERT}",
        "author": r"Ada Lovelace and {\L}ukasz Kaiser",
        "year": "2017",
        "month": "June",
        "eprint": "1706.03762",
        "archiveprefix": "arXiv",
        "primaryclass": "cs.CL",
        "doi": "10.48550/arXiv.1706.03762",
        "url": "https://arxiv.org/abs/1706.03762",
    }


def test_what_is_not_known_is_said_and_not_made_up() -> None:
    assert parsed(entry(BARE)) == {
        "ENTRYTYPE": "misc",
        "ID": "paper0123abcd",
        "note": "Not known to Claimboard: title, authors, date",
    }
    assert parsed(entry(replace(FULL, published_on=None, date_text="Oct 30")))["note"] == (
        "Not known to Claimboard: full date (the source says: Oct 30)"
    )
    assert "year" not in parsed(entry(replace(FULL, published_on=None)))


@pytest.mark.parametrize(
    ("given_names", "written"),
    [
        (["Ada Lovelace"], "Ada Lovelace"),
        (["Lovelace, Ada"], "Lovelace, Ada"),
        (["Smith and Sons"], "{Smith and Sons}"),
        (["others"], "{others}"),
        (["A, B, C, D"], "{A, B, C, D}"),
        (["", "  ", "Ada"], "Ada"),
        (["Anderson Sands"], "Anderson Sands"),
        (["x}"], r"x\textbraceright{}"),
    ],
)
def test_names_of_authors(given_names: list[str], written: str) -> None:
    assert parsed(entry(replace(FULL, authors=given_names)))["author"] == written


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "lovelace2017bert"),
        ({"authors": ["Lovelace, Ada"]}, "lovelace2017bert"),
        ({"authors": ["Łukasz Øyvärd"]}, "oyvard2017bert"),
        ({"authors": []}, "2017bert"),
        ({"published_on": None}, "lovelacebert"),
        ({"title": ""}, "lovelace2017"),
        ({"title": "Why-not: a GPT-4"}, "lovelace2017not"),
        ({"authors": ["李明"], "title": "你好"}, "paper0123abcd"),
        ({"authors": ["李明"]}, "2017bert"),
        ({"authors": ["{\\bad}, x%"]}, "bad2017bert"),
    ],
)
def test_keys(fields: dict[str, Any], expected: str) -> None:
    assert key(replace(FULL, **fields)) == expected


@pytest.mark.parametrize(
    ("arxiv_id", "categories", "eprint", "kind"),
    [
        ("cs/9901001", ["cs.CL"], "cs/9901001", "cs.CL"),
        ("1706.03762v5", ["Computer Science", "stat.ML"], "1706.03762v5", "stat.ML"),
        ("1706.03762", ["Robots"], "1706.03762", None),
        ("bad}id", ["cs.CL"], None, None),
        (None, ["cs.CL"], None, None),
    ],
)
def test_arxiv(arxiv_id: str | None, categories: list[str], eprint: str | None, kind: str | None) -> None:
    found = parsed(entry(replace(FULL, arxiv_id=arxiv_id, categories=categories)))
    assert (found.get("eprint"), found.get("primaryclass")) == (eprint, kind)
    assert found.get("archiveprefix") == (eprint and "arXiv")


def test_addresses_cannot_break_the_entry() -> None:
    found = parsed(entry(replace(FULL, doi="10.1/{a}\\b c", url="https://x.org/a_b?c=%20&d={é}#e")))
    assert found["doi"] == "10.1/%7Ba%7D%5Cb%20c"
    assert found["url"] == "https://x.org/a_b?c=%20&d=%7B%C3%A9%7D#e"


@given(title=st.text(min_size=1), author=st.text(min_size=1), url=st.text(), doi=st.text(), day=st.text())
def test_no_text_breaks_the_entry(title: str, author: str, url: str, doi: str, day: str) -> None:
    source = replace(
        FULL, title=title, authors=[author, "Last One"], url=url, doi=doi, published_on=None, date_text=day
    )
    text = entry(source)
    found = parsed(text)
    assert text.startswith(f"@misc{{{found['ID']},\n")
    assert found["title" if line(title) else "author"]
    if line(title):
        assert found["title"].replace(" ", "") == "{" + latex(line(title)).replace(" ", "") + "}"
    assert found["author"].endswith("Last One")


def test_names_are_read_as_first_and_last() -> None:
    found = parsed(entry(FULL))["author"].split(" and ")
    assert [splitname(name)["last"] for name in found] == [["Lovelace"], ["Kaiser"]]
