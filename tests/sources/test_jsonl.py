import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.sources import jsonl
from leaderboard.sources.content import Content
from leaderboard.sources.records import PaperRecord, SourceError
from tests.sources.conftest import MakeContent, ReadAll

FULL = {
    "id": "2503.11677v2",
    "title": "Sorting\n  Stamps",
    "abstract": "  We sort stamps.\nTwice. ",
    "categories": ["cs.CV", "cs.LG"],
    "authors": ["A. Stamp", "B. Card"],
    "listed": "2025-03-18",
    "published_on": "2025-03-12",
    "doi": "10.1000/XYZ",
    "unknown_field": {"passed": "over"},
}


def test_every_field_is_taken(read_all: ReadAll) -> None:
    records, refusals = read_all(json.dumps(FULL), "papers.jsonl")
    assert records == [
        PaperRecord(
            title="Sorting Stamps",
            abstract="  We sort stamps.\nTwice. ",
            source="jsonl:2503.11677v2",
            place="line 1",
            arxiv_id="2503.11677",
            doi="10.1000/xyz",
            url="https://arxiv.org/abs/2503.11677",
            categories=("cs.CV", "cs.LG"),
            authors=("A. Stamp", "B. Card"),
            published_on=date(2025, 3, 12),
            listed_on=date(2025, 3, 18),
        )
    ]
    assert not refusals


def test_the_abstract_alone_is_enough(read_all: ReadAll) -> None:
    records, _ = read_all('\n{"abstract": "We sort stamps."}\n\n', "papers.jsonl")
    assert [(r.abstract, r.source, r.place) for r in records] == [
        ("We sort stamps.", "jsonl:papers.jsonl#2", "line 2")
    ]


def test_an_id_that_is_no_arxiv_number_only_names_the_source(read_all: ReadAll) -> None:
    records, _ = read_all('{"id": "001-065", "abstract": "We sort."}\n{"id": 7, "abstract": "We count."}')
    assert [(r.arxiv_id, r.source) for r in records] == [(None, "jsonl:001-065"), (None, "jsonl:7")]


def test_the_dump_of_arxiv(read_all: ReadAll) -> None:
    line = {
        "id": "0704.0001",
        "title": "Sorting",
        "abstract": "  We sort.\n",
        "categories": "hep-ph cs.LG",
        "authors": "A. Stamp, B. Card Jr.",
        "authors_parsed": [["Stamp", "A.", ""], ["Card", "B.", "Jr."]],
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
        "doi": None,
    }
    records, _ = read_all(json.dumps(line))
    assert records[0].authors == ("A. Stamp", "B. Card Jr.")
    assert records[0].categories == ("hep-ph", "cs.LG")
    assert records[0].published_on == date(2007, 4, 2)


def test_a_category_that_is_free_text_is_left_out(read_all: ReadAll) -> None:
    records, refusals = read_all(
        json.dumps({"abstract": "We sort.", "categories": ["cs.CV", "68T45; " * 20]})
    )
    assert records[0].categories == ("cs.CV",)
    assert not refusals


WRONG = [
    ({"title": "T"}, "no abstract"),
    ({"abstract": " \n"}, "no abstract"),
    ({"abstract": "... --"}, "no abstract"),
    ({"abstract": None}, "no abstract"),
    ({"abstract": 5}, "abstract is not text"),
    ({"abstract": ["We sort."]}, "abstract is not text"),
    ({"abstract": "We sort.", "title": 5}, "title is not text"),
    ({"abstract": "We sort.", "categories": [1]}, "categories is not a list of texts"),
    ({"abstract": "We sort.", "authors": {"a": 1}}, "authors is not a list of texts"),
    ({"abstract": "We sort.", "author_count": "many"}, "author_count is not a whole number"),
    ({"abstract": "We sort.", "author_count": True}, "author_count is not a whole number"),
    ({"abstract": "We sort.", "author_count": 0}, "author count 0 is not between 1 and 10,000"),
    ({"abstract": "We sort.", "is_summary": "maybe"}, "is_summary is neither true nor false"),
    ({"abstract": "We \0 sort."}, "a NUL character in the text"),
    ({"abstract": "We sort.", "authors": ["A\0"]}, "a NUL character in the text"),
    ({"abstract": "We sort \ud800 stamps."}, "a lone surrogate in the text"),
    ({"abstract": "We sort.", "title": "\udfff"}, "a lone surrogate in the text"),
    ({"abstract": "x" * 50_001}, "abstract longer than 50,000 characters"),
    ({"abstract": "We sort.", "title": "x" * 2_001}, "title longer than 2,000 characters"),
    ({"abstract": "We sort.", "url": "x" * 2_001}, "url longer than 2,000 characters"),
    ({"abstract": "We sort.", "authors": ["x" * 501]}, "one of the authors longer than 500 characters"),
    ({"abstract": "We sort.", "authors": ["x"] * 10_001}, "more than 10,000 authors"),
]


@pytest.mark.parametrize(("fields", "reason"), WRONG)
def test_a_record_that_cannot_be_a_paper_is_refused_alone(
    read_all: ReadAll, fields: dict[str, Any], reason: str
) -> None:
    good = {"abstract": "We sort stamps."}
    records, refusals = read_all("\n".join(map(json.dumps, (good, fields, good))))
    assert [r.place for r in records] == ["line 1", "line 3"]
    assert [(r.place, r.reason) for r in refusals] == [("line 2", reason)]


BROKEN = [
    ('{"abstract": "We sort', "broken JSON on line 3, column 14"),
    ("not json", "broken JSON on line 3, column 1"),
    ('["abstract"]', "line 3 holds JSON but no object"),
    ('{"a":' * 100_000, "broken JSON on line 3"),
    ('{"a": ' + "9" * 5_000 + "}", "broken JSON on line 3"),
]


@pytest.mark.parametrize(("line", "message"), BROKEN)
def test_a_broken_line_refuses_the_file_and_is_named(content: MakeContent, line: str, message: str) -> None:
    file = content('{"abstract": "a"}\n{"abstract": "b"}\n' + line + "\n", "broken.jsonl")
    with pytest.raises(SourceError) as caught:
        list(jsonl.parse(file))
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{file.path}: ")
    assert "\n" not in str(caught.value)


@given(abstract=st.text(st.characters(exclude_categories=["Cs"]), max_size=200), title=st.text(max_size=40))
def test_an_abstract_comes_back_exactly_as_given(
    tmp_path_factory: pytest.TempPathFactory, abstract: str, title: str
) -> None:
    path = tmp_path_factory.mktemp("lines") / "papers.jsonl"
    path.write_text(json.dumps({"abstract": abstract, "title": title}) + "\n")
    (record,) = jsonl.parse(Content(path=path, name="papers", file_name="papers.jsonl"))
    assert isinstance(record, PaperRecord)
    assert record.abstract == abstract
    assert record.title == " ".join(title.split())
