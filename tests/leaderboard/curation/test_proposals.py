"""What people said, in the queue: when it comes up, what buttons do with it, what a decision answers."""

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.actions import boards, claims, public_proposals, turns
from leaderboard.actions.public_proposals import Said
from leaderboard.models import Claim, Event, Proposal
from leaderboard.queries import curation
from leaderboard.queries.claim_fields import as_shown
from tests.leaderboard import collection
from tests.leaderboard.histories.made import text

pytestmark = pytest.mark.django_db


def made(number: int = 0) -> Claim:
    paper = collection.paper(
        f"Net {number} reaches 8{number}.5 accuracy on MathQuest.", title=f"Net {number}"
    )
    metric = collection.metric(direction="higher", unit="%", percentage=True)
    return collection.claim(paper, f"8{number}.5", on=collection.benchmark(), metric=metric, unit="%")


@pytest.fixture
def claim() -> Claim:
    found = made()
    boards.settle()
    return found


@pytest.fixture
def kim() -> User:
    return User.objects.create(username="kim")


def say(claim: Claim, ask: str = "dispute", *, by: User | None = None, **suggested: str) -> Proposal:
    number = Proposal.objects.count()
    given = suggested or ({"value": "18.5"} if ask == "correction" else {})
    said = Said(ask, "value", given, f"words {number}")
    return public_proposals.propose(claim, said=said, by=by, asker=f"192.0.2.{number}")


def press(client: Client, claim: Claim, decision: str, *said: Proposal, **typed: Any) -> Any:
    now = Claim.objects.get(pk=claim.pk)
    shown = {**as_shown(now), "seen": now.updated_at.isoformat(), "note": "", **typed}
    uids = [str(each.uid) for each in said]
    return client.post(f"/admin/queue/{claim.uid}/", {**shown, "decision": decision, "said": uids})


