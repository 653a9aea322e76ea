"""One PostgreSQL and one Valkey for the whole test session, shared by the processes of pytest-xdist.

They start before Django reads its settings, so pytest-django must not load these on its own: it would do
so before this file, here and in every process of pytest-xdist. DJANGO_SETTINGS_MODULE is therefore neither
in pyproject.toml nor left in the environment. A run of tests/extraction alone starts nothing: the engine
knows neither Django nor a database.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django.apps
import pytest

from config.services.postgres import DISPOSABLE, Postgres
from config.services.valkey import Valkey

_started: list[Postgres | Valkey] = []
_STAYING = {"event": "event_append_only", "snapshot": "snapshot_stays", "snapshotrow": "snapshotrow_stays"}
"""Tables whose rows the database keeps, and the trigger of each."""


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers (in the first process only) and point the settings at them."""
    if _only_the_engine(config):
        return
    worker = getattr(config, "workerinput", None)
    if worker is None:
        _start_servers()
    else:
        _use_own_redis_database(int(worker["workerid"].removeprefix("gw")))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this process started and remove its files."""
    while _started:
        server = _started.pop()
        server.stop()
        if not _started:
            shutil.rmtree(server.data, ignore_errors=True)


def _only_the_engine(config: pytest.Config) -> bool:
    engine = Path(__file__).parent / "extraction"
    paths = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
    return all(path.resolve().is_relative_to(engine) for path in paths)


def _start_servers() -> None:
    data = Path(tempfile.mkdtemp(prefix="claimboard-test-"))
    (data / "static").mkdir()
    postgres = Postgres(data=data, settings=DISPOSABLE, may_create_databases=True)
    valkey = Valkey(data=data)
    _started.extend((postgres, valkey))
    os.environ |= {
        "DATA": str(data),
        "DATABASE_URL": postgres.start(),
        "REDIS_URL": valkey.start(),
        "SECRET_KEY": "only-for-tests",
        "STATIC_HASHED": "false",
        **dict.fromkeys(
            ("API_READS", "API_SEARCHES", "API_EXTRACTIONS", "API_WRITES", "API_BAD_TOKENS"), "1000000/60"
        ),
    }


def _use_own_redis_database(number: int) -> None:
    base, _, _ = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{base}/{number + 1}"


@pytest.fixture(autouse=True, scope="session")
def _history_gives_way_between_tests() -> Iterator[None]:
    """Events and snapshots stay, except in the flush that follows a test with transactions of its own."""
    if not django.apps.apps.ready:  # only the engine is tested, which knows no database
        yield
        return
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: Any, **options: Any) -> list[str]:
        rules = [f"ALTER TABLE leaderboard_{table} {{}} TRIGGER {name};" for table, name in _STAYING.items()]
        off, on = ([rule.format(word) for rule in rules] for word in ("DISABLE", "ENABLE"))
        return [*off, *plain(self, *args, **options), *on]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield
