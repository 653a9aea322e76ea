"""How many pages a second the site's own web server gives on two cores, as `make bench` prints it.

The server that `make run` starts, with two workers, over HTTP; who asks runs on the same cores.
"""

import contextlib
import gzip
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from config.services import processes, programs
from tests.bench.test_boards import large
from tests.leaderboard.queue.workers import environment

__all__ = ["large"]
pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

BOARD = "/boards/mathquest/accuracy/"
PACKED = "Accept-Encoding: gzip"
REACH = 1_000
WORKERS = 2
TIMES = 3
PATIENCE = 60


@pytest.fixture
def port(large: None, tmp_path: Path) -> Iterator[int]:
    """The port of the site's web server, on the test's database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    command = programs.commands(tmp_path, host="127.0.0.1", port=free, workers=WORKERS)["web"]
    given = environment(DATABASE_POOL_SIZE=str(programs.WEB_THREADS), DIE_WITH_PARENT="true")
    with (tmp_path / "web.log").open("wb") as log:
        server = processes.spawn([sys.executable, "-m", *command], output=log, env=given, cwd=BASE_DIR)
    try:
        _wait(free)
        yield free
    finally:
        processes.stop(server)


def test_pages_a_second(port: int) -> None:
    with urllib.request.urlopen(_asked(port)) as answer:  # noqa: S310 (our own http address)
        etag, body = answer.headers["ETag"], answer.read()
    print(f"\nthe page: {len(body) / 1000:.0f} kB packed, {len(gzip.decompress(body)) / 1000:.0f} kB plain")
    wanted = {
        "nothing but the server (/health/live)": ("/health/live", []),
        "the board, kept": (BOARD, [PACKED]),
        "the board, kept, not packed": (BOARD, []),
        "the board, not modified": (BOARD, [PACKED, f"If-None-Match: {etag}"]),
    }
    for what, (path, headers) in wanted.items():
        rates = sorted(_rate(port, path, headers) for _ in range(TIMES))
        rate, share = rates[TIMES // 2]
        print(f"{what}: {rate:,.0f} a second, {rate / REACH:.1f} times the {REACH:,} to reach", end="; ")
        print(f"best of {TIMES}: {rates[-1][0]:,.0f}; asking took {share:.0%} of {os.cpu_count()} cores")


def _rate(port: int, path: str, headers: list[str]) -> tuple[float, float]:
    """Answers a second, and the share of the cores that asking took."""
    command = [sys.executable, str(Path(__file__).with_name("load.py")), str(port), path]
    for header in headers:
        command += ["--header", header]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told["answers"] / told["seconds"], told["own"] / told["seconds"] / (os.cpu_count() or 1)


def _asked(port: int) -> urllib.request.Request:
    return urllib.request.Request(f"http://127.0.0.1:{port}{BOARD}", headers={"Accept-Encoding": "gzip"})


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live"):
            return
        time.sleep(0.2)
    raise TimeoutError(f"the web server did not answer within {PATIENCE} s")
