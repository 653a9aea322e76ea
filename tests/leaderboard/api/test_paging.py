"""Pages while others write: nothing comes twice, and nothing that was there all the time is left out."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from leaderboard.actions import boards as actions
from leaderboard.actions import events
from leaderboard.models import Claim, Event, Task
from leaderboard.queries import changes
from tests.leaderboard import collection, disputes

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 60
BOARD = "boards/mathquest/accuracy/rows/"


@contextmanager
def _writing(*work: Callable[[], None]) -> Iterator[threading.Event]:
    """The work, again and again in threads with connections of their own, until the block ends."""
    stop = threading.Event()

    def run(write: Callable[[], None]) -> None:
        while not stop.is_set():
            write()
        connection.close()

    threads = [threading.Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    yield stop
    stop.set()
    for thread in threads:
        thread.join()


def _say(number: int) -> Claim:
    paper = collection.paper(
        f"Net {number} reaches {number}.5% accuracy on MathQuest.", title=f"Net {number}"
    )
    of = {"metric": collection.metric(direction="higher"), "unit": "%", "confidence": number % 7 / 10}
    return collection.claim(paper, f"{number}.5", on=collection.benchmark("MathQuest"), **of)


def _walk(client: Client, address: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    place: str | None = address
    while place:
        page = client.get(place).json()
        rows += page["results"]
        place = page["next"]
    return rows


@pytest.mark.parametrize("order", ["id", "-id", "-value", "published", "confidence"])
def test_pages_of_claims_under_writes(client: Client, order: str) -> None:
    claims = [_say(number) for number in range(1, ROWS + 1)]
    stay, go = claims[::2], claims[1::2]
    chance, fresh = random.Random(order), iter(range(1_000, 100_000))

    def come() -> None:
        _say(next(fresh))

    def leave() -> None:
        Claim.objects.filter(pk=chance.choice(go).pk).update(state="superseded")

    with _writing(come, leave):
        rows = _walk(client, f"/api/v1/claims/?page_size=7&metric=accuracy&order={order}&fields=uid")
    uids = [row["uid"] for row in rows]
    assert len(uids) == len(set(uids))
    assert {str(claim.uid) for claim in stay} <= set(uids)


LISTS = {
    "papers": "papers/?",
    "papers, newest first": "papers/?order=-published&",
    "rows": f"{BOARD}?",
    "rows by date": f"{BOARD}?sort=-date&",
    "rows by system": f"{BOARD}?sort=system&",
    "rows by confidence": f"{BOARD}?sort=-confidence&",
    "rows within bounds": f"{BOARD}?min=5&",
    "systems": "systems/?",
    "systems, last first": "systems/?order=-slug&",
    "benchmarks": "benchmarks/?",
    "metrics": "metrics/?",
    "tasks": "tasks/?",
    "contradictions": "contradictions/?",
    "efficiency": "efficiency/speed/?",
    "efficiency by date": "efficiency/speed/?sort=-date&",
}


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_every_list_under_writes(client: Client, name: str) -> None:
    claims = [_said_with_names(number) for number in range(1, ROWS // 2)]
    disputes.settle()
    collection.settled()
    go, fresh = {str(claim.uid) for claim in claims[1::2]}, iter(range(1_000, 100_000))
    address = f"/api/v1/{LISTS[name]}page_size=5"
    stay = {_name(row) for row in _walk(client, address) if not go & _uids(row)}
    chance = random.Random(name)

    def come() -> None:
        _said_with_names(next(fresh))

    def leave() -> None:
        Claim.objects.filter(uid=chance.choice(sorted(go))).update(state="superseded")

    def settle() -> None:
        actions.settle()

    with _writing(come, leave, settle):
        names = [_name(row) for row in _walk(client, address)]
    assert len(stay) > 5, "more than a page"
    assert len(names) == len(set(names))
    assert stay <= set(names)


def _said_with_names(number: int) -> Claim:
    """A result of a system of its own, which another paper disputes, and names of all kinds beside it."""
    system = collection.system(f"Net {number}")
    claim = _say(number)
    Claim.objects.filter(pk=claim.pk).update(
        system=system, setting="zero-shot", confidence=0.5 + number % 7 / 20
    )
    disputes.say(f"{number * 2}", system=f"Net {number}")
    paper = collection.paper(f"Net {number} is {number} times faster.", title=f"Net {number}, faster")
    speed = collection.metric("Speedup", direction="higher", family="speed")
    factor: dict[str, Any] = {
        "kind": "factor",
        "unit": "x",
        "direction": "up",
        "metric": speed,
        "system": system,
    }
    collection.claim(paper, str(number), **factor)
    collection.benchmark(f"Quest {number}")
    collection.metric(f"Measure {number}")
    Task.objects.create(name=f"Task {number}", key=f"task{number}", slug=f"task-{number}")
    return claim


def _name(row: Any) -> str:
    """What tells the row from all others of its list."""
    if "low" in row:
        return f"{row['low']['uid']} {row['high']['uid']}"
    return str(row.get("uid") or row["claim"]["uid"])


def _uids(row: Any) -> set[str]:
    """The claims that the row depends on."""
    held = [row, *(row[part] for part in ("claim", "low", "high") if part in row)]
    return {str(each["uid"]) for each in held if "uid" in each}


def test_changes_of_slow_transactions_are_told_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction may write its event early and commit it late, behind those of quicker ones."""
    monkeypatch.setattr(changes, "SKEW", timedelta(seconds=0.3))
    chance = random.Random(1)

    def write() -> None:
        with transaction.atomic():
            events.record("try", subject=("claim", uuid4()), by=None, before=None, after=None)
            time.sleep(chance.random() / 10)

    told: list[str] = []
    place = "/api/v1/changes/?page_size=5&since=2020-01-01T00:00:00Z"
    with _writing(write, write, write):
        until = time.monotonic() + 2
        while time.monotonic() < until:
            place = _told(client, place, told)
    time.sleep(0.5)
    while len(told) < Event.objects.count():
        before = len(told)
        place = _told(client, place, told)
        assert len(told) > before, "a change is never told"
    assert len(told) == len(set(told)) == Event.objects.count()


def _told(client: Client, place: str, told: list[str]) -> str:
    page = client.get(place).json()
    told += [change["uid"] for change in page["results"]]
    return page["next"] or place
