"""Alerts by token: whose they are, and what is refused."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from leaderboard.actions import alerts, tokens
from leaderboard.models import Alert
from tests.leaderboard import collection
from tests.leaderboard.disputes import say

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/alerts/"
ASKED = {
    "benchmark": "mathquest",
    "metric": "accuracy",
    "threshold": "60.50",
    "address": "http://127.0.0.1:1/",
}


@pytest.fixture(autouse=True)
def board(settings: LazySettings) -> None:
    cache.clear()
    settings.ALERTS_TO_LOOPBACK = True
    collection.metric(direction="higher", percentage=True, unit="%")
    collection.benchmark()


def headers(name: str, *scopes: str) -> dict[str, str]:
    owner, _ = User.objects.get_or_create(username=name)
    return {"authorization": f"Bearer {tokens.make(owner, name='t', scopes=scopes).token}"}


def post(client: Client, of: dict[str, str], **other: Any) -> Any:
    return client.post(ADDRESS, ASKED | other, content_type="application/json", headers=of)


def test_made_listed_told_and_stopped_by_its_owner(client: Client) -> None:
    ada, bob = headers("ada", "alerts"), headers("bob", "alerts")
    made = post(client, ada)
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["threshold"], body["secret"]) == ("60.5", Alert.objects.get().secret)
    say("90")
    alerts.look()
    alerts.tell()
    (listed,) = client.get(ADDRESS, headers=ada).json()["results"]
    assert "secret" not in listed
    whole = client.get(made["Location"], headers=ada).json()
    assert [(each["state"], len(each["log"])) for each in whole["deliveries"]] == [("waiting", 1)]
    assert "ConnectError" in whole["deliveries"][0]["log"][0]["error"]
    assert client.get(ADDRESS, headers=bob).json()["results"] == []
    assert client.get(made["Location"], headers=bob).status_code == 404
    assert client.delete(made["Location"], headers=bob).status_code == 404
    assert client.delete(made["Location"], headers=ada).json()["stopped_at"]


def test_without_a_token_of_that_scope_there_are_none(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 401
    assert post(client, {}).status_code in (401, 403)
    assert post(client, headers("ada", "papers")).status_code == 403
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"benchmark": "nowhere"}, "There is no benchmark “nowhere”"),
        ({"metric": "nowhere"}, "There is no metric “nowhere”"),
        ({"address": "http://10.0.0.1/"}, "address: 10.0.0.1 is 10.0.0.1, which is not a public address"),
        ({"threshold": "much"}, "threshold"),
        ({"threshold": "NaN"}, "threshold"),
        ({"adress": "x"}, "did you mean address?"),
    ],
    ids=["benchmark", "metric", "address", "threshold", "nan", "unknown"],
)
def test_what_makes_no_sense_is_refused_with_words(client: Client, other: dict[str, str], words: str) -> None:
    answer = post(client, headers("ada", "alerts"), **other)
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_a_metric_of_unknown_direction_is_refused(client: Client) -> None:
    collection.metric("Wobble")
    answer = post(client, headers("ada", "alerts"), metric="wobble")
    assert (answer.status_code, "which way" in answer.json()["detail"]) == (400, True)
