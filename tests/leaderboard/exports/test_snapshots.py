"""Snapshots never change; two of them say what became of every row."""

import hashlib
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import LazySettings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from leaderboard.actions import boards
from leaderboard.exports import snapshots
from leaderboard.models import Benchmark, Claim, Metric, Snapshot, SnapshotRow
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def quest() -> tuple[Benchmark, Metric]:
    return collection.benchmark(), collection.metric(direction="higher", percentage=True, unit="%")


def say(quote: str, board: tuple[Benchmark, Metric], system: str) -> Claim:
    paper = collection.paper(f"{system} reaches {quote} on it.", title=f"On {system}")
    return collection.claim(paper, quote, on=board[0], metric=board[1], system=collection.system(system))


def diff(client: Client, older: Snapshot, newer: Snapshot, part: str) -> dict[str, Any]:
    answer = client.get(f"/snapshots/diff.json?from={older.name}&to={newer.name}&part={part}")
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def test_what_became_of_every_row(client: Client, quest: tuple[Benchmark, Metric]) -> None:
    stays, gone, changed = (
        say("70", quest, "OldNet"),
        say("60", quest, "GoneNet"),
        say("50", quest, "EditNet"),
    )
    first = snapshots.take()
    Claim.objects.filter(pk=gone.pk).update(state="superseded")
    Claim.objects.filter(pk=changed.pk).update(setting="5-shot")
    new = say("80", quest, "NewNet")
    second = snapshots.take()
    found = {part: diff(client, first, second, part) for part in ("new", "gone", "changed", "leaders")}
    assert found["new"]["counts"] == {"new": 1, "gone": 1, "changed": 1, "leaders": 1}
    rows = {part: body["results"][0] for part, body in found.items()}
    assert (rows["new"]["before"], rows["new"]["after"]["claim"]) == (None, str(new.uid))
    assert (rows["gone"]["before"]["claim"], rows["gone"]["after"]) == (str(gone.uid), None)
    assert rows["gone"]["before"]["rank"] == 2
    assert (rows["changed"]["before"]["claim"], rows["changed"]["changed"]) == (str(changed.uid), ["setting"])
    assert rows["leaders"]["before"]["claim"] == str(stays.uid)
    assert rows["leaders"]["after"]["facts"]["value"] == "80"
    backwards = diff(client, second, first, "leaders")
    assert backwards["counts"] == {"new": 1, "gone": 1, "changed": 1, "leaders": 1}
    assert backwards["results"][0]["after"]["claim"] == str(stays.uid)


def test_a_snapshot_against_itself_is_no_difference(client: Client, quest: tuple[Benchmark, Metric]) -> None:
    say("70", quest, "OldNet")
    taken = snapshots.take()
    for part in ("new", "gone", "changed", "leaders"):
        body = diff(client, taken, taken, part)
        assert (set(body["counts"].values()), body["results"], body["next"]) == ({0}, [], None)


def test_gains_lead_nothing(client: Client, quest: tuple[Benchmark, Metric]) -> None:
    first = snapshots.take()
    gain = say("99", quest, "GainNet")
    Claim.objects.filter(pk=gain.pk).update(kind="difference", direction="up")
    body = diff(client, first, snapshots.take(), "new")
    assert body["counts"] == {"new": 1, "gone": 0, "changed": 0, "leaders": 0}
    assert body["results"][0]["after"]["rank"] is None


def test_long_differences_come_in_pages_without_gaps(client: Client, quest: tuple[Benchmark, Metric]) -> None:
    first = snapshots.take()
    claims = {str(say(str(number), quest, f"Net {number}").uid) for number in range(60)}
    second = snapshots.take()
    address, seen = f"/snapshots/diff/?from={first.name}&to={second.name}&part=new", []
    while address:
        page = client.get(address).content.decode()
        seen += [uid for uid in claims if f"/claims/{uid}/" in page]
        after = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        address = after and "/snapshots/diff/" + after
    assert sorted(seen) == sorted(claims)


def test_the_same_content_is_the_same_snapshot(quest: tuple[Benchmark, Metric], data: Path) -> None:
    say("70", quest, "OldNet")
    first = snapshots.take()
    assert snapshots.take() == first
    say("71", quest, "NextNet")
    second = snapshots.take()
    assert second.name == f"{first.name}-2"
    assert not list((data / "snapshots").glob(".new-*"))
    kept = {path.stem for path in (data / "snapshots").rglob("*.*")}
    named = {file.sha256 for each in (first, second) for file in snapshots.manifest(each).files}
    assert kept == named


