"""Who is told when a result passes a value: each once, signed, until it is heard, and nobody inside."""

import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from leaderboard import tasks
from leaderboard.actions import alerts, posting
from leaderboard.models import Alert, Attempt, Claim, Delivery, Event
from tests.leaderboard import collection
from tests.leaderboard.alerts.receiver import Receiver, receiving
from tests.leaderboard.disputes import say

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def loopback(settings: LazySettings) -> None:
    settings.ALERTS_TO_LOOPBACK = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("ada", password="only for tests 12")


def alert(owner: User, receiver: Receiver, threshold: str = "60", direction: str = "higher") -> Alert:
    metric = collection.metric(direction=direction, percentage=True, unit="%")
    quest = collection.benchmark()
    return alerts.make(owner, benchmark=quest, metric=metric, threshold=Decimal(threshold), url=receiver.url)


def again() -> int:
    """Look and tell as if every wait were over."""
    Delivery.objects.filter(state="waiting").update(due_at=timezone.now() - timedelta(seconds=1))
    return alerts.tell()


def test_what_passes_is_told_once_and_signed(owner: User, receiver: Receiver) -> None:
    made = alert(owner, receiver)
    for quote in ("59.9", "60", "60.5"):
        claim = say(quote, system="NewNet")
    tasks.watch_alerts.apply(throw=True)
    tasks.watch_alerts.apply(throw=True)
    ((headers, body),) = receiver.told
    told = json.loads(body)
    assert (told["threshold"], told["claim"]["value"], told["claim"]["system"]) == ("60", "60.5", "NewNet")
    assert told["claim"]["uid"] == str(claim.uid)
    assert headers["path"] == "/hook?x=1"
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"
    timestamp = headers["Claimboard-Timestamp"]
    assert headers["Claimboard-Signature"] == alerts.signature(made.secret, timestamp=timestamp, body=body)
    other = alerts.signature(made.secret, timestamp=timestamp + "1", body=body)
    assert headers["Claimboard-Signature"] != other
    assert abs(int(timestamp) - timezone.now().timestamp()) < 60
    assert headers["Claimboard-Delivery"] == told["delivery"] == str(Delivery.objects.get().uid)
    log = Attempt.objects.get()
    assert (log.status, log.error, Delivery.objects.get().state) == (204, "", "sent")


@pytest.mark.parametrize(
    ("facts", "passes"),
    [
        ({}, True),
        ({"kind": "difference"}, False),
        ({"role": "reference"}, False),
        ({"confidence": 0.2}, False),
        ({"bound": "at_most"}, False),
        ({"bound": "at_least"}, True),
        ({"value_high": Decimal(95)}, False),
    ],
    ids=["result", "gain", "reference", "unsure", "up to", "at least", "range"],
)
def test_only_ranked_results_pass(
    owner: User, receiver: Receiver, facts: dict[str, Any], *, passes: bool
) -> None:
    alert(owner, receiver)
    say("90", **facts)
    assert alerts.look() == passes


def test_where_lower_is_better_less_passes(owner: User, receiver: Receiver) -> None:
    alert(owner, receiver, "10", direction="lower")
    for quote in ("9.9", "10", "10.1"):
        say(quote, system=f"Net {quote}")
    assert alerts.look() == 1
    assert Delivery.objects.get().claim.quote == "9.9"


def test_what_was_there_before_is_not_told(owner: User, receiver: Receiver) -> None:
    say("90")
    alert(owner, receiver)
    assert (alerts.look(), Delivery.objects.get().state) == (0, "known")
    doubtful = say("95", confidence=0.2)
    assert alerts.look() == 0
    Claim.objects.filter(pk=doubtful.pk).update(state="curated", decided_at=timezone.now())
    assert alerts.look() == 1


def test_failures_are_tried_again_later_and_logged(owner: User, receiver: Receiver) -> None:
    alert(owner, receiver)
    receiver.answers = [500, 302, 204]
    say("90")
    alerts.look()
    assert alerts.tell() == 1
    row = Delivery.objects.get()
    assert row.due_at is not None
    assert row.due_at - timezone.now() > timedelta(seconds=50)
    assert alerts.tell() == 0
    assert again() == 1
    assert again() == 1
    assert again() == 0
    assert list(Attempt.objects.order_by("pk").values_list("status", flat=True)) == [500, 302, 204]
    assert len({headers["Claimboard-Delivery"] for headers, _ in receiver.told}) == 1
    assert Delivery.objects.get().state == "sent"


