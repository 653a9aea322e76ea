"""What files of a million claims cost, as `make bench` prints it (BENCH_CLAIMS=1000000)."""

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from leaderboard.exports.collection import Format, export
from leaderboard.queries import collection
from tests.leaderboard.exports.generated import generate

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

ROWS = int(os.environ.get("BENCH_CLAIMS", "1000000"))


@pytest.fixture
def large() -> Iterator[None]:
    """So many papers with a claim each."""
    generate(ROWS)
    yield
    call_command("flush", verbosity=0, interactive=False)


@pytest.mark.usefixtures("large")
def test_formats(tmp_path: Path) -> None:
    started = time.perf_counter()
    with collection.unchanging():
        size = sum(len(row) for row in collection.stream(collection.CLAIMS, collection.Encoding.CSV))
    print(f"\nclaims as CSV, streamed: {time.perf_counter() - started:.1f} s, {size / 1e6:.0f} MB")
    for kind in Format:
        started = time.perf_counter()
        made = export(tmp_path / kind, formats=[kind])
        seconds, size = time.perf_counter() - started, sum(file.bytes for file in made.files)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{kind}: {seconds:.1f} s, {size / 1e6:.0f} MB, at most {most:.0f} MB of memory so far")
