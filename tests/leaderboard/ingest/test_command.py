import gzip
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from leaderboard.models import Paper

GOOD = '{"id": "2503.11677", "title": "Sorting", "abstract": "We sort stamps."}\n'
OTHER = (
    '{"id": "2503.11678", "abstract": "We sort cards."}\n{"abstract": "WE SORT STAMPS"}\n{"abstract": ""}\n'
)


def ingest(*places: Path | str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("ingest", *map(str, places), stdout=out)
    return out.getvalue()


def table(text: str) -> dict[str, int]:
    """The counts that the command printed."""
    parts = (line.rpartition("  ") for line in text.splitlines() if not line.startswith("  /"))
    return {name.strip(): int(count.replace(",", "")) for name, _, count in parts}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.jsonl").write_text(GOOD)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(OTHER.encode()))
    (tmp_path / "README.md").write_text("# Not papers")
    return tmp_path


@pytest.mark.django_db
def test_it_ends_with_the_counts_and_the_reasons(folder: Path) -> None:
    text = ingest(folder)
    assert table(text) == {
        "files": 2,
        "read": 4,
        "new": 2,
        "already there": 0,
        "merged": 1,
        "conflicts": 0,
        "rejected": 1,
        "no abstract": 1,
    }
    assert f"{folder}/b.jsonl.gz, line 3: no abstract" in text
    assert Paper.objects.count() == 2


@pytest.mark.django_db
def test_the_counts_stand_below_each_other(folder: Path) -> None:
    (folder / "c.jsonl").write_text('{"abstract": "%s"}\n' % ("a" * 60_000))
    rows = [line for line in ingest(folder).splitlines() if not line.startswith("  /")]
    assert len({len(row) for row in rows}) == 1
    assert len(rows[0]) < 60


@pytest.mark.django_db
def test_a_second_time_nothing_is_new(folder: Path) -> None:
    ingest(folder)
    counts = table(ingest(folder))
    assert (counts["new"], counts["already there"], counts["rejected"]) == (0, 3, 1)


@pytest.mark.django_db
def test_workers_are_woken_for_new_papers_only(folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        ingest(folder)
    assert len(callbacks) == 1
    with django_capture_on_commit_callbacks() as callbacks:
        ingest(folder)
    assert callbacks == []


BROKEN = [
    (b"", "the file is empty"),
    (GOOD.encode() * 6 + b'{"abstract": \n', "broken JSON on line 7"),
    (GOOD.replace("We", "Wé").encode("latin-1"), "not UTF-8 at line 1"),
    (gzip.compress(GOOD.encode() * 999)[:-8], "the gzip data ends early, line 999 is the last whole one"),
    (b'<!DOCTYPE x [<!ENTITY a "aaa">]><feed>&a;</feed>', "entities of its own is refused"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "problem"), BROKEN)
def test_a_broken_file_is_named_and_the_others_are_taken_in(
    tmp_path: Path, data: bytes, problem: str
) -> None:
    (tmp_path / "a.jsonl").write_text(GOOD)
    (tmp_path / "b.jsonl").write_bytes(data)
    (tmp_path / "c.jsonl").write_text(OTHER)
    with pytest.raises(CommandError) as caught:
        ingest(tmp_path)
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{tmp_path}/b.jsonl: ")
    assert problem in line
    assert caught.value.returncode == 1
    assert Paper.objects.count() == 2


@pytest.mark.django_db
def test_each_place_that_fails_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError) as caught:
        ingest(tmp_path / "missing", tmp_path / "empty", "http://127.0.0.1:1/papers.jsonl")
    lines = str(caught.value).splitlines()
    assert [line.partition(": ")[2][:24] for line in lines] == [
        "there is no such file or",
        "the folder holds no file",
        "cannot be reached ([Errn",
    ]
    assert not Paper.objects.exists()


def environment(**changes: str) -> dict[str, str]:
    """The environment of a program that uses the test's own database."""
    url = os.environ["DATABASE_URL"]
    head, _, tail = url.rpartition("/")
    _, mark, query = tail.partition("?")
    name = connection.settings_dict["NAME"]
    return os.environ | {"DATABASE_URL": f"{head}/{name}{mark}{query}", "COLUMNS": "200"} | changes


def program(*arguments: Path | str, **changes: str) -> "subprocess.CompletedProcess[str]":
    """The command as a program of its own."""
    command = [sys.executable, "manage.py", "ingest", *map(str, arguments)]
    return subprocess.run(
        command,
        check=False,
        cwd=settings.BASE_DIR,
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.django_db(transaction=True)
def test_the_program_ends_with_a_code_that_says_how_it_went(folder: Path) -> None:
    good = program(folder)
    assert (good.returncode, table(good.stdout)["new"]) == (0, 2)
    bad = program(folder / "missing")
    assert bad.returncode == 1
    assert bad.stdout == ""
    assert bad.stderr.splitlines()[-1].endswith("there is no such file or folder")
    assert "Traceback" not in bad.stderr
    assert program().returncode == 2


def test_the_help_has_an_example() -> None:
    result = program("--help")
    assert result.returncode == 0
    words = " ".join(result.stdout.split())
    assert "Example: python manage.py ingest papers.jsonl.gz" in words
    assert "is refused as a whole: nothing of it is stored, good lines included" in words


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_loses_nothing(folder: Path) -> None:
    result = program(folder, REDIS_URL="redis://127.0.0.1:1/0")
    assert result.returncode == 0
    assert "The broker is away" in result.stdout
    assert Paper.objects.filter(state=Paper.State.WAITING).count() == 2


def test_a_database_that_is_away_is_one_clear_line(folder: Path) -> None:
    result = program(folder, DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert result.returncode == os.EX_UNAVAILABLE
    assert "The database cannot be used" in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.fixture
def silent_address() -> Iterator[tuple[socket.socket, str]]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server, f"http://127.0.0.1:{server.getsockname()[1]}/papers.jsonl"


@pytest.mark.django_db(transaction=True)
def test_an_interrupt_keeps_the_files_before(folder: Path, silent_address: tuple[socket.socket, str]) -> None:
    server, url = silent_address
    heard = ["env", "--default-signal=INT"]  # whoever runs the tests in the background ignores it
    command = [*heard, sys.executable, "manage.py", "ingest", str(folder), url]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        connected, _ = server.accept()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        connected.close()
    assert process.returncode == 1
    assert "stopped; the files taken in before stay" in errors.splitlines()[-1]
    assert Paper.objects.count() == 2
