"""Exports that the site keeps: the page, the files, and nothing else of the disk."""

import hashlib
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from leaderboard import tasks
from leaderboard.exports import store
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def made() -> store.Export:
    found = store.make()
    assert found is not None
    return found


def test_the_page_without_an_export_says_how_to_make_one(client: Client) -> None:
    assert "manage.py export" in client.get("/exports/").content.decode()


def test_the_page_lists_the_newest_with_its_sums(client: Client) -> None:
    grown(2)
    made()
    newest = made()
    page = client.get("/exports/").content.decode()
    for file in newest.manifest.files:
        assert file.sha256 in page
        assert f"/exports/{newest.name}/{file.name}" in page


def test_files_are_served_as_they_are(client: Client) -> None:
    grown(2)
    newest = made()
    for file in newest.manifest.files:
        answer: Any = client.get(f"/exports/{newest.name}/{file.name}", headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert hashlib.sha256(b"".join(answer)).hexdigest() == file.sha256
        assert answer["Content-Length"] == str(file.bytes)
        assert answer["Content-Disposition"] == f'attachment; filename="{file.name}"'
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["X-Content-Type-Options"] == "nosniff"
    manifest: Any = client.get(f"/exports/{newest.name}/manifest.json")
    assert manifest.status_code == 200
    b"".join(manifest)


def test_nothing_else_of_the_disk_is_served(client: Client, data: Path) -> None:
    newest = made()
    (data / "secret-key").write_text("secret")
    (data / "exports" / newest.name / "unlisted").write_text("secret")
    (data / "exports" / ".new-1").mkdir()
    for address in (
        f"/exports/{newest.name}/..%2f..%2fsecret-key",
        f"/exports/{newest.name}/unlisted",
        f"/exports/{newest.name}/",
        "/exports/../secret-key",
        "/exports/..%2f/secret-key",
        "/exports/.new-1/manifest.json",
        "/exports/20260101T000000000000Z/manifest.json",
    ):
        assert client.get(address).status_code == 404, address
    assert store.path("..", file="secret-key") is None
    assert store.path(newest.name, file="../../secret-key") is None


def test_the_oldest_goes_when_there_are_too_many(data: Path) -> None:
    names = [made().name for _ in range(store.KEPT + 2)]
    assert [each.name for each in store.kept()] == names[: -store.KEPT - 1 : -1]
    assert len(list((data / "exports").iterdir())) == store.KEPT


def test_a_killed_export_leaves_nothing_for_long(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = data / "exports" / ".new-999999"
    left.mkdir(parents=True)
    with monkeypatch.context() as patch:
        patch.setattr(store, "export", _break)
        with pytest.raises(KeyboardInterrupt):
            store.make()
    assert not list((data / "exports").iterdir())
    assert made()


def test_one_export_at_a_time() -> None:
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [store._LOCK])
        assert store.make() is None
        other.execute("SELECT pg_advisory_unlock(%s)", [store._LOCK])
    assert store.make() is not None


def test_the_nightly_task_makes_one() -> None:
    grown(1)
    tasks.export_everything.apply(throw=True)
    assert store.kept()[0].manifest.rows["papers"] == 1


def _break(folder: Path, **_: Any) -> None:
    folder.mkdir()
    (folder / "claims.csv").write_text("half")
    raise KeyboardInterrupt
