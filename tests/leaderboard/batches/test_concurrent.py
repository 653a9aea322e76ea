"""Batches beside people and other workers, in transactions of their own; a worker killed in the middle."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from leaderboard.actions import batches, bulk, claims
from leaderboard.models import Batch, Claim, Event
from leaderboard.queries.selections import Selection
from tests.leaderboard.batches import many
from tests.leaderboard.queue.workers import environment, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

_WORK = """
import django
django.setup()
from leaderboard.actions import batches, bulk
bulk.CHUNK = 10
batches.work(seconds=60)
"""


def start(by: User, decision: str = "accept") -> Batch:
    return bulk.start(decision, selection=Selection(), as_of=timezone.now(), by=by, reason="all right")


def finish() -> Batch:
    Batch.objects.filter(state="working").update(lease_until=timezone.now())
    while batches.work(seconds=60):
        pass
    return Batch.objects.get()


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    many.claims(400, over=3)
    start(User.objects.create(username="kim"))
    with (tmp_path / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-c", _WORK],
            env=environment(DJANGO_SETTINGS_MODULE="config.settings"),
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=log,
        )
        wait_until(lambda: Batch.objects.get().done >= 50)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    killed = Batch.objects.get()
    assert (killed.state, killed.done < 400) == ("working", True)
    assert Claim.objects.filter(state="curated").count() == killed.done
    batch = finish()
    assert (batch.state, batch.done, batch.counts) == ("done", 400, {"accepted": 400})
    events = Event.objects.filter(action="accept")
    assert events.count() == events.values("subject_uid").distinct().count() == 400


def test_two_workers_do_each_piece_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 10)
    many.claims(100, over=2)
    start(User.objects.create(username="kim"))
    together = threading.Barrier(2)

    def run() -> None:
        together.wait()
        while batches.work(seconds=0.05):
            pass
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    batch = finish()
    assert (batch.state, batch.done) == ("done", 100)
    assert Event.objects.filter(action="accept").count() == 100


def test_two_batches_about_the_same_claims_decide_each_once() -> None:
    many.claims(60, over=2)
    kim, lou = User.objects.create(username="kim"), User.objects.create(username="lou")
    start(kim)
    start(lou, "reject")
    together = threading.Barrier(2)

    def run() -> None:
        together.wait()
        batches.work(seconds=60)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while batches.work(seconds=60):
        pass
    decided = Event.objects.filter(action__in=("accept", "reject"))
    assert decided.count() == decided.values("subject_uid").distinct().count() == 60


def test_a_curator_who_decides_meanwhile_is_not_overwritten() -> None:
    """The curator holds the claim when the batch comes to it: the batch waits, sees the change, passes it."""
    many.claims(20, over=2)
    kim, lou = User.objects.create(username="kim"), User.objects.create(username="lou")
    start(kim)
    batches.work(seconds=-1)
    held, go_on = threading.Event(), threading.Event()

    def curate() -> None:
        with transaction.atomic():
            claims.reject(Claim.objects.order_by("pk")[3], by=lou)
            held.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=curate)
    thread.start()
    assert held.wait(10)
    threading.Timer(0.5, go_on.set).start()
    batch = finish()
    thread.join()
    assert batch.counts == {"accepted": 19, "changed meanwhile": 1}
    assert Claim.objects.filter(state="rejected", decided_by=lou).count() == 1
