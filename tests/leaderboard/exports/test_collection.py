"""Whole-collection exports: the same values in every format, the same bytes every time."""

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from django.core.management import CommandError, call_command

from leaderboard.actions import boards
from leaderboard.domain.lines import formula_safe
from leaderboard.exports import manifest
from leaderboard.exports.collection import Format, Step, export
from leaderboard.models import Claim, ClaimBenchmark
from leaderboard.queries import collection as queries
from leaderboard.queries.collection import SCHEMA_VERSION, TABLES, Type
from tests.leaderboard import collection
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db(transaction=True)

HOSTILE = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", " =x", "\t=x", "＝1", "-3.5", "+2%", 'a, "b"',
    "two\nlines", "back\\slash \\N \\.", "ünï “code” 😀", "\u2028", "'apostrophe", "NULL", "1e5", "_=", "[=",
]  # fmt: skip
NUMBERS = ["87.50", "0.00000000000000000001", "38000000000000000000000000", "-3.5", "1234567.000", "0"]


@pytest.fixture
def papers() -> None:
    """A small site, hostile texts, and numbers of every size."""
    grown(5)
    accuracy = collection.metric(direction="higher", percentage=True, unit="%")
    quest = collection.benchmark()
    for place, title in enumerate(HOSTILE):
        collection.paper(f"{title} has abstract {place}.", title=title, authors=[title, "Second Author"])
    for number in NUMBERS:
        paper = collection.paper(f"We measure {number} on it, the 2nd.", title=f"Number {number}")
        collection.claim(paper, number, on=quest, metric=accuracy, setting="=1+1")
    two = collection.claim(paper, "2", metric_text="wobble", system_text="OddNet")
    ClaimBenchmark.objects.create(claim=two, text="Unlisted, set", position=0)
    collection.settled()


def lines(folder: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text().split("\n") if line]


def cells(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def typed(folder: Path, table: str) -> list[dict[str, Any]]:
    return list(pyarrow.parquet.read_table(folder / f"{table}.parquet").to_pylist())


@pytest.mark.usefixtures("papers")
def test_decimals_keep_every_digit(tmp_path: Path) -> None:
    export(tmp_path)
    stored = [str(f"{value:f}") for value in Claim.objects.order_by("pk").values_list("value", flat=True)]
    assert set(NUMBERS) <= set(stored)
    assert [row["value"] for row in lines(tmp_path, "claims")] == stored
    assert [row["value"] for row in cells(tmp_path, "claims")] == stored
    assert [row["value"] for row in typed(tmp_path, "claims")] == stored
    assert [row["value_number"] for row in typed(tmp_path, "claims")] == [float(value) for value in stored]


@pytest.mark.usefixtures("papers")
def test_parquet_and_json_lines_say_the_same(tmp_path: Path) -> None:
    export(tmp_path)
    for table in TABLES:
        given = lines(tmp_path, table.name)
        assert given, table.name
        for row, other in zip(given, typed(tmp_path, table.name), strict=True):
            for column in table.columns:
                assert _plain(other[column.name], column.type) == row[column.name], (table.name, column.name)


@pytest.mark.usefixtures("papers")
def test_csv_is_the_same_but_for_formulas(tmp_path: Path) -> None:
    export(tmp_path)
    for table in TABLES:
        for row, cell in zip(lines(tmp_path, table.name), cells(tmp_path, table.name), strict=True):
            for column in table.columns:
                wanted = _cell(row[column.name], column.type)
                assert cell[column.name] == wanted, (table.name, column.name)


@pytest.mark.usefixtures("papers")
def test_what_is_linked_to_nothing_keeps_its_words_and_its_place(tmp_path: Path) -> None:
    export(tmp_path, formats=[Format.JSONL])
    odd = next(row for row in lines(tmp_path, "claims") if row["metric"] == "wobble")
    assert (odd["metric_slug"], odd["metric_direction"], odd["scaled"]) == (None, None, None)
    assert (odd["benchmarks"], odd["benchmark_slugs"]) == (["Unlisted, set"], [None])
    assert (odd["systems"], odd["system_slugs"]) == (["OddNet"], [None])
    factor = next(row for row in lines(tmp_path, "claims") if len(row["systems"]) == 2)
    assert factor["system_slugs"] == ["newnet-1", "oldnet"]


@pytest.mark.usefixtures("papers")
def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = export(tmp_path / "1"), export(tmp_path / "2")
    assert first.files == second.files
    for file in first.files:
        assert (tmp_path / "1" / file.name).read_bytes() == (tmp_path / "2" / file.name).read_bytes()
    Claim.objects.filter(value=Decimal("87.50")).update(setting="other")
    boards.settle()
    changed = {file.table for file in set(export(tmp_path / "3").files) - set(first.files)}
    assert "claims" in changed
    assert "papers" not in changed


@pytest.mark.usefixtures("papers")
def test_the_manifest_says_what_is_there(tmp_path: Path) -> None:
    made = export(tmp_path)
    assert manifest.read(tmp_path) == made
    assert {file.name for file in made.files} | {manifest.NAME} == {path.name for path in tmp_path.iterdir()}
    for file in made.files:
        held = (tmp_path / file.name).read_bytes()
        assert (file.bytes, file.sha256) == (len(held), hashlib.sha256(held).hexdigest())
        if file.format == "jsonl":
            assert file.rows == len(lines(tmp_path, file.table))
    assert made.rows["claims"] == Claim.objects.count()
    assert made.schema_version == SCHEMA_VERSION
    assert made.licence
    assert [each["name"] for each in made.tables["boards"]][:2] == ["benchmark_slug", "metric_slug"]


def test_an_empty_collection_gives_empty_files(tmp_path: Path) -> None:
    made = export(tmp_path)
    assert set(made.rows.values()) == {0}
    assert cells(tmp_path, "claims") == lines(tmp_path, "claims") == typed(tmp_path, "claims") == []
    assert (
        pyarrow.parquet.read_schema(tmp_path / "claims.parquet").field("published_on").type
        == pyarrow.date32()
    )


def test_rejected_claims_and_those_no_longer_read_are_left_out(tmp_path: Path) -> None:
    paper = collection.paper("It has 1 and 2 and 3.")
    kept = collection.claim(paper, "1")
    collection.claim(paper, "2", state="superseded")
    collection.claim(paper, "3", state="rejected", decided_at="2026-01-01T00:00:00Z")
    export(tmp_path, formats=[Format.CSV])
    assert [row["uid"] for row in cells(tmp_path, "claims")] == [str(kept.uid)]


def test_a_board_without_direction_has_no_ranks(tmp_path: Path) -> None:
    collection.claim(
        collection.paper("It scores 7."), "7", on=collection.benchmark(), metric=collection.metric()
    )
    export(tmp_path, formats=[Format.JSONL])
    assert [(row["kind"], row["rank"]) for row in lines(tmp_path, "standings")] == [("absolute", None)]
    assert [(row["direction"], row["leader"]) for row in lines(tmp_path, "boards")] == [(None, None)]


@pytest.mark.usefixtures("papers")
def test_the_command_writes_what_is_asked_for_and_says_so(tmp_path: Path) -> None:
    said = StringIO()
    call_command("export", to=tmp_path / "new", formats=["parquet"], stdout=said)
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert names == {manifest.NAME, *(f"{table.name}.parquet" for table in TABLES)}
    held = manifest.read(tmp_path / "new")
    assert held is not None
    assert all(f"{file.sha256}  {file.name}  {file.rows:,} rows" in said.getvalue() for file in held.files)


def test_the_command_refuses_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"cannot be written: .*file"):
        call_command("export", to=tmp_path / "file" / "in", verbosity=0)
    with pytest.raises(CommandError, match="--formats goes with --to"):
        call_command("export", formats=["csv"], verbosity=0)


