"""Batches: each piece happens once, whoever is killed, cancels or fails when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from leaderboard.actions import batches
from leaderboard.models import Batch, Event
from leaderboard.queries import batches as queries
from tests.leaderboard.batches import kinds

pytestmark = pytest.mark.django_db
SOON = 60.0


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    with kinds.known():
        yield


@pytest.fixture
def user() -> User:
    return User.objects.create_superuser("kim", password="a long password")


def start(user: User, to: int = 5, **about: int) -> Batch:
    return batches.start("counting", about={"to": to, **about}, by=user, reason="to see", source="test")


def counted(batch: Batch) -> int:
    return Event.objects.filter(batch=batch, action="count").count()


def test_a_batch_runs_to_its_end(user: User) -> None:
    batch = start(user)
    assert batches.work(seconds=SOON)
    batch.refresh_from_db()
    assert (batch.state, batch.total, batch.done) == ("done", 5, 5)
    assert batch.counts == {"even": 3, "odd": 2}
    assert batch.report == {"reached": 5}
    assert counted(batch) == 5
    assert not batches.work(seconds=SOON)
    told = Event.objects.filter(subject_uid=batch.uid).exclude(action="count").order_by("pk")
    assert [(event.action, event.actor, event.reason) for event in told] == [
        ("start", user, "to see"),
        ("end", None, ""),
    ]


def test_without_time_it_goes_on_later_where_it_was(user: User) -> None:
    batch = start(user)
    rounds = 0
    while batches.work(seconds=-1):
        rounds += 1
        batch.refresh_from_db()
        assert batch.state in {"waiting", "done"}
    assert rounds == 7  # to prepare, five pieces, to end
    assert counted(batch) == 5


def test_cancelled_in_the_middle_it_keeps_what_is_done(user: User) -> None:
    batch = start(user)
    for _ in range(3):
        batches.work(seconds=-1)
    cancelled = batches.cancel(batch, by=user, reason="enough")
    assert (cancelled.state, cancelled.done, cancelled.report) == ("cancelled", 2, {"reached": 2})
    assert not batches.work(seconds=SOON)
    assert counted(batch) == 2
    assert batches.cancel(batch, by=user).state == "cancelled"
    assert Event.objects.filter(subject_uid=batch.uid, action="cancel").count() == 1


def test_a_worker_that_lost_its_lease_writes_nothing(user: User) -> None:
    batch = start(user)
    late = batches._take()
    assert late is not None
    assert not queries.due().exists()
    Batch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert batches._take() is not None  # somebody else's by now
    assert not batches._piece(late)
    batch.refresh_from_db()
    assert (batch.total, batch.fence) == (None, 2)


def test_a_piece_that_fails_is_tried_again_and_then_says_why(user: User) -> None:
    batch = start(user, **{"fails at": 2})
    assert batches.work(seconds=SOON)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == ("waiting", 2)
    while batches.work(seconds=SOON):
        pass
    batch.refresh_from_db()
    assert (batch.state, batch.done, counted(batch)) == ("failed", 2, 2)
    assert "told to fail" in batch.error


def test_a_piece_that_kills_its_worker_ends_the_batch(user: User) -> None:
    batch = start(user)
    for _ in range(batches.ATTEMPTS):
        assert batches._take() is not None
        Batch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert batches.work(seconds=SOON)
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "ended 3 times" in batch.error


def test_a_kind_that_is_gone_fails_and_its_page_opens(user: User, client: Client) -> None:
    batch = start(user)
    Batch.objects.update(kind="forgotten")
    while batches.work(seconds=SOON):
        pass
    batch.refresh_from_db()
    assert batch.state == "failed"
    client.force_login(user)
    assert "forgotten" in client.get("/admin/batches/").content.decode()
    assert client.get(f"/admin/batches/{batch.uid}/").status_code == 200


def test_taken_back_once(user: User) -> None:
    batch = start(user)
    with pytest.raises(batches.NotUndoableError):
        batches.undo(batch, by=user)
    batches.work(seconds=SOON)
    batch.refresh_from_db()
    back = batches.undo(batch, by=user)
    with pytest.raises(batches.NotUndoableError):
        batches.undo(batch, by=user)
    batches.work(seconds=SOON)
    back.refresh_from_db()
    assert (back.state, back.total, back.undoes) == ("done", 5, batch)
    with pytest.raises(batches.NotUndoableError):
        batches.undo(back, by=user)


def test_an_undo_that_was_cancelled_can_begin_again(user: User) -> None:
    batch = start(user)
    batches.work(seconds=SOON)
    batch.refresh_from_db()
    batches.cancel(batches.undo(batch, by=user), by=user)
    assert batches.undo(batch, by=user).state == "waiting"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "working"},
        {"state": "done"},
        {"state": "failed", "ended_at": timezone.now()},
        {"state": "lost"},
        {"total": 1, "done": 2},
    ],
    ids=["no lease", "no end", "no error", "unknown", "more than all"],
)
def test_the_database_refuses_what_no_batch_can_be(user: User, wrong: dict[str, object]) -> None:
    batch = start(user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(**wrong)


def test_pages_of_a_batch(user: User, client: Client) -> None:
    client.force_login(user)
    batch = start(user)
    address = f"/admin/batches/{batch.uid}/"
    assert "Count to 5" in client.get("/admin/batches/").content.decode()
    page = client.get(address).content.decode()
    assert "<progress" in page
    assert "Cancel" in page
    batches.work(seconds=-1)
    batches.work(seconds=-1)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'value="1" max="5"' in part
    assert "<html" not in part
    assert client.post(f"{address}cancel/").headers["Location"] == address
    page = client.get(address).content.decode()
    assert "<progress" not in page
    assert "Undo the whole batch" in page
    back = client.post(f"{address}undo/").headers["Location"]
    assert "Count back" in client.get(back).content.decode()
    assert "Undo" not in client.get(address).content.decode().partition("Taken back by")[2]
    assert client.post(f"{address}undo/").headers["Location"] == address
    assert client.get("/admin/batches/00000000-0000-0000-0000-000000000000/").status_code == 404
