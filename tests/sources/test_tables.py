import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.sources import tables
from leaderboard.sources.content import Content
from leaderboard.sources.records import PaperRecord, SourceError
from tests.sources.conftest import MakeContent, ReadAll


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_names_the_columns(read_all: ReadAll, delimiter: str) -> None:
    rows = [
        ["Title", "ABSTRACT", "id", "authors", "author_count", "other"],
        ["Sorting", 'We sort "stamps", twice;\nand\tagain.', "2503.11677", "Stamp, A.; Card, B.", "12", "x"],
        ["Counting", "We count.", "", "", "", ""],
    ]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    records, _ = read_all(file.getvalue(), "papers.csv")
    first, second = records
    assert first.abstract == 'We sort "stamps", twice;\nand\tagain.'
    assert first.authors == ("Stamp, A.", "Card, B.")
    assert (first.arxiv_id, first.author_count, first.source) == ("2503.11677", 12, "csv:2503.11677")
    assert (second.title, second.source, second.place) == ("Counting", "csv:papers.csv#4", "line 4")


BROKEN = [
    ("title,text\nA,B\n", 'line 1 names no column "abstract", only: title, text'),
    ("title,abstract\nA,B\nA,B,C\n", "line 3 has 3 columns where line 1 has 2"),
    ('title,abstract\nA,B\nA,"B\nC\n', "broken table in the row that begins on line 3"),
    ('title,abstract\nA,"B" C\n', "broken table in the row that begins on line 2"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_broken_table_is_refused_with_its_line(content: MakeContent, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=r"papers\.csv: ") as caught:
        list(tables.parse(content(text, "papers.csv")))
    assert message in str(caught.value)


def test_empty_rows_are_passed_over(read_all: ReadAll) -> None:
    records, refusals = read_all("title,abstract\n\nA,We sort.\n\n", "papers.csv")
    assert [(r.title, r.place) for r in records] == [("A", "line 3")]
    assert not refusals


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=60)


@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_a_csv_writer_wrote_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("table") / "papers.csv"
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("title", "abstract"), *rows])
    entries = list(tables.parse(Content(path=path, name="papers", file_name="papers.csv")))
    assert [e.abstract for e in entries if isinstance(e, PaperRecord)] == [abstract for _, abstract in rows]
