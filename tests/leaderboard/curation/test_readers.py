"""Boards that are read: counted without a word about who read, and worth more to curators."""

from datetime import timedelta
from typing import Any

import pytest
import redis
from django.test import Client
from django.utils import timezone

from leaderboard.actions import boards, readers
from leaderboard.models import BoardChange, BoardReads, Standing
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db

QUEST = "/boards/mathquest/accuracy/"
PERSON = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    readers._redis().delete("board reads", "board reads being collected")


def board() -> Any:
    paper = collection.paper("Net reaches 90 accuracy on MathQuest.")
    found = collection.claim(
        paper,
        "90",
        on=collection.benchmark(),
        metric=collection.metric(direction="higher"),
        confidence=0.75,
    )
    boards.settle()
    return found


def read(times: int, *, agent: str = PERSON) -> None:
    for _ in range(times):
        assert Client().get(QUEST, headers={"user-agent": agent}).status_code == 200


def test_reads_are_brought_into_the_database_once() -> None:
    board()
    read(3)
    assert readers.collect() == 3
    assert readers.collect() == 0
    read(1)
    readers.collect()
    assert [row.reads for row in BoardReads.objects.all()] == [4]


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "curl/8.5", "HeadlessChrome"])
def test_programs_that_say_so_are_no_readers(agent: str) -> None:
    board()
    read(2, agent=agent)
    assert readers.collect() == 0


def test_a_process_that_died_after_taking_leaves_the_counts_to_the_next() -> None:
    board()
    read(2)
    readers._take()
    read(1)
    assert (readers.collect(), readers.collect()) == (2, 1)


def test_boards_that_are_gone_or_never_were_are_left_out() -> None:
    readers.note("nothing", metric="none", agent=PERSON)
    assert readers.collect() == 1
    assert not BoardReads.objects.exists()


def test_readers_make_a_decision_worth_more_with_each_doubling() -> None:
    claim = board()
    before = Standing.objects.get(claim=claim).worth
    assert before == pytest.approx(0.25 * 10 * 1)
    read(1)
    readers.collect()
    assert boards.settle() == 1
    assert Standing.objects.get(claim=claim).worth == pytest.approx(0.25 * 10 * 2)
    read(1)  # two readers: not yet twice as many as 1 + 1
    readers.collect()
    assert not BoardChange.objects.exists()
    read(1)
    readers.collect()
    boards.settle()
    assert Standing.objects.get(claim=claim).worth == pytest.approx(0.25 * 10 * 3)


def test_reads_count_for_thirty_days() -> None:
    today = timezone.now().date()
    for age, reads in ((29, 3), (30, 100), (45, 100)):
        BoardReads.objects.create(
            benchmark=collection.benchmark(),
            metric=collection.metric(direction="higher"),
            day=today - timedelta(days=age),
            reads=reads,
        )
    claim = board()
    read(1)
    readers.collect()
    assert Standing.objects.get(claim=claim).worth == pytest.approx(0.25 * 10 * 3)
    assert set(BoardReads.objects.values_list("reads", flat=True)) == {1, 3, 100}


def test_pages_do_without_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    board()
    nobody = redis.Redis.from_url("redis://127.0.0.1:1/0", socket_timeout=0.05)
    monkeypatch.setattr(readers, "_redis", lambda: nobody)
    read(1)
    assert readers.collect() == 0
