"""Pages mark claims about which something is open: whose word counts at once, and what is never shown."""

import json

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leaderboard.actions import contacts, public_proposals
from leaderboard.actions.boards import settle
from leaderboard.actions.public_proposals import Said
from leaderboard.models import BoardChange, BoardTotals, Claim, Contact, EfficiencyChange, Proposal
from leaderboard.queries.claims import rows_by_id
from tests.leaderboard import collection
from tests.leaderboard.histories.made import claim as made
from tests.leaderboard.histories.made import text

pytestmark = pytest.mark.django_db

BOARD = "/boards/meadow/accuracy/"
MARK = "1 open dispute since"


@pytest.fixture
def claim() -> Claim:
    found = made()
    collection.settled()
    return found


@pytest.fixture
def curator() -> User:
    return User.objects.create(username="kim")


def said(words: str = "it says otherwise, see example.org", ask: str = "dispute") -> Said:
    return Said(ask, "value", {"value": "18.5"} if ask == "correction" else {}, words)


def stored(claim: Claim, state: str, door: str, by: User) -> Proposal:
    decided = {"decided_by": by, "decided_at": timezone.now(), "answer": "no"} if state[0] in "ad" else {}
    return Proposal.objects.create(
        claim=claim,
        ask="dispute",
        about="value",
        words="words",
        door=door,
        by=by if door == "account" else None,
        digest=f"{state} {door}",
        claim_changed=claim.updated_at,
        state=state,
        **decided,
    )


@pytest.mark.parametrize(
    ("state", "door", "shown"),
    [
        ("new", "public", False),
        ("new", "account", True),
        ("new", "author link", True),
        ("open", "public", True),
        ("open", "account", True),
        ("open", "author link", True),
        ("accepted", "public", False),
        ("accepted", "account", False),
        ("accepted", "author link", False),
        ("declined", "public", False),
        ("declined", "account", False),
        ("declined", "author link", False),
    ],
)
def test_what_marks_a_claim(claim: Claim, curator: User, state: str, door: str, *, shown: bool) -> None:
    stored(claim, state, door, curator)
    assert Proposal.objects.get().shown is shown
    assert bool(rows_by_id([claim.pk])[0].doubts) is shown
    assert BoardChange.objects.exists() is shown


def test_a_confirmed_address_marks_nothing(client: Client, claim: Claim) -> None:
    found = public_proposals.propose(claim, said=said(), asker="192.0.2.1")
    Contact.objects.create(proposal=found, address="eve@example.org", asked_at=timezone.now())
    assert contacts.confirm(contacts.token(found))
    assert not BoardChange.objects.exists()
    assert MARK not in text(client, BOARD)


def test_every_page_of_the_claim_says_so_and_since_when(client: Client, claim: Claim, curator: User) -> None:
    pages = [BOARD, f"/papers/{claim.paper.uid}/", f"/claims/{claim.uid}/history/"]
    kept = [client.get(page).content for page in pages]
    found = public_proposals.propose(claim, said=said(), asker="192.0.2.1")
    assert [client.get(page).content for page in pages] == kept
    public_proposals.look(found, by=curator)
    for page in pages:
        assert f"{MARK} {timezone.now():%Y-%m-%d}" in text(client, page)
        assert "example.org" not in client.get(page).content.decode()
        assert f'href="/claims/{claim.uid}/history/"' in client.get(page).content.decode()
    public_proposals.decline(found, by=curator, reason="it does not")
    for page in pages:
        assert "open dispute" not in text(client, page)


def test_counts_of_both_kinds(claim: Claim, curator: User) -> None:
    for ask, words in (("dispute", "a"), ("dispute", "b"), ("correction", "c")):
        public_proposals.propose(claim, said=said(words, ask), by=curator)
    doubts = rows_by_id([claim.pk])[0].doubts
    assert str(doubts) == "2 open disputes, 1 open correction"
    assert doubts.since == timezone.now().date()


def test_files_and_the_api_count_them(client: Client, claim: Claim, curator: User) -> None:
    public_proposals.propose(claim, said=said(), by=curator)
    public_proposals.propose(claim, said=said(ask="correction"), by=curator)
    api = "/api/v1"
    told = [
        json.loads(client.get(f"{BOARD}table.json").getvalue())["rows"][0],
        client.get(f"{api}/boards/meadow/accuracy/rows/").json()["results"][0],
        client.get(f"{api}/claims/{claim.uid}/").json(),
    ]
    assert [(each["open_disputes"], each["open_corrections"]) for each in told] == [(1, 1)] * 3


def test_a_kept_page_is_new_and_the_next_one_is_kept(client: Client, claim: Claim, curator: User) -> None:
    before, version = client.get(BOARD)["ETag"], BoardTotals.objects.get().version
    found = public_proposals.propose(claim, said=said(), by=curator)
    assert not BoardChange.objects.exists()
    assert BoardTotals.objects.get().version == version + 1
    marked = client.get(BOARD, headers={"if-none-match": before})
    assert (marked.status_code, marked["ETag"] == before) == (200, False)
    with CaptureQueriesContext(connection) as made:
        client.get(BOARD)
    assert len(made) == 1
    public_proposals.accept(found, by=curator, seen=claim.updated_at)
    assert not BoardChange.objects.exists()
    assert MARK not in text(client, BOARD)


def test_a_flood_makes_nothing_new(client: Client, claim: Claim) -> None:
    version = BoardTotals.objects.get().version
    for number in range(public_proposals.MOST_NEW):
        public_proposals.propose(claim, said=said(f"words {number}"), asker=f"192.0.2.{number}")
    settle()
    assert BoardTotals.objects.get().version == version


def test_ranks_and_the_claim_stay(claim: Claim, curator: User) -> None:
    changed = claim.updated_at
    public_proposals.propose(claim, said=said(), by=curator)
    claim.refresh_from_db()
    assert (claim.updated_at, claim.state) == (changed, "machine")


def test_boards_of_efficiency_are_marked(client: Client, curator: User) -> None:
    paper = collection.paper("Fern is 3 times faster than Moss.", title="Fern")
    speed = collection.metric("Speedup", direction="higher", family="speed")
    fast = collection.claim(
        paper,
        "3",
        unit="times",
        kind="factor",
        metric=speed,
        system=collection.system("Fern"),
        direction="up",
    )
    fast.claim_baselines.create(system=collection.system("Moss"), text="Moss", position=0)
    collection.settled()
    page = "/efficiency/speed/"
    assert "Fern is 3 times faster" in text(client, page)
    public_proposals.propose(fast, said=said(), by=curator)
    assert not EfficiencyChange.objects.exists()
    assert MARK in text(client, page)


def test_marks_cost_no_query(client: Client, claim: Claim, curator: User) -> None:
    def asked() -> int:
        BoardTotals.objects.update(version=BoardTotals.objects.get().version + 100)
        with CaptureQueriesContext(connection) as made:
            client.get(BOARD)
        return len(made)

    before = asked()
    for words in "abc":
        public_proposals.propose(claim, said=said(words), by=curator)
    assert asked() == before
