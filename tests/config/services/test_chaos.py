"""Workers, servers and everything killed again and again: nothing is lost, nothing is there twice.

`make chaos`; CHAOS_PAPERS sets how many abstracts (2,000 unless told), CHAOS_KILLS how
many kills before all of it is killed at once (25).
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest
import redis

from config.environment import BASE_DIR
from config.services.addresses import addresses
from tests.config.services.processes_of import processes_of, wait_until
from tests.config.services.running import Running, clean_environment, free_port

pytestmark = pytest.mark.chaos

PAPERS = int(os.environ.get("CHAOS_PAPERS", "2000"))
KILLS = int(os.environ.get("CHAOS_KILLS", "25"))
SECONDS = 600
CLAIMS = """
    SELECT paper.abstract_key, claim.start, claim."end", claim.role, claim.value, claim.kind, metric.name
    FROM leaderboard_claim claim
    JOIN leaderboard_paper paper ON paper.id = claim.paper_id
    LEFT JOIN leaderboard_metric metric ON metric.id = claim.metric_id
"""


def write_corpus(path: Path) -> None:
    sentences = [
        "Model {n} reaches {a}.{b}% accuracy on ImageNet.",
        "On SQuAD, system {n} improves F1 by {b}.{a} points over BERT.",
        "We reduce the latency of pipeline {n} from {a}{b} ms to {b} ms.",
    ]
    with path.open("w") as file:
        for n in range(PAPERS):
            a, b = 10 + n % 89, 1 + n % 9
            abstract = " ".join(sentence.format(n=n, a=a, b=b) for sentence in sentences[: 1 + n % 3])
            file.write(json.dumps({"id": f"paper-{n}", "title": f"Paper {n}", "abstract": abstract}) + "\n")


def claims(site: Running) -> Counter[tuple[object, ...]]:
    with psycopg.connect(addresses(site.data).database_url) as connection:
        return Counter(connection.execute(CLAIMS).fetchall())


def unread(site: Running) -> int:
    try:
        return site.count("paper WHERE state <> 'done'")
    except psycopg.Error:
        return -1  # killed just now


def kill_something(site: Running, *, choice: random.Random) -> str:
    victim = choice.choice(["worker", "child", "child", "valkey", "flush", "postgres"])
    if victim == "flush":
        with contextlib.suppress(redis.RedisError):
            redis.Redis.from_url(addresses(site.data).redis_url).flushall()
        return victim
    words = {"valkey": "valkey-server", "postgres": "bin/postgres -D"}.get(
        victim, "celery --app config worker"
    )
    pids = sorted(pid for pid, command in processes_of(site.data).items() if words in command)
    if pids:
        os.kill(pids[-1] if victim == "child" else pids[0], signal.SIGKILL)
    return victim


def test_nothing_is_lost_and_nothing_is_doubled(tmp_path: Path) -> None:
    corpus = tmp_path / "papers.jsonl"
    write_corpus(corpus)
    calm = Running(data=tmp_path / "calm" / "data", port=free_port(), corpus=str(corpus))
    calm.data.parent.mkdir()
    calm.start()
    expected = claims(calm)
    calm.end()

    choice = random.Random(7)
    site = Running(data=tmp_path / "chaos" / "data", port=free_port())
    site.data.parent.mkdir()
    site.start()
    sample = site.count("paper")
    told = clean_environment() | {"DATA": str(site.data)}
    subprocess.run([sys.executable, "manage.py", "ingest", corpus], cwd=BASE_DIR, env=told, check=True)
    kills: Counter[str] = Counter()
    while unread(site) and kills.total() < KILLS:
        kills[kill_something(site, choice=choice)] += 1
        time.sleep(choice.uniform(0.2, 3))
    for pid in processes_of(site.data):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not site.running())
    site.start()
    wait_until(lambda: unread(site) == 0, seconds=SECONDS)
    found = claims(site)
    papers = site.count("paper")
    site.end()

    print(f"killed: {dict(kills)}")
    assert papers == sample + PAPERS
    assert not expected - found
    assert max(found.values()) == 1
