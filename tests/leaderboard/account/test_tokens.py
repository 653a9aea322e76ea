"""Tokens: made, limited and revoked by their owner; known again by a hash alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from leaderboard.actions import tokens
from leaderboard.models import ApiToken, Event
from leaderboard.queries import tokens as queries

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("ada", password=PASSWORD)


@pytest.fixture
def signed_in(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def test_only_the_hash_is_kept(owner: User) -> None:
    made = tokens.make(owner, name="nightly", scopes=["papers"])
    stored = str(list(ApiToken.objects.values())) + str(list(Event.objects.values()))
    assert made.token not in stored
    found = queries.good(made.token)
    assert found == made.row
    assert (found.owner, found.scopes, made.token[:8]) == (owner, ["papers"], found.start)


def test_making_and_revoking_leave_events(owner: User) -> None:
    made = tokens.make(owner, name="nightly")
    tokens.revoke(made.row, by=owner)
    tokens.revoke(made.row, by=owner)
    assert [(event.action, event.subject_uid, event.actor) for event in Event.objects.order_by("pk")] == [
        ("make", made.row.uid, owner),
        ("revoke", made.row.uid, owner),
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda row: tokens.revoke(row, by=row.owner), id="revoked"),
        pytest.param(lambda row: User.objects.update(is_active=False), id="owner locked out"),
        pytest.param(
            lambda row: ApiToken.objects.update(
                created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
            ),
            id="expired",
        ),
        pytest.param(lambda row: ApiToken.objects.all().delete(), id="gone"),
    ],
)
def test_a_token_that_is_not_good_is_refused(client: Client, owner: User, spoil: Any) -> None:
    made = tokens.make(owner, name="nightly")
    asked = {"authorization": f"Bearer {made.token}"}
    assert client.get("/api/v1/claims/", headers=asked).status_code == 200
    spoil(made.row)
    refused = client.get("/api/v1/claims/", headers=asked)
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"] == 'Bearer realm="api"'
    assert refused["Content-Type"] == "application/problem+json"
    assert "/account/tokens/" in refused.json()["detail"]


@pytest.mark.parametrize("word", ["Bearer", "bearer", "Token"])
def test_either_word_may_stand_before_a_token(client: Client, owner: User, word: str) -> None:
    made = tokens.make(owner, name="nightly")
    assert client.get("/api/v1/claims/", headers={"authorization": f"{word} {made.token}"}).status_code == 200
    made.row.refresh_from_db()
    assert made.row.used_on == timezone.now().date()


@pytest.mark.parametrize("token", ["", "cb_", "x" * 10_000, "ümläut", "cb_\x00"])
def test_strange_tokens_are_refused(client: Client, token: str) -> None:
    answer = client.get(
        "/api/v1/claims/", headers={"authorization": f"Bearer {token}".encode().decode("latin1")}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"scopes": ["everything"]},
        {"digest": "0"},
        {"expires_at": timezone.now() - timedelta(days=1)},
    ],
    ids=["no name", "unknown scope", "no digest", "expired before it is made"],
)
def test_the_database_refuses_what_no_token_is(owner: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        ApiToken.objects.create(**{"owner": owner, "name": "x", "digest": "a" * 64, "start": "cb_", **wrong})


def test_the_page_makes_a_token_and_shows_it_once(signed_in: Client, owner: User) -> None:
    answer = signed_in.post("/account/tokens/", {"name": "nightly", "scopes": ["papers"], "days": "30"})
    row = ApiToken.objects.get()
    (token,) = [
        word
        for word in answer.content.decode().replace("<", " ").replace(">", " ").split()
        if word.startswith(row.start) and len(word) > 20
    ]
    assert queries.good(token) == row
    assert row.expires_at is not None
    assert 29 <= (row.expires_at - timezone.now()).days <= 30
    assert token not in signed_in.get("/account/tokens/").content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_page_revokes_only_ones_own(signed_in: Client, owner: User) -> None:
    own = tokens.make(owner, name="mine").row
    other = tokens.make(User.objects.create_user("bob"), name="his").row
    assert signed_in.post(f"/account/tokens/{own.uid}/revoke/").status_code == 302
    assert signed_in.post(f"/account/tokens/{other.uid}/revoke/").status_code == 404
    assert {row.name for row in ApiToken.objects.filter(revoked_at=None)} == {"his"}


def test_a_wrong_form_says_what_is_wrong(signed_in: Client) -> None:
    answer = signed_in.post("/account/tokens/", {"name": " ", "days": "30"})
    assert answer.status_code == 400
    assert "No token was made" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_strangers_sign_in_first(client: Client, owner: User) -> None:
    answer = client.get("/account/tokens/", follow=True)
    assert "Sign in" in answer.content.decode()
    wrong = client.post("/account/login/", {"username": "ada", "password": "wrong"})
    assert "do not belong together" in wrong.content.decode()
    right = {"username": "ada", "password": PASSWORD, "next": "/account/tokens/"}
    assert client.post("/account/login/", right)["Location"] == "/account/tokens/"
    assert client.post("/account/logout/")["Location"] == "/"
