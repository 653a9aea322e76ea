"""Disputes and corrections of everybody: they change nothing, are limited, and leave nobody's address."""

import re
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from leaderboard.actions import claims, limits, public_proposals
from leaderboard.models import Claim, Event, Knock, Proposal
from tests.leaderboard import collection
from tests.leaderboard.histories.made import claim as made
from tests.leaderboard.histories.made import text
from tests.leaderboard.proposals.saying import say, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    found = made()
    collection.settled()
    return found


def everything() -> list[Any]:
    """All that boards are made of."""
    with connection.cursor() as cursor:
        found = []
        for table in ("claim", "claimbenchmark", "standing", "boardtotals", "boardlog"):
            cursor.execute(f"SELECT to_jsonb(t) FROM leaderboard_{table} t ORDER BY id")
            found.append(cursor.fetchall())
    return found


@pytest.mark.parametrize(
    ("ask", "typed"),
    [("dispute", {}), ("correction", {"value": "18.5", "metric": "F1", "words": ""})],
)
def test_a_proposal_waits_and_changes_nothing(
    client: Client, claim: Claim, ask: str, typed: dict[str, Any]
) -> None:
    before = everything()
    answer = say(client, claim, "correct" if ask == "correction" else ask, **typed)
    assert answer.headers["Location"] == f"/claims/{claim.uid}/proposed/"
    found = Proposal.objects.get()
    assert (found.ask, found.state, found.door, found.by) == (ask, "new", "public", None)
    assert found.suggested == ({"value": "18.5", "metric": "F1"} if ask == "correction" else {})
    assert everything() == before
    for page in ("history/", "proposed/"):
        assert "open dispute" not in text(client, f"/claims/{claim.uid}/{page}")


def test_the_public_reads_of_a_dispute_once_a_curator_has_looked(client: Client, claim: Claim) -> None:
    say(client, claim, words="<b>buy</b> things at example.org")
    pages = [f"/claims/{claim.uid}/history/", f"/papers/{claim.paper.uid}/"]
    assert not any("open dispute" in text(client, page) for page in pages)
    public_proposals.look(Proposal.objects.get(), by=User.objects.create(username="kim"))
    for page in pages:
        shown = text(client, page)
        assert "1 open dispute" in shown
        assert "example.org" not in shown
    assert Claim.objects.get().state == "machine"


def test_every_claim_has_its_doors(client: Client, claim: Claim) -> None:
    board = "/boards/meadow/accuracy/"
    for page in (board, f"/papers/{claim.paper.uid}/", f"/claims/{claim.uid}/history/"):
        found = client.get(page).content.decode()
        assert f'href="/claims/{claim.uid}/dispute/"' in found
        assert f'href="/claims/{claim.uid}/correct/"' in found
    claims.reject(claim, by=User.objects.create(username="kim"))
    assert client.get(f"/claims/{claim.uid}/dispute/").status_code == 404
    assert say(client, claim).status_code == 404


def test_the_form_says_of_every_field_what_stands_now(client: Client, claim: Claim) -> None:
    page = client.get(f"/claims/{claim.uid}/correct/").content.decode()
    assert "Metric <small>now: <bdi>Accuracy</bdi></small>" in page
    Claim.objects.filter(pk=claim.pk).update(system=None, system_text="", unit=None, kind=None)
    page = client.get(f"/claims/{claim.uid}/correct/").content.decode()
    assert "System <small>now: not named</small>" in page
    assert "Unit <small>now: not known</small>" in page
    assert page.count("<small>now: ") == 6


