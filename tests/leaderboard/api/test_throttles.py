"""Limits on who asks too often, on the API and on the wire, and on who guesses tokens."""

from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.actions import tokens

pytestmark = pytest.mark.django_db
WIRE = "/pwc/api/v1/"


@pytest.fixture(autouse=True)
def _uncounted() -> Iterator[None]:
    """What these tests count is gone before and after them."""
    store = redis.Redis.from_url(configured.REDIS_URL)
    for _ in range(2):
        for key in store.scan_iter("api:*"):
            store.delete(key)
        if _ == 0:
            yield


@pytest.fixture
def token() -> str:
    """A token that is good."""
    return tokens.make(User.objects.create_user("ada"), name="script", scopes=["papers"]).token


@pytest.mark.parametrize(
    ("scope", "path"), [("read", "tasks/"), ("search", "search/?q=bird")], ids=["reading", "searching"]
)
def test_the_wire_has_the_limits_of_the_api(client: Client, settings: Any, scope: str, path: str) -> None:
    settings.API_RATES = {**settings.API_RATES, scope: "2/3600"}
    answers = [client.get(WIRE + path) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600
    assert answers[2].json()["error"]
    assert not answers[2].has_header("X-RateLimit-Limit")  # half a set of these breaks the wire's client


def test_writing_over_the_wire_counts_apart(client: Client, settings: Any) -> None:
    settings.API_RATES = {**settings.API_RATES, "write": "1/3600"}
    owner = User.objects.create_user("poster")
    shown = {"authorization": f"Token {tokens.make(owner, name='sync', scopes=['evaluations']).token}"}
    sent: dict[str, Any] = {"data": {}, "content_type": "application/json", "headers": shown}
    statuses = [client.post(f"{WIRE}rpc/evaluation-synchronize/", **sent).status_code for _ in range(2)]
    assert statuses == [400, 429]
    assert client.get(WIRE + "tasks/", headers=shown).status_code == 200


@pytest.mark.parametrize("place", ["/api/v1/claims/", WIRE + "tasks/"])
def test_guessing_tokens_has_an_end(client: Client, settings: Any, token: str, place: str) -> None:
    settings.API_RATES = {**settings.API_RATES, "guesses": "3/3600"}
    bad, good = {"authorization": "Bearer cb_guess"}, {"authorization": f"Bearer {token}"}
    assert client.get(place, headers=good).status_code == 200
    assert [client.get(place, headers=bad).status_code for _ in range(4)] == [401, 401, 401, 429]
    locked = client.get(place, headers=good)
    assert locked.status_code == 429
    assert 0 < int(locked["Retry-After"]) <= 3600
    assert client.get(place, headers=good, REMOTE_ADDR="192.0.2.8").status_code == 200
    assert client.get(place).status_code == 200  # reading without a token goes on


def test_a_good_token_counts_for_nothing_there(client: Client, settings: Any, token: str) -> None:
    settings.API_RATES = {**settings.API_RATES, "guesses": "3/3600"}
    shown = {"authorization": f"Bearer {token}"}
    assert {client.get("/api/v1/claims/", headers=shown).status_code for _ in range(6)} == {200}
