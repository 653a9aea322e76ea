"""The five pages of real abstracts, where they are at hand."""

import json
from pathlib import Path

import pytest

from leaderboard.domain.abstracts import abstract_key
from leaderboard.sources import formats
from leaderboard.sources.content import Content
from leaderboard.sources.records import PaperRecord

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = sorted((SHARED / "corpus" / "seeds").glob("*.txt"))
GOLD = SHARED / "gold" / "dev.jsonl"

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="../shared with the real pages is not here")


@pytest.fixture(scope="module")
def pages() -> dict[str, list[PaperRecord]]:
    found = {}
    for path in SEEDS:
        entries = list(formats.read(Content(path=path, name=str(path), file_name=path.name)))
        assert all(isinstance(entry, PaperRecord) for entry in entries)
        found[path.name[:3]] = [entry for entry in entries if isinstance(entry, PaperRecord)]
    return found


Pages = dict[str, list[PaperRecord]]


def test_every_record_is_found(pages: Pages) -> None:
    assert [len(records) for records in pages.values()] == [10, 152, 97, 101, 35]


def test_fourteen_abstracts_stand_in_two_files(pages: Pages) -> None:
    keys = [abstract_key(record.abstract) for records in pages.values() for record in records]
    assert (len(keys), len(set(keys))) == (395, 381)


def test_abstracts_and_titles_are_those_of_the_annotated_ones(pages: Pages) -> None:
    compared = 0
    for line in GOLD.read_text().splitlines():
        gold = json.loads(line)
        file, number = gold["id"].split("-")
        record = pages[file][int(number)]
        assert record.abstract == gold["abstract"]
        assert record.title == (gold["title"] if file != "000" else "")
        compared += 1
    assert compared == 192


def test_dates_and_counts_stand_where_the_page_gives_them(pages: Pages) -> None:
    dated = [record for record in pages["002"] if record.published_on or record.date_text]
    assert len(dated) == 94
    assert sum(record.published_on is not None for record in dated) == 64
    assert sum(record.author_count is not None for record in dated) == 91
    assert all(len(record.date_text) <= 6 for record in dated)
    for file in ("000", "001", "003", "004"):
        assert not any(
            record.published_on or record.date_text or record.author_count for record in pages[file]
        )


def test_a_challenge_of_2024_is_a_title(pages: Pages) -> None:
    assert any(r.title.startswith("AIM 2024 Sparse Neural Rendering Challenge") for r in pages["003"])


def test_no_furniture_and_no_footer_is_left(pages: Pages) -> None:
    for record in (record for records in pages.values() for record in records):
        assert "•" not in record.abstract
        assert "\n" not in record.abstract
        assert "\n" not in record.title
        assert len(record.abstract) > 300
        assert "AK and the research community" not in record.title + record.abstract
