"""What deciding about 50,000 claims at once costs, as `make bench` prints it: wanted in 60 s, undone too."""

import os
import time
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from leaderboard.actions import batches, bulk
from leaderboard.models import Batch, BoardChange, Claim
from leaderboard.queries import effects, selections
from leaderboard.queries.selections import Selection
from tests.leaderboard.batches import many

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
ROWS = int(os.environ.get("BENCH_BULK", "50000"))
BOARDS = int(os.environ.get("BENCH_BULK_BOARDS", "300"))


@pytest.fixture
def large() -> Iterator[None]:
    """Claims of many boards."""
    many.claims(ROWS, over=BOARDS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    yield
    call_command("flush", verbosity=0, interactive=False)


def worked(batch: Batch, *, name: str) -> Batch:
    """The batch when it has ended; its time is said."""
    started = time.perf_counter()
    while batches.work(seconds=600):
        pass
    batch.refresh_from_db()
    print(f"\n{name} {batch.done} claims: {time.perf_counter() - started:.1f} s", end="")
    assert batch.state == Batch.State.DONE, batch.error
    assert not BoardChange.objects.exists()
    return batch


@pytest.mark.usefixtures("large")
def test_fifty_thousand_at_once() -> None:
    by = User.objects.create_user("kim")
    started = time.perf_counter()
    effect = effects.of(selections.ids(Selection()), accepting=True)
    print(f"\ndry run: {time.perf_counter() - started:.1f} s, {effect.entering} would enter", end="")
    started = time.perf_counter()
    selections.sample(Selection(), seed=1)
    print(f"\nsample: {time.perf_counter() - started:.2f} s", end="")
    batch = bulk.start("accept", selection=Selection(), as_of=timezone.now(), by=by, reason="bench")
    batch = worked(batch, name="accept")
    assert Claim.objects.filter(state="curated").count() == ROWS
    worked(batches.undo(batch, by=by), name="undo")
    assert Claim.objects.filter(state="machine", decided_at=None, decided_by=None).count() == ROWS
    batch = bulk.start("reject", selection=Selection(), as_of=timezone.now(), by=by, reason="bench")
    worked(batches.undo(worked(batch, name="reject"), by=by), name="undo")
