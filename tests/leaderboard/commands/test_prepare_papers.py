"""Waiting for the worker: what a bar says that stands still, and a database that restarts meanwhile."""

import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from leaderboard.actions import leases
from leaderboard.management.commands import prepare_papers
from leaderboard.management.outages import TRIES, through_outages
from leaderboard.models import Paper
from tests.leaderboard.papers import papers

GOOD = '{"title": "Sorting", "abstract": "We sort stamps."}\n'


def cut() -> None:
    """End our session from outside, as a killed server does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def cutting(times: int) -> Callable[[], int]:
    """A step whose first runs lose the database."""
    left = [times]

    def step() -> int:
        if left[0]:
            left[0] -= 1
            cut()
        return Paper.objects.count()

    return step


@pytest.mark.django_db(transaction=True)
def test_a_step_is_repeated_when_the_database_restarts() -> None:
    said: list[str] = []
    assert through_outages(cutting(2), say=said.append) == 0
    assert said == ["the database restarted, going on"] * 2


@pytest.mark.django_db(transaction=True)
def test_a_step_that_fails_every_time_ends_with_its_error() -> None:
    with pytest.raises(OperationalError):
        through_outages(cutting(TRIES), say=str)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_restart_while_it_waits_loads_nothing_twice(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "papers.jsonl"
    corpus.write_text(GOOD)

    def end_all_then_read() -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
            name = connection.settings_dict["NAME"]
            others = "FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            time.sleep(1)
            other.execute(f"SELECT pg_terminate_backend(pid) {others}", [name])
        time.sleep(1)
        Paper.objects.update(state="done", extracted_at=timezone.now(), engine_version="test")
        connection.close()

    killer = threading.Thread(target=end_all_then_read)
    killer.start()
    out = StringIO()
    call_command("prepare_papers", str(corpus), stdout=out, patience=20)
    killer.join()
    assert out.getvalue().count("already there") == 1
    errors = capfd.readouterr().err
    assert errors.count("the database restarted, going on") == 1
    assert "cannot be used" not in errors


@pytest.mark.django_db(transaction=True)
def test_a_bar_that_stands_still_says_for_whom_it_waits(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare_papers, "STILL_SECONDS", 0.2)
    papers(2)
    leases.claim()
    with pytest.raises(CommandError, match="2 papers still wait and nothing moves"):
        call_command("prepare_papers", patience=0.6)
    assert "waiting for a reader that stopped (up to 39 s)" in capfd.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "said"), [(12, "(up to 22 s)"), (-5, "(up to 10 s)"), (None, "reading abstracts")]
)
def test_the_wait_is_what_is_left_of_the_lease_and_one_sweep(seconds: int | None, said: str) -> None:
    papers(1)
    if seconds is not None:
        leases.claim()
        Paper.objects.update(lease_until=timezone.now() + timedelta(seconds=seconds, milliseconds=200))
    assert prepare_papers._stopped().endswith(said)