def test_neither_rows_nor_files_can_be_changed(quest: tuple[Benchmark, Metric]) -> None:
    say("70", quest, "OldNet")
    taken = snapshots.take()
    for change in (
        lambda: Snapshot.objects.update(name="2000-01-01"),
        lambda: _execute("DELETE FROM leaderboard_snapshot"),
        lambda: SnapshotRow.objects.update(rank=1),
        lambda: SnapshotRow.objects.all().delete(),
        lambda: _execute("TRUNCATE leaderboard_snapshotrow"),
    ):
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
            change()
    for file in snapshots.manifest(taken).files:
        path = snapshots.path(taken, file=file.name)
        assert path is not None
        assert path.stat().st_mode & 0o222 == 0
        assert hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256 == path.stem


def test_files_and_rows_are_of_one_moment(quest: tuple[Benchmark, Metric]) -> None:
    say("70", quest, "OldNet")
    taken = snapshots.take()
    path = snapshots.path(taken, file="standings.jsonl")
    assert path is not None
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    rows = SnapshotRow.objects.filter(snapshot=taken)
    assert [(row["claim"], row["rank"]) for row in lines] == [(str(row.claim), row.rank) for row in rows]


def test_its_pages_and_files(client: Client, quest: tuple[Benchmark, Metric]) -> None:
    assert "manage.py snapshot" in client.get("/snapshots/").content.decode()
    say("70", quest, "OldNet")
    said = StringIO()
    call_command("snapshot", verbosity=0, stdout=said)
    taken = Snapshot.objects.get()
    assert said.getvalue() == f"{taken.name}  {taken.content}\n"
    assert taken.content in client.get("/snapshots/").content.decode()
    page = client.get(f"/snapshots/{taken.name}/").content.decode()
    for file in snapshots.manifest(taken).files:
        assert file.sha256 in page
        answer: Any = client.get(f"/snapshots/{taken.name}/{file.name}")
        assert hashlib.sha256(b"".join(answer)).hexdigest() == file.sha256
        assert answer["ETag"] == f'"{file.sha256}"'
        assert "immutable" in answer["Cache-Control"]
    for name in ("unlisted", "..%2f..%2fsecret-key", "claims.xml"):
        assert client.get(f"/snapshots/{taken.name}/{name}").status_code == 404


def test_its_citations(client: Client, quest: tuple[Benchmark, Metric]) -> None:
    say("70", quest, "OldNet")
    taken = snapshots.take()
    cff = yaml.safe_load(client.get(f"/snapshots/{taken.name}/CITATION.cff").content)
    assert cff["cff-version"] == "1.2.0"
    assert cff["url"] == f"http://testserver/snapshots/{taken.name}/"
    assert cff["identifiers"][0]["value"] == f"sha256:{taken.content}"
    assert {"message", "title", "authors", "version", "date-released", "type"} <= set(cff)
    record = client.get(f"/snapshots/{taken.name}/datacite.json").json()
    required = {"creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"}
    assert required <= set(record)
    assert record["types"]["resourceTypeGeneral"] == "Dataset"
    assert record["formats"] == ["application/jsonl", "application/vnd.apache.parquet", "text/csv"]


def test_what_makes_no_sense_is_refused_with_words(client: Client) -> None:
    taken = snapshots.take()
    for query, words in (
        ("", "required"),
        (f"from={taken.name}&to=2001-01-01", "There is no snapshot “2001-01-01”"),
        (f"from={taken.name}&to={taken.name}&part=all", "Select a valid choice"),
        (f"from={taken.name}&to={taken.name}&after=xyz", "mark"),
    ):
        answer = client.get(f"/snapshots/diff/?{query}")
        assert (answer.status_code, words in answer.content.decode()) == (400, True), query
    assert client.get("/snapshots/2001-01-01/").status_code == 404


def test_ranks_that_moved_are_no_change_of_the_row(client: Client, quest: tuple[Benchmark, Metric]) -> None:
    say("70", quest, "OldNet")
    first = snapshots.take()
    say("80", quest, "NewNet")
    assert diff(client, first, snapshots.take(), "changed")["counts"]["changed"] == 0


def test_decimals_of_rows_keep_their_digits(client: Client, quest: tuple[Benchmark, Metric]) -> None:
    first = snapshots.take()
    claim = say("70.50", quest, "OldNet")
    Claim.objects.filter(pk=claim.pk).update(scaled=Decimal("1e-20"))
    boards.settle()
    facts = diff(client, first, snapshots.take(), "new")["results"][0]["after"]["facts"]
    assert (facts["value"], facts["scaled"]) == ("70.50", "0.00000000000000000001")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