@pytest.mark.usefixtures("papers")
def test_progress_ends_with_every_row(tmp_path: Path) -> None:
    last: dict[str, Step] = {}
    made = export(tmp_path, progress=lambda step: last.update({step.file: step}))
    assert {name: step.rows for name, step in last.items()} == {file.name: file.rows for file in made.files}
    assert all(step.rows == step.total for step in last.values())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_rule_of_formulas_is_that_of_the_domain(text: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT leaderboard_formula_safe(%s)", [text])
        assert cursor.fetchone()[0] == formula_safe(text)


def test_every_view_has_the_columns_that_are_declared() -> None:
    from django.db import connection

    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM leaderboard_export_{table.name} LIMIT 0")
            found = [column.name for column in cursor.description or ()]
        assert found == ["place", *(column.name for column in table.columns)]


def test_everything_is_as_of_one_moment() -> None:
    """What somebody else writes while tables are read is in none of them."""
    import threading

    def write() -> None:
        from django.db import connection

        collection.paper("Written meanwhile.")
        connection.close()

    def rows() -> Iterator[bytes]:
        return queries.stream(queries.PAPERS, queries.Encoding.JSONL)

    with queries.unchanging():
        assert list(rows()) == []
        other = threading.Thread(target=write)
        other.start()
        other.join()
        assert list(rows()) == []
    assert len(list(rows())) == 1


def _plain(value: Any, kind: Type) -> Any:
    if value is None:
        return None
    if kind is Type.DAY:
        return value.isoformat() if isinstance(value, date) else value
    return f"{value:%Y-%m-%dT%H:%M:%S.%fZ}" if kind is Type.MOMENT else value


def _cell(value: Any, kind: Type) -> str:
    if value is None:
        return ""
    if kind in (Type.TEXTS, Type.WORDS):
        joined = "; ".join(each or "" for each in value)
        return formula_safe(joined) if kind is Type.TEXTS else joined
    if kind is Type.FLAG:
        return "t" if value else "f"
    return formula_safe(value) if kind is Type.TEXT else str(value)