def states() -> list[str]:
    return list(Proposal.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("readers", [True, False])
def test_what_comes_up_when(kim: User, *, readers: bool) -> None:
    plain, disputed, proposed, decided = (made(number) for number in range(4))
    claims.accept(decided, by=kim)
    boards.settle()
    say(disputed)
    say(disputed)
    say(proposed, by=kim)
    say(decided, "correction", by=kim)
    found = list(dict.fromkeys(curation.candidates(kim, readers=readers)))
    first = [proposed.pk, decided.pk]
    assert found[:2] == first
    assert (found[2] == disputed.pk) is readers
    assert set(found) == {*first, plain.pk, disputed.pk}


@pytest.mark.parametrize("state", ["rejected", "superseded"])
def test_claims_that_are_gone_do_not_come_up(claim: Claim, kim: User, state: str) -> None:
    say(claim, by=kim)
    if state == "rejected":
        claims.reject(claim, by=kim)
    else:
        Claim.objects.update(state=state)
    assert list(curation.candidates(kim, readers=True)) == []
    assert turns.take(kim) is None


def test_a_decided_claim_is_taken_for_what_was_said(claim: Claim, kim: User) -> None:
    claims.accept(claim, by=kim)
    assert turns.take(kim) is None
    found = say(claim, by=kim)
    assert turns.take(kim) == claim
    assert turns.take(kim, after=claim) is None
    public_proposals.decline(found, by=kim, reason="no")
    assert turns.take(kim) is None


def test_the_screen_shows_it_beside_the_reading(admin_client: Client, claim: Claim) -> None:
    say(claim, "correction", value="18.5", metric="F1")
    say(claim, "dispute")
    page = text(admin_client, f"/admin/queue/{claim.uid}/")
    assert "2 things said about this claim" in page
    assert "value: 80.5 → 18.5" in page
    assert "metric: Accuracy → F1" in page
    assert "words 1" in page


def test_it_is_taken_over_into_the_fields_and_nothing_is_saved(admin_client: Client, claim: Claim) -> None:
    found = say(claim, "correction", value="18.5", system="Fern")
    before = Event.objects.count()
    page = press(admin_client, claim, f"fill:{found.uid}", found, note="as said").content.decode()
    assert 'name="value" value="18.5"' in page
    assert 'name="systems" value="Fern"' in page
    assert 'name="note" value="as said"' in page
    assert "Nothing is saved yet" in page
    assert (Event.objects.count(), states()) == (before, ["new"])


def test_it_is_accepted_as_proposed(admin_client: Client, claim: Claim) -> None:
    found = say(claim, "correction")
    press(admin_client, claim, f"yes:{found.uid}", found)
    row = Claim.objects.get()
    assert (str(row.value), row.state, states()) == ("18.5", "curated", ["accepted"])
    assert set(Event.objects.filter(actor__isnull=False).values_list("action", "source")) == {
        ("correct", "queue"),
        ("accepted", "public"),
    }


def test_an_accepted_dispute_is_not_offered_again_to_who_accepted_it(
    admin_client: Client, admin_user: User, claim: Claim, kim: User
) -> None:
    found = say(claim)
    press(admin_client, claim, f"yes:{found.uid}", found)
    assert (Claim.objects.get().state, states()) == ("disputed", ["accepted"])
    assert turns.take(admin_user) is None
    assert turns.take(kim) == claim


def test_it_is_declined_with_a_reason_and_the_claim_still_waits(
    admin_client: Client, admin_user: User, claim: Claim
) -> None:
    found = say(claim)
    turns.take(admin_user)
    refused = press(admin_client, claim, f"no:{found.uid}", found)
    assert (refused.status_code, states()) == (400, ["new"])
    again = press(admin_client, claim, f"no:{found.uid}", found, note="it says so")
    assert (again.headers["Location"], states()) == (f"/admin/queue/{claim.uid}/", ["declined"])
    assert Claim.objects.get().state == "machine"


def test_it_is_left_open_and_comes_to_others(
    admin_client: Client, admin_user: User, claim: Claim, kim: User
) -> None:
    found = say(claim)
    turns.take(admin_user)
    press(admin_client, claim, f"open:{found.uid}", found)
    assert states() == ["open"]
    assert turns.take(admin_user) is None
    assert turns.take(kim) == claim


@pytest.mark.parametrize(
    ("decision", "typed", "after"),
    [
        ("accept", {}, ["declined", "declined", "declined"]),
        ("reject:1", {}, ["new", "new", "new"]),
        ("reject:no result", {}, ["accepted", "accepted", "accepted"]),
        ("correct", {"value": "18.5"}, ["accepted", "accepted", "declined"]),
        ("correct", {"setting": "zero-shot"}, ["accepted", "declined", "declined"]),
        ("correct", {"metric": "F1"}, ["accepted", "declined", "accepted"]),
        ("pass", {}, ["new", "new", "new"]),
        ("next", {}, ["new", "new", "new"]),
    ],
    ids=["accept", "wrong", "reject", "as said", "otherwise", "capitals", "cannot tell", "next"],
)
def test_a_decision_answers_what_the_screen_showed(
    admin_client: Client, claim: Claim, decision: str, typed: dict[str, Any], after: list[str]
) -> None:
    collection.metric("F1")
    said = [say(claim), say(claim, "correction"), say(claim, "correction", metric="f1")]
    press(admin_client, claim, decision, *said, **typed)
    assert states() == after
    answered = [each for each in after if each != "new"]
    told = Event.objects.filter(subject_type="proposal", actor__isnull=False).order_by("pk")
    assert list(told.values_list("action", flat=True)) == answered
    assert not Proposal.objects.filter(state="declined", answer="").exists()


def test_what_came_after_the_screen_still_waits(admin_client: Client, claim: Claim, kim: User) -> None:
    shown = say(claim, by=kim)
    say(claim, by=kim)
    press(admin_client, claim, "accept", shown)
    assert states() == ["declined", "new"]
    assert turns.take(kim) == claim


def test_undo_lets_it_wait_again(admin_client: Client, claim: Claim, kim: User) -> None:
    said = [say(claim), say(claim, by=kim)]
    public_proposals.look(said[0], by=kim)
    press(admin_client, claim, "accept", *said, note="it does")
    assert states() == ["declined", "declined"]
    event = Event.objects.filter(action="accept").latest("pk")
    admin_client.post(f"/admin/queue/undo/{event.uid}/")
    assert (Claim.objects.get().state, states()) == ("machine", ["open", "new"])
    assert Event.objects.filter(action="reopen").count() == 2
    assert str(curation.screen(claim.uid).row.doubts) == "2 open disputes"  # type: ignore[union-attr]


def test_what_was_said_anew_is_not_reopened(admin_client: Client, claim: Claim, kim: User) -> None:
    said = Said("dispute", "value", {}, "the same")
    first = public_proposals.propose(claim, said=said, by=kim)
    press(admin_client, claim, "accept", first)
    public_proposals.propose(claim, said=said, by=kim)
    event = Event.objects.filter(action="accept").latest("pk")
    admin_client.post(f"/admin/queue/undo/{event.uid}/")
    assert states() == ["declined", "new"]


def test_what_somebody_answered_meanwhile_is_said(admin_client: Client, claim: Claim, kim: User) -> None:
    found = say(claim)
    public_proposals.decline(found, by=kim, reason="no")
    for word in ("fill", "yes", "no", "open"):
        answer = press(admin_client, claim, f"{word}:{found.uid}", found, note="mine")
        assert answer.status_code == 409
        assert "has answered this proposal already" in answer.content.decode()
    assert press(admin_client, claim, "accept", found).status_code == 302
    assert Proposal.objects.get().answer == "no"


def test_an_old_screen_saves_nothing(admin_client: Client, claim: Claim, kim: User) -> None:
    found = say(claim)
    for decision in (f"fill:{found.uid}", f"yes:{found.uid}", "accept"):
        answer = press(admin_client, claim, decision, found, seen="2026-01-01T00:00:00+00:00")
        assert answer.status_code == 409
    assert (states(), Claim.objects.get().state) == (["new"], "machine")


def test_a_colleague_who_looks_at_it_keeps_it(admin_client: Client, claim: Claim, kim: User) -> None:
    found = say(claim)
    assert turns.take(kim) == claim
    assert press(admin_client, claim, f"yes:{found.uid}", found).status_code == 409
    assert states() == ["new"]


def test_the_screen_costs_the_same(admin_client: Client, claim: Claim) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            admin_client.get(f"/admin/queue/{claim.uid}/")
        return len(asked)

    cost()
    none = cost()
    say(claim)
    one = cost()
    for _ in range(8):
        say(claim, "correction")
    assert (none, cost()) == (one, one)


@pytest.mark.django_db(transaction=True)
def test_two_curators_never_meet(kim: User) -> None:
    for number in range(4):
        say(made(number), by=kim)
    boards.settle()
    together, found = threading.Barrier(2), list[Claim | None]()

    def take(by: User) -> None:
        together.wait()
        found.append(turns.take(by))
        connection.close()

    both = [threading.Thread(target=take, args=[by]) for by in (kim, User.objects.create(username="lou"))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert None not in found
    assert len(set(found)) == 2
