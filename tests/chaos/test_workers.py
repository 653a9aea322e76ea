"""Workers, broker and sessions killed at random for as long as there is work (`make chaos`).

CHAOS_PAPERS says how many abstracts (4,000 unless told), CHAOS_SEED what is killed when.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.leaderboard.papers import papers
from tests.leaderboard.queue.workers import (
    Workers,
    check_complete,
    cut_connections,
    states,
    wait_until,
    workers,
)

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

PAPERS = int(os.environ.get("CHAOS_PAPERS", "4000"))
SEED = int(os.environ.get("CHAOS_SEED", "7"))


def replace_worker(crew: Workers) -> None:
    crew.kill("worker")
    crew.start("worker")


def replace_beat(crew: Workers) -> None:
    crew.kill("beat")
    crew.start("beat")


BLOWS: dict[str, tuple[Callable[[Workers], None], int]] = {
    "child": (Workers.kill_child, 8),
    "worker": (replace_worker, 2),
    "beat": (replace_beat, 1),
    "flush": (Workers.flush, 2),
    "valkey": (Workers.kill_valkey, 1),
    "sessions": (lambda _: cut_connections(), 1),
}


def test_nothing_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    papers(PAPERS)
    chance = random.Random(SEED)
    names, weights = zip(*((name, weight) for name, (_, weight) in BLOWS.items()), strict=True)
    struck: Counter[str] = Counter()
    with workers(tmp_path) as crew:
        while states()["done"] < PAPERS * 0.9:
            (name,) = chance.choices(names, weights)
            BLOWS[name][0](crew)
            struck[name] += 1
            time.sleep(chance.uniform(0.1, 4))
        wait_until(lambda: states()["done"] + states()["parked"] == PAPERS, seconds=300)
    print(f"struck: {dict(struck)}")
    check_complete(PAPERS)
