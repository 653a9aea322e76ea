"""An embedded PostgreSQL of its own for each test: started, stopped, killed, found again."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.services import binaries, identity, processes
from config.services.errors import ServiceError
from config.services.postgres import DISPOSABLE, Postgres
from tests.config.services.processes_of import wait_until

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="root only: others have nobody to become")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    server = Postgres(data=tmp_path / "data")
    yield server
    server.stop()


def numbers(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT n FROM numbers ORDER BY n")]


def write(url: str, *, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS numbers (n int)")
        connection.execute("INSERT INTO numbers VALUES (%s)", [number])


def test_data_is_there_after_a_stop_and_after_a_kill(server: Postgres) -> None:
    url = server.start()
    write(url, number=1)
    server.stop()
    write(server.start(), number=2)
    assert server.pid
    os.kill(server.pid, signal.SIGKILL)
    wait_until(lambda: not server.alive())
    assert server.start() == url
    assert numbers(url) == [1, 2]


def test_locks_of_a_dead_server_do_not_stop_the_next(server: Postgres) -> None:
    server.start()
    server.stop()
    # The id of a process that lives and is no PostgreSQL, as after a restart of a container.
    for lock in (server.data / "postgres" / "postmaster.pid", server.data / "run" / ".s.PGSQL.5432.lock"):
        lock.write_text(f"{os.getpid()}\n{server.data / 'postgres'}\n0\n5432\n{server.data / 'run'}\n\n")
    assert server.start()


def test_a_server_left_running_is_ended_first(server: Postgres) -> None:
    write(server.start(), number=7)
    successor = Postgres(data=server.data)
    assert server.pid
    os.kill(server.pid, signal.SIGINT)  # what the kernel sends when the supervisor is killed
    try:
        assert numbers(successor.start()) == [7]
    finally:
        successor.stop()


def test_the_site_is_no_superuser(server: Postgres) -> None:
    with psycopg.connect(server.start()) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False, False)


def test_the_database_speaks_utf8_and_sorts_the_same_everywhere(server: Postgres) -> None:
    with psycopg.connect(server.start()) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        row = connection.execute(
            "SELECT datcollate FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("C.UTF-8",)


def test_only_the_owner_reaches_the_socket(server: Postgres) -> None:
    url = server.start()
    folder = server.data / "run"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    server = Postgres(data=tmp_path / ("d" * 100), settings=DISPOSABLE)
    try:
        url = server.start()
        write(url, number=3)
        with psycopg.connect(url) as connection:
            folder = Path(connection.info.host)
        assert len(str(folder / ".s.PGSQL.5432")) <= 106
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        server.stop()
    assert not folder.exists()


def test_a_cluster_of_another_version_is_left_alone(server: Postgres) -> None:
    server.start()
    server.stop()
    version = server.data / "postgres" / "PG_VERSION"
    version.write_text("14\n")
    with pytest.raises(ServiceError, match="written by PostgreSQL 14"):
        server.start()
    assert version.read_text() == "14\n"


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    server = Postgres(data=tmp_path, settings={"shared_buffers": "nonsense"})
    with pytest.raises(ServiceError, match="nonsense"):
        server.start()
    assert processes.working_in(tmp_path / "postgres") == []


@ROOT_ONLY
def test_as_root_files_stay_with_root(server: Postgres) -> None:
    server.start()
    assert {path.stat().st_uid for path in (server.data / "postgres").iterdir()} == {0}


@ROOT_ONLY
def test_where_namespaces_are_refused_an_unprivileged_user_runs_it(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in server.data.parents:  # pytest's own folders are closed to others
        folder.chmod(folder.stat().st_mode | 0o011)
    write(server.start(), number=4)
    server.stop()
    monkeypatch.setattr(identity, "enter_namespace", refuse)
    assert numbers(server.start()) == [4]
    assert (server.data / "postgres").stat().st_uid != 0


@ROOT_ONLY
def test_where_nobody_may_run_it_the_message_asks_for_a_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "enter_namespace", refuse)
    tmp_path.chmod(0o700)
    with pytest.raises(ServiceError, match="DATABASE_URL"):
        identity.choose(binaries.postgres_folder() / "postgres", data=tmp_path)


def refuse() -> None:
    raise PermissionError("no namespaces here")
