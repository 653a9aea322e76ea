"""Several programs at once, each with a connection of its own."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from leaderboard.actions.ingest import IngestReport, ingest
from leaderboard.models import Paper
from leaderboard.sources.records import Entry
from tests.leaderboard.ingest.records import record, take_in

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(work: Callable[[], Any], *, pool: ThreadPoolExecutor) -> "Future[Any]":
    """The work on a connection of its own, which it closes."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return pool.submit(run)


def test_the_same_papers_from_many_files_at_once_are_stored_once() -> None:
    barrier = threading.Barrier(4)

    def entries(number: int) -> Iterator[Entry]:
        barrier.wait(10)
        order = range(200) if number % 2 else reversed(range(200))
        for i in order:
            yield record(f"We sort {i} stamps.", source=f"file{number}:{i}", arxiv_id=f"2503.{i:05d}")

    with ThreadPoolExecutor(4) as pool:
        futures = [in_thread(lambda n=n: ingest(entries(n)), pool=pool) for n in range(4)]  # type: ignore[misc]
        reports = [future.result(60) for future in futures]
    total = sum(reports, IngestReport())
    assert (total.new, total.merged, total.read) == (200, 600, 800)
    assert Paper.objects.count() == 200
    assert all(len(paper.sources) == 4 for paper in Paper.objects.all())


def test_papers_are_locked_in_the_order_of_workers() -> None:
    take_in(record("We sort stamps."), record("We sort cards."))
    first, second = Paper.objects.order_by("id").values_list("id", flat=True)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Paper.objects.select_for_update().get(id=first)
            later = in_thread(
                lambda: take_in(record("We sort cards.", title="B"), record("We sort stamps.", title="A")),
                pool=pool,
            )
            wait_for_a_lock()
            # The ingest holds nothing of the second paper while it waits for the first.
            Paper.objects.select_for_update(nowait=True).get(id=second)
        assert later.result(30).merged == 2


def test_a_failure_while_storing_leaves_nothing() -> None:
    def fail(_done: int, _total: int) -> None:
        raise RuntimeError("the machine stops")

    with pytest.raises(RuntimeError):
        ingest([record()], progress=fail)
    assert not Paper.objects.exists()
    assert take_in(record()).new == 1


def wait_for_a_lock() -> None:
    """Return as soon as another connection waits for a row."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(0.01)
    pytest.fail("nobody waited for the lock")