@pytest.mark.parametrize(
    ("ask", "typed", "said"),
    [
        ("dispute", {"words": " "}, "This field is required"),
        ("dispute", {"words": "x" * 2001}, "at most 2000"),
        ("dispute", {"about": "everything"}, "not one of the available choices"),
        ("dispute", {"website": "http://spam.example"}, "Leave this field empty"),
        ("dispute", {"stamp": ""}, "This field is required"),
        ("dispute", {"stamp": "forged"}, "open for too long"),
        ("correct", {"value": "many"}, "“many” is no number"),
        ("correct", {"value": "NaN"}, "“NaN” is no number"),
        ("correct", {"words": "wrong"}, "fill at least one of the fields"),
        ("correct", {"kind": "guess"}, "not one of the available choices"),
        ("correct", {"metric": "x\x00y"}, "Null characters"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(
    client: Client, claim: Claim, ask: str, typed: dict[str, Any], said: str
) -> None:
    answer = say(client, claim, ask, **typed)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(("age", "status"), [(0, 400), (2, 400), (5, 302), (80_000, 302), (90_000, 400)])
def test_a_page_is_neither_too_young_nor_too_old(
    client: Client, claim: Claim, age: float, status: int
) -> None:
    answer = say(client, claim, stamp=stamp(claim, age=age))
    assert answer.status_code == status
    if status == 400:  # what was typed is still there, and the stamp of the page makes it good
        assert "It says 18.5." in answer.content.decode()
        again = re.search(r'name="stamp" value="([^"]+)"', answer.content.decode())
        assert again
        with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() + 10):
            assert say(client, claim, stamp=again[1]).status_code == 302


def test_a_stamp_is_for_one_claim(client: Client, claim: Claim) -> None:
    other = made("Another time Fern reaches 81.5% accuracy.")
    assert say(client, claim, stamp=stamp(other)).status_code == 400


def test_the_form_needs_its_cookie(claim: Claim) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert say(strict, claim).status_code == 403
    page = strict.get(f"/claims/{claim.uid}/dispute/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token
    assert say(strict, claim, csrfmiddlewaretoken=token[1]).status_code == 302


def test_the_same_twice_is_one_proposal(client: Client, claim: Claim) -> None:
    say(client, claim)
    answer = say(client, claim, words="  it  SAYS 18.5. ")
    assert answer.status_code == 409
    assert "said already" in answer.content.decode()
    assert Proposal.objects.count() == 1
    public_proposals.decline(
        Proposal.objects.get(), by=User.objects.create(username="kim"), reason="it does not"
    )
    assert say(client, claim).status_code == 302


def test_one_address_is_heard_so_often(client: Client, claim: Claim) -> None:
    for number in range(5):
        assert say(client, claim, words=f"no {number}").status_code == 302
    refused = say(client, claim, words="no 6")
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "no 6" in refused.content.decode()
    assert say(client, claim, words="another", asker="192.0.2.2").status_code == 302
    Knock.objects.update(at=timezone.now() - timedelta(hours=2))
    assert say(client, claim, words="no 7").status_code == 302


def test_one_claim_takes_so_many_until_a_curator_looks(client: Client, claim: Claim) -> None:
    for number in range(public_proposals.MOST_NEW):
        assert say(client, claim, words=f"no {number}", asker=f"192.0.2.{number}").status_code == 302
    assert say(client, claim, words="one more", asker="198.51.100.1").status_code == 409
    public_proposals.look(Proposal.objects.earliest("pk"), by=User.objects.create(username="kim"))
    assert say(client, claim, words="one more", asker="198.51.100.1").status_code == 302


def test_of_an_address_a_keyed_hash_is_kept_for_a_day(client: Client, claim: Claim) -> None:
    say(client, claim, asker="203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM leaderboard_knock t")
        kept = cursor.fetchone()[0]
    assert "203.0.113" not in kept
    assert limits.forget() == 0
    Knock.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))
    assert limits.forget() == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::5", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::5", "2001:db8:1:3::5", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "", True),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, *, same: bool) -> None:
    assert (limits.network(one) == limits.network(other)) == same


def test_an_account_speaks_under_its_own_name_and_limit(client: Client, claim: Claim) -> None:
    kim = User.objects.create_user("kim")
    client.force_login(kim)
    for number in range(7):
        assert say(client, claim, words=f"no {number}").status_code == 302
    assert set(Proposal.objects.values_list("door", "by__username")) == {("account", "kim")}
    assert Event.objects.filter(action="propose", actor=kim).count() == 7
    page = text(client, "/account/proposals/")
    assert page.count("waits for a curator") == 7
    other = Client()
    other.force_login(User.objects.create_user("lee"))
    assert "proposed nothing" in text(other, "/account/proposals/")


def test_history_holds_nothing_that_anybody_typed(client: Client, claim: Claim) -> None:
    say(client, claim, "correct", value="18.5", words="my secret", system="My System")
    event = Event.objects.get()
    assert (event.subject_type, event.source, event.actor) == ("proposal", "public", None)
    assert "secret" not in str(event.after)
    assert "System" not in str(event.after)
    assert "proposal" not in client.get("/api/v1/changes/").content.decode()


def test_hostile_words_are_inert(client: Client, admin_client: Client, claim: Claim) -> None:
    hostile = '"><script>alert(1)</script>\u202e'
    say(client, claim, "correct", metric=hostile, words=hostile, unit=hostile)
    found = Proposal.objects.get()
    assert "\u202e" not in found.words + str(found.suggested)
    for address in ("/admin/proposals/", f"/admin/proposals/{found.uid}/"):
        assert "<script>alert" not in admin_client.get(address).content.decode()
    again = say(client, claim, "correct", value="x", words=hostile, metric=hostile)
    assert "<script>alert" not in again.content.decode()
