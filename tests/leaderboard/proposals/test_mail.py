"""Mail about proposals: an unconfirmed address gets one question, with nothing typed in it."""

import re
from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone

from leaderboard import tasks
from leaderboard.actions import contacts, public_proposals
from leaderboard.models import Claim, Contact, Event, Proposal
from tests.leaderboard import collection
from tests.leaderboard.histories.made import claim as made
from tests.leaderboard.proposals.saying import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    found = made()
    collection.settled()
    return found


@pytest.fixture(autouse=True)
def _mails(settings: Any) -> None:
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://claims.example", "claims@claims.example"
    settings.MAILS = True


@pytest.fixture
def kim() -> User:
    return User.objects.create(username="kim")


def link() -> str:
    found = re.search(r"https://claims\.example(/confirm/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_the_thanks_speak_of_mail_to_those_alone_who_could_ask_for_it(
    client: Client, claim: Claim, kim: User
) -> None:
    thanks = f"/claims/{claim.uid}/proposed/"
    assert "If you left an address" in client.get(thanks).content.decode()
    client.force_login(kim)
    assert "If you left an address" not in client.get(thanks).content.decode()


def test_one_question_with_nothing_typed_then_one_answer(client: Client, claim: Claim, kim: User) -> None:
    say(client, claim, words="buy my things", address="Ada@example.org")
    tasks.send_mail()
    tasks.send_mail()
    (question,) = mail.outbox
    assert question.to == ["Ada@example.org"]
    assert "buy my things" not in f"{question.subject} {question.body}"
    assert client.get(link()).status_code == 200
    assert Contact.objects.get().confirmed_at is None  # programs open links, too
    assert "Confirmed" in client.post(link()).content.decode()
    assert Contact.objects.get().confirmed_at is not None
    public_proposals.decline(Proposal.objects.get(), by=kim, reason="no <script>")
    tasks.send_mail()
    tasks.send_mail()
    (_, answer) = mail.outbox
    assert "has declined your proposal" in answer.body
    assert f"https://claims.example/claims/{claim.uid}/history/" in answer.body
    assert "script" not in answer.body
    assert not Contact.objects.exists()


def test_who_does_not_confirm_hears_nothing_more_and_is_forgotten(
    client: Client, claim: Claim, kim: User
) -> None:
    say(client, claim, address="ada@example.org")
    tasks.send_mail()
    where = link()
    public_proposals.look(Proposal.objects.get(), by=kim)
    Contact.objects.update(created_at=timezone.now() - timedelta(days=2, minutes=1))
    tasks.send_mail()
    assert not Contact.objects.exists()
    assert client.post(where).status_code == 410
    assert len(mail.outbox) == 1


def test_a_decision_forgets_an_unconfirmed_address_at_once(client: Client, claim: Claim, kim: User) -> None:
    say(client, claim, address="ada@example.org")
    public_proposals.decline(Proposal.objects.get(), by=kim, reason="no")
    tasks.send_mail()
    assert (len(mail.outbox), Contact.objects.count()) == (0, 0)


@pytest.mark.parametrize("given", ["x", "x:y:z", "👻"])
def test_a_link_that_was_altered_confirms_nothing(client: Client, claim: Claim, given: str) -> None:
    say(client, claim, address="ada@example.org")
    tasks.send_mail()
    for address in (f"/confirm/{given}/", link()[:-2] + "x/"):
        assert client.post(address).status_code == 410
    assert Contact.objects.get().confirmed_at is None


def test_a_link_that_is_late_confirms_nothing(client: Client, claim: Claim) -> None:
    say(client, claim, address="ada@example.org")
    tasks.send_mail()
    with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() + 2 * 86_400 + 60):
        assert client.post(link()).status_code == 410


def test_nobody_is_asked_often(client: Client, claim: Claim) -> None:
    assert say(client, claim, words="1", address="ada@example.org").status_code == 302
    again = say(client, claim, words="2", address="ADA@example.org", asker="192.0.2.9")
    assert again.status_code == 429
    assert "leave the address out" in again.content.decode()
    assert Proposal.objects.count() == 1
    assert say(client, claim, words="2", asker="192.0.2.9").status_code == 302
    assert say(client, claim, words="3", address="b@example.org").status_code == 302
    assert say(client, claim, words="4", address="c@example.org").status_code == 429


def test_addresses_stand_in_no_history(client: Client, claim: Claim) -> None:
    say(client, claim, address="ada@example.org")
    tasks.send_mail()
    client.post(link())
    assert "ada@" not in str(list(Event.objects.values()))


def test_a_mail_that_fails_is_not_sent_twice(client: Client, claim: Claim) -> None:
    say(client, claim, address="ada@example.org")
    with patch.object(mail, "send_mail", side_effect=SMTPException("no")):
        assert contacts.send() == 0
    assert contacts.send() == 0
    assert mail.outbox == []


def test_without_mail_nobody_is_asked_for_an_address(client: Client, claim: Claim, settings: Any) -> None:
    settings.MAILS = False
    assert 'name="address"' not in client.get(f"/claims/{claim.uid}/dispute/").content.decode()
    say(client, claim, address="ada@example.org")
    assert not Contact.objects.exists()
