import json
from datetime import date
from typing import Any

import pytest

from leaderboard.sources.records import PaperRecord, SourceError
from tests.sources.conftest import ReadAll

ITEM: dict[str, Any] = {
    "paper": {
        "id": "2401.00001",
        "authors": [{"_id": "1", "name": "Ada Stamp", "hidden": False}, {"name": "Bo Card"}, {"name": None}],
        "publishedAt": "2024-01-01T09:00:00.000Z",
        "title": "Sorting\nStamps",
        "summary": "We sort stamps,\ntwice.",
        "upvotes": 3,
    },
    "publishedAt": "2024-01-03T01:02:03.000Z",
    "title": "Sorting Stamps",
    "numComments": 2,
}


def test_items_become_records(read_all: ReadAll) -> None:
    records, refusals = read_all(json.dumps([ITEM], indent=2), "daily.json")
    assert records == [
        PaperRecord(
            title="Sorting Stamps",
            abstract="We sort stamps,\ntwice.",
            source="huggingface:2401.00001",
            place="item 1",
            arxiv_id="2401.00001",
            url="https://arxiv.org/abs/2401.00001",
            authors=("Ada Stamp", "Bo Card"),
            published_on=date(2024, 1, 1),
            listed_on=date(2024, 1, 3),
        )
    ]
    assert not refusals


def test_a_paper_without_a_summary_is_refused_alone(read_all: ReadAll) -> None:
    items = [{"paper": {"id": "2401.00001"}}, {"paper": {"id": "2401.00002", "summary": 5}}, ITEM]
    records, refusals = read_all(json.dumps(items))
    assert len(records) == 1
    assert [(r.place, r.reason) for r in refusals] == [
        ("item 1", "no abstract"),
        ("item 2", "summary is not text"),
    ]


BROKEN = [
    ('[{"paper": {"id": ', "broken JSON at line 1, column "),
    ("[1]", 'item 1 of the array has no "paper"'),
    ('[{"abstract": "We sort."}]', "write one object a line"),
    ("[" * 100_000, "broken JSON"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_another_array_refuses_the_file(read_all: ReadAll, text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_all(text, "daily.json")
    assert message in str(caught.value)


def test_an_empty_day_holds_no_papers(read_all: ReadAll) -> None:
    assert read_all("[]", "daily.json") == ([], [])


def test_other_json_is_not_an_array_of_papers(read_all: ReadAll) -> None:
    with pytest.raises(SourceError, match="JSON, but not the array of daily papers"):
        read_all("5", "daily.json")


def test_an_object_named_json_is_read_as_lines(read_all: ReadAll) -> None:
    records, _ = read_all('{"abstract": "We sort."}', "paper.json")
    assert len(records) == 1
