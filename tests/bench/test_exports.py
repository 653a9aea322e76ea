"""What files of many claims cost in time and memory, as `make bench` prints it.

BENCH_CLAIMS=3000000 is a collection whose files hold 5 GB and more; the peaks of memory of a tenth of it and
of all of it stand beside each other.
"""

import csv
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from leaderboard.exports.collection import Format
from leaderboard.models import Claim
from leaderboard.queries import collection
from leaderboard.queries.collection import Table
from tests.leaderboard.exports.generated import generate
from tests.leaderboard.queue.workers import environment

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

ROWS = int(os.environ.get("BENCH_CLAIMS", "100000"))
NARROW = ("uid", "quote", "value", "unit", "kind", "state", "metric_slug", "confidence")


@pytest.fixture(params=[ROWS // 10, ROWS])
def rows(request: pytest.FixtureRequest) -> Iterator[int]:
    """So many papers with a claim each."""
    generate(request.param)
    yield request.param
    call_command("flush", verbosity=0, interactive=False)


def test_copy_beside_the_orm(rows: int, tmp_path: Path) -> None:
    narrow = Table("claims", tuple(each for each in collection.CLAIMS.columns if each.name in NARROW))
    print()
    for table in (narrow, collection.CLAIMS):
        started, size = time.perf_counter(), 0
        with collection.unchanging():
            for row in collection.stream(table, collection.Encoding.CSV):
                size += len(row)
        seconds, columns = time.perf_counter() - started, len(table.columns)
        print(f"{rows:,} claims of {columns} columns, CSV by COPY: {seconds:.1f} s, {size / 1e6:.0f} MB")
    seconds, some = _by_orm(tmp_path / "orm.csv", most=max(rows // 10, 1))
    print(f"through the ORM: {seconds:.1f} s for {some:,}, so {seconds * rows / some:.0f} s for all")


def test_files_and_memory(rows: int, tmp_path: Path) -> None:
    print()
    for kind in Format:
        command = [sys.executable, "manage.py", "export", "--to", str(tmp_path / kind), "--formats", kind]
        started = time.perf_counter()
        most = _peak([*command, "--verbosity", "0"])
        seconds = time.perf_counter() - started
        size = sum(file.stat().st_size for file in (tmp_path / kind).iterdir())
        print(
            f"{rows:,} claims, {kind}: {seconds:.1f} s, {size / 1e6:,.0f} MB, at most {most:.0f} MB of memory"
        )


def _peak(command: list[str]) -> float:
    """The most memory that a process held, in MB."""
    started = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment())
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    assert started.returncode == 0
    return used.ru_maxrss / 1024


def _by_orm(to: Path, *, most: int) -> tuple[float, int]:
    """How long so many claims take as model objects with their names, and how many there were."""
    claims = Claim.objects.select_related("paper", "metric", "system").prefetch_related(
        "claim_benchmarks__benchmark", "claim_systems__system", "claim_baselines__system"
    )
    started, rows = time.perf_counter(), 0
    with to.open("w", newline="") as file:
        writer = csv.writer(file)
        for claim in claims.order_by("pk")[:most].iterator(chunk_size=2_000):
            writer.writerow(_cells(claim))
            rows += 1
    return time.perf_counter() - started, rows


def _cells(claim: Claim) -> list[Any]:
    """As many cells as the export has, near enough."""
    names = [link.benchmark.name for link in claim.claim_benchmarks.all() if link.benchmark]
    systems = [link.system.name for link in claim.claim_systems.all() if link.system]
    baselines = [link.system.name for link in claim.claim_baselines.all() if link.system]
    own = [getattr(claim, field.attname) for field in claim._meta.concrete_fields]
    metric = claim.metric.name if claim.metric else claim.metric_text
    linked = ["; ".join(each) for each in (names, systems, baselines)]
    return [*own, claim.paper.uid, claim.paper.title, claim.paper.published_on, metric, *linked]
