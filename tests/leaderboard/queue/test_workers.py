"""Workers, broker and database killed while they work: nothing is lost, nothing is there twice."""

import time
from pathlib import Path

import pytest

from tests.leaderboard.papers import paper, papers
from tests.leaderboard.queue.workers import (
    check_complete,
    cut_connections,
    states,
    wait_until,
    workers,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("workers")]


def done(count: int) -> bool:
    return states()["done"] >= count


def test_beat_finds_papers_that_nobody_announced(tmp_path: Path) -> None:
    papers(30)
    with workers(tmp_path):
        wait_until(lambda: done(30))
    check_complete(30)


def test_everything_killed_in_the_middle(tmp_path: Path) -> None:
    papers(400)
    with workers(tmp_path) as crew:
        wait_until(lambda: done(20))
        crew.kill_child()
        wait_until(lambda: done(60))
        crew.flush()
        crew.kill("worker")
        crew.start("worker")
        wait_until(lambda: done(120))
        cut_connections()
        wait_until(lambda: done(180))
        crew.kill_valkey()
        crew.kill_child()
        wait_until(lambda: done(400))
    check_complete(400)


def test_a_paper_that_kills_its_process_is_parked_alone(tmp_path: Path) -> None:
    papers(60)
    fatal = paper("A fatal abstract.")
    with workers(tmp_path):
        wait_until(lambda: states() == {"done": 60, "parked": 1})
    fatal.refresh_from_db()
    assert fatal.attempts == 3
    assert "ended 3 times without an answer" in fatal.error


def test_an_idle_worker_outlives_its_broker(tmp_path: Path) -> None:
    with workers(tmp_path) as crew:
        papers(1)
        wait_until(lambda: done(1))
        time.sleep(1)  # idle, waiting for messages
        crew.kill_valkey()
        papers(20, first=10)
        wait_until(lambda: done(21), seconds=60)
        assert crew.running["worker"].poll() is None
        assert crew.running["beat"].poll() is None