def test_it_is_given_up_in_the_end(owner: User, receiver: Receiver) -> None:
    made = alert(owner, receiver)
    Alert.objects.filter(pk=made.pk).update(url="http://127.0.0.1:1/")
    say("90")
    alerts.look()
    tries = sum(again() for _ in range(20))
    assert tries == len(alerts.WAITS) + 1 == Attempt.objects.count()
    assert Delivery.objects.get().state == "failed"
    assert "ConnectError" in Attempt.objects.all()[0].error


def test_one_worker_tells_each(owner: User, receiver: Receiver) -> None:
    alert(owner, receiver)
    for number in range(12):
        say(str(70 + number), system=f"Net {number}")
    alerts.look()

    def work() -> None:
        while alerts.tell():
            pass
        connection.close()

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(receiver.told) == len({headers["Claimboard-Delivery"] for headers, _ in receiver.told}) == 12


def test_a_stopped_alert_tells_nothing(owner: User, receiver: Receiver) -> None:
    made = alert(owner, receiver)
    say("90")
    alerts.look()
    alerts.stop(made, by=owner)
    say("95", system="LateNet")
    assert (alerts.look(), again(), receiver.told) == (0, 0, [])
    assert list(Event.objects.filter(subject_type="alert").values_list("action", flat=True)) == [
        "stop",
        "make",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fd00::1]/",
        "http://224.0.0.1/",
        "ftp://8.8.8.8/",
        "http://user:word@8.8.8.8/",
        "http:///path",
        "nothing",
        "http://no.such.host.invalid/",
    ],
)
def test_nothing_is_sent_inside(owner: User, address: str, settings: LazySettings) -> None:
    settings.ALERTS_TO_LOOPBACK = False
    with pytest.raises(posting.AddressError):
        posting.target(address)
    metric = collection.metric(direction="higher")
    with pytest.raises(ValidationError, match=r"url|address"):
        alerts.make(owner, benchmark=collection.benchmark(), metric=metric, threshold=Decimal(1), url=address)


@pytest.mark.parametrize("address", ["https://8.8.8.8/hook", "http://[2001:4860:4860::8888]:8080/"])
def test_public_addresses_are_fine(address: str, settings: LazySettings) -> None:
    settings.ALERTS_TO_LOOPBACK = False
    assert posting.target(address).url == address


def test_an_address_that_turned_private_is_not_sent_to(
    owner: User, receiver: Receiver, settings: LazySettings
) -> None:
    alert(owner, receiver)
    say("90")
    alerts.look()
    settings.ALERTS_TO_LOOPBACK = False
    assert alerts.tell() == 1
    assert receiver.told == []
    assert "not a public address" in Attempt.objects.get().error


def test_a_metric_without_direction_has_no_alerts(owner: User, receiver: Receiver) -> None:
    with pytest.raises(ValidationError, match="which way"):
        alerts.make(
            owner,
            benchmark=collection.benchmark(),
            metric=collection.metric(),
            threshold=Decimal(1),
            url=receiver.url,
        )


def test_the_admin_sets_up_shows_and_stops(owner: User, receiver: Receiver, client: Client) -> None:
    client.force_login(owner)
    metric, quest = collection.metric(direction="higher"), collection.benchmark()
    add = "/admin/leaderboard/alert/add/"
    assert client.get(add).status_code == 200
    asked = {"benchmark": quest.pk, "metric": metric.pk, "threshold": "60", "url": "http://10.0.0.1/"}
    assert "not a public address" in client.post(add, asked).content.decode()
    assert client.post(add, {**asked, "url": receiver.url}).status_code == 302
    made = Alert.objects.get()
    assert (made.owner, made.threshold) == (owner, Decimal(60))
    say("90")
    tasks.watch_alerts.apply(throw=True)
    for page in (
        f"alert/{made.pk}/change/",
        "delivery/",
        f"delivery/{Delivery.objects.get().pk}/change/",
    ):
        assert client.get(f"/admin/leaderboard/{page}").status_code == 200
    client.post("/admin/leaderboard/alert/", {"action": "stop", "_selected_action": [made.pk]})
    assert Alert.objects.get().stopped_at is not None
