"""Curators and proposals: accept as proposed, edited, or as no claim; leave open; decline with a reason."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.actions import claims, public_proposals
from leaderboard.actions.public_proposals import Said
from leaderboard.models import Benchmark, Claim, Event, Metric, Proposal
from leaderboard.queries.claim_fields import as_shown
from tests.leaderboard import collection
from tests.leaderboard.histories.made import claim as made
from tests.leaderboard.histories.made import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    found = made()
    collection.settled()
    return found


def proposed(claim: Claim, ask: str = "correction", **suggested: str) -> Proposal:
    given = suggested or ({"value": "18.5"} if ask == "correction" else {})
    said = Said(ask, "value", given, f"because {Proposal.objects.count()}")
    return public_proposals.propose(claim, said=said, asker=f"192.0.2.{Proposal.objects.count()}")


def press(client: Client, found: Proposal, decision: str, **typed: Any) -> Any:
    claim = Claim.objects.get(pk=found.claim_id)
    form = {**as_shown(claim), "value_high": "", "seen": claim.updated_at.isoformat(), "note": "", **typed}
    return client.post(f"/admin/proposals/{found.uid}/", {**form, "decision": decision})


def test_the_screen_shows_the_proposal_beside_the_claim(admin_client: Client, claim: Claim) -> None:
    found = proposed(claim, value="18.5", metric="F1")
    page = text(admin_client, f"/admin/proposals/{found.uid}/")
    assert "value: 81.5 → 18.5" in page
    assert "metric: Accuracy → F1" in page
    assert "because 0" in page
    assert "Fern reaches 81.5% accuracy" in page
    listed = text(admin_client, "/admin/proposals/")
    assert "Correction of 81.5 %, Accuracy, Meadow" in listed
    assert "1 waits for a decision" in listed


def test_a_correction_is_accepted_with_one_press(admin_client: Client, claim: Claim) -> None:
    collection.metric("F1")
    found = proposed(claim, value="18.50", metric="f1", kind="difference", unit="points", system="Fern")
    assert press(admin_client, found, "accept").headers["Location"] == "/admin/proposals/"
    row = Claim.objects.get()
    assert (str(row.value), row.kind, row.unit, row.state) == ("18.50", "difference", "points", "curated")
    assert row.metric == Metric.objects.get(slug="f1")
    event = Event.objects.filter(subject_type="claim").latest("pk")
    assert (event.action, event.source, str(event.actor)) == ("correct", "public", "admin")
    assert event.reason == "as a reader proposed: the value"
    found.refresh_from_db()
    assert (found.state, str(found.decided_by)) == ("accepted", "admin")


def test_an_accepted_dispute_takes_the_claim_off_the_ranks(admin_client: Client, claim: Claim) -> None:
    press(admin_client, proposed(claim, "dispute"), "accept")
    assert Claim.objects.get().state == "disputed"


@pytest.mark.parametrize(
    ("decision", "typed", "state", "left"),
    [
        ("edit", {"value": "1.5", "setting": "5-shot"}, "curated", "accepted"),
        ("reject", {}, "rejected", "accepted"),
        ("leave", {}, "machine", "open"),
        ("decline", {"note": "it says so"}, "machine", "declined"),
    ],
)
def test_what_else_a_curator_decides(
    admin_client: Client, claim: Claim, decision: str, typed: dict[str, str], state: str, left: str
) -> None:
    found, following = proposed(claim), proposed(claim, "dispute")
    answer = press(admin_client, found, decision, **typed)
    assert answer.headers["Location"] == f"/admin/proposals/{following.uid}/"
    row = Claim.objects.get()
    found.refresh_from_db()
    assert (row.state, found.state, found.answer) == (state, left, typed.get("note", ""))
    assert row.value == Decimal(typed.get("value", "81.5"))


@pytest.mark.parametrize(
    ("decision", "typed", "status", "said"),
    [
        ("accept", {"seen": "2026-01-01T00:00:00+00:00"}, 409, "was changed at"),
        ("accept", {"seen": "yesterday"}, 400, "This page is damaged"),
        ("edit", {"seen": "2026-01-01T00:00:00+00:00"}, 409, "was changed at"),
        ("edit", {"value": "many"}, 400, "“many” is no number"),
        ("decline", {"note": "  "}, 400, "Say why in the note"),
        ("dance", {}, 400, "Press one of the buttons"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(
    admin_client: Client, claim: Claim, decision: str, typed: dict[str, str], status: int, said: str
) -> None:
    found = proposed(claim)
    answer = press(admin_client, found, decision, **typed)
    assert answer.status_code == status
    assert said in answer.content.decode()
    found.refresh_from_db()
    assert (found.state, Claim.objects.get().state) == ("new", "machine")


def test_names_that_nothing_has_are_made_only_where_asked_for(admin_client: Client, claim: Claim) -> None:
    found = proposed(claim, benchmark="Nowhere Land")
    refused = press(admin_client, found, "accept")
    assert (refused.status_code, Benchmark.objects.filter(name="Nowhere Land").count()) == (400, 0)
    assert "No benchmark is called “Nowhere Land” yet" in refused.content.decode()
    assert press(admin_client, found, "accept", new_names="on").status_code == 302
    assert Claim.objects.get().claim_benchmarks.get().benchmark == Benchmark.objects.get(name="Nowhere Land")


def test_two_curators_do_not_decide_twice(admin_client: Client, claim: Claim) -> None:
    found = proposed(claim)
    public_proposals.decline(found, by=User.objects.create(username="kim"), reason="no")
    for decision in ("accept", "edit", "reject", "leave", "decline"):
        answer = press(admin_client, found, decision, note="x")
        assert answer.status_code == 409
        assert "decided about this proposal already" in answer.content.decode()
    assert Claim.objects.get().state == "machine"


def test_a_claim_that_changed_since_says_so(admin_client: Client, claim: Claim) -> None:
    found = proposed(claim)
    claims.accept(claim, by=User.objects.create(username="kim"))
    assert "changed after this was proposed" in text(admin_client, f"/admin/proposals/{found.uid}/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": "", "suggested": {}},
        {"door": "account"},
        {"state": "declined"},
        {"state": "accepted"},
    ],
)
def test_the_database_keeps_proposals_whole(claim: Claim, wrong: dict[str, Any]) -> None:
    found = proposed(claim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=found.pk).update(**wrong)


def test_screens_cost_the_same_however_much_waits(admin_client: Client, claim: Claim) -> None:
    found = proposed(claim)
    admin_client.get("/admin/proposals/")
    few = _costs(admin_client, found)
    for _ in range(15):
        proposed(claim, "dispute")
    for number in range(45):
        proposed(made(f"Number {number}: Fern reaches 81.5% accuracy on Meadow."))
    assert _costs(admin_client, found) == few
    first = admin_client.get("/admin/proposals/").content.decode()
    mark = first.partition("after=")[2].partition('"')[0]
    assert "because 60" in text(admin_client, f"/admin/proposals/{Proposal.objects.latest('pk').uid}/")
    assert first.count("<li><p>") == 50
    assert admin_client.get(f"/admin/proposals/?after={mark}").content.decode().count("<li><p>") == 11
    assert admin_client.get("/admin/proposals/?after=wrong").status_code == 400


def _costs(client: Client, found: Proposal) -> list[int]:
    costs = []
    for address in ("/admin/proposals/", f"/admin/proposals/{found.uid}/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    return costs


def test_the_list_tells_proposals_apart_by_what_they_say(admin_client: Client, claim: Claim) -> None:
    proposed(claim, "dispute")
    proposed(claim, system="<i>Moss</i>")
    page = admin_client.get("/admin/proposals/").content.decode()
    assert "<q><bdi>because 0</bdi></q>" in page
    assert "system: <bdi>&lt;i&gt;Moss&lt;/i&gt;</bdi>." in page
