"""A claim's story: for the public by role or chosen name, for the team with the way back to any state."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leaderboard.actions import claims, events, people, restoring, roles
from leaderboard.domain.roles import Role
from leaderboard.models import Claim, Event, PublicName
from leaderboard.queries.changes import of
from leaderboard.queries.stories import Difference, differences
from tests.leaderboard import collection
from tests.leaderboard.histories.made import claim as made
from tests.leaderboard.histories.made import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    return made()


def account(role: Role | None = Role.CURATOR, name: str = "kim.secret@example.org") -> User:
    user = User.objects.create_user(name, email="kim@private.example", is_staff=True)
    user.groups.set([roles.prepare()[role]] if role else [])
    return user


def correct(claim: Claim, by: User, **changes: Any) -> None:
    claims.correct(claim, changes=changes or {"value": Decimal("18.5")}, by=by, reason="misread")  # type: ignore[arg-type]


def test_the_public_reads_who_when_what_and_why(client: Client, claim: Claim) -> None:
    claims.dispute(claim, by=None, source="public", reason="it says 18.5")
    correct(claim, account(), value=Decimal("18.5"), metric=collection.metric("F1"))
    page = text(client, f"/claims/{claim.uid}/history/")
    assert "Corrected by a curator, 20" in page
    assert "Why: misread" in page
    assert "value: 81.5 → 18.5" in page
    assert "metric: Accuracy → F1" in page
    assert "state: disputed → checked by a curator" in page
    assert "Disputed by a reader, 20" in page
    assert page.index("Corrected by") < page.index("Disputed by")


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.CURATOR, "a curator"), (Role.ADMINISTRATOR, "a curator"), (Role.CONTRIBUTOR, "a contributor")],
)
def test_people_appear_by_role_unless_they_chose_a_name(
    client: Client, claim: Claim, role: Role, words: str
) -> None:
    user = account(role)
    correct(claim, user)
    address = f"/claims/{claim.uid}/history/"
    assert f"Corrected by {words}," in text(client, address)
    for page in (address, f"/api/v1/changes/?subject={claim.uid}"):
        answer = client.get(page).content.decode()
        assert "secret" not in answer
        assert "private" not in answer
    assert of([claim.uid])[claim.uid][0].actor == words
    people.appear_as(user, name="Kim")
    assert "Corrected by Kim," in text(client, address)
    people.appear_as(user, name="")
    assert f"Corrected by {words}," in text(client, address)


def test_a_public_name_is_chosen_on_ones_own_page(client: Client) -> None:
    user = account()
    PublicName.objects.create(account=account(name="other"), name="Ada")
    client.force_login(user)
    assert client.post("/account/name/", {"public_name": "  Kim \u202e of  Moss "}).status_code == 302
    assert PublicName.objects.get(account=user).name == "Kim of Moss"
    for wrong in ("kim@example.org", "ADA", "x" * 61):
        assert client.post("/account/name/", {"public_name": wrong}).status_code == 400
    assert PublicName.objects.get(account=user).name == "Kim of Moss"
    client.post("/account/name/", {"public_name": ""})
    assert not PublicName.objects.filter(account=user).exists()


def test_a_claim_that_left_still_has_its_story(client: Client, claim: Claim) -> None:
    claims.reject(claim, by=account(), reason="a year")
    assert "/history/" in client.get(f"/claims/{claim.uid}/").content.decode()
    page = text(client, f"/claims/{claim.uid}/history/")
    assert "no longer shown" in page
    assert "Why: a year" in page


def test_words_of_people_are_inert(client: Client, admin_client: Client, claim: Claim) -> None:
    claims.reject(claim, by=account(), reason='<script>alert("x")</script>')
    for page in (f"/claims/{claim.uid}/history/", f"/admin/history/{claim.uid}/"):
        assert "<script>alert" not in admin_client.get(page).content.decode()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"unit": None}, {"unit": "%"}, [Difference("unit", "unknown", "%")]),
        ({"kind": "absolute"}, {"kind": None}, [Difference("kind", "result", "unknown")]),
        ({"metric": "f1"}, {"metric": "gone"}, [Difference("metric", "F1 score", "gone")]),
        (
            {"benchmarks": [{"slug": "meadow", "text": "Meadow"}]},
            {"benchmarks": [{"slug": "meadow-2", "text": "Meadow"}, {"slug": None, "text": "Pond"}]},
            [Difference("benchmark", "Meadow", "Meadow (meadow-2), Pond (not known here)")],
        ),
        ({"systems": []}, {"systems": [{"slug": None, "text": "X"}]}, None),
        ({"decided_by_id": 1, "decided_at": "a"}, {"decided_by_id": 2, "decided_at": "b"}, []),
        (None, {"engine": "2"}, [Difference("engine", "unknown", "2")]),
        ("strange", 7, []),
    ],
)
def test_differences_in_words(before: Any, after: Any, told: list[Difference] | None) -> None:
    found = list(differences(before, after, metrics={"f1": "F1 score"}))
    assert found == (told if told is not None else [Difference("system", "none", "X (not known here)")])


def test_a_reading_is_told_by_its_engine_and_only_since_the_claim_is_there(
    client: Client, claim: Claim
) -> None:
    about: Any = {"subject": ("paper", claim.paper.uid), "by": None}
    events.record("extract", before={"engine": None}, after={"engine": "6"}, **about)
    Claim.objects.filter(pk=claim.pk).update(created_at=timezone.now())
    events.record("extract", before={"engine": None}, after={"engine": "7"}, **about)
    page = text(client, f"/claims/{claim.uid}/history/")
    assert "The abstract was read by engine 7," in page
    assert "unknown" not in page.partition("History")[2]
    assert "engine 6" not in page


def test_any_state_is_restored_after_a_screen_that_shows_it(admin_client: Client, claim: Claim) -> None:
    kim = account()
    correct(claim, kim)
    first = Event.objects.latest("pk")
    claims.reject(claim, by=kim)
    story = text(admin_client, f"/admin/history/{claim.uid}/")
    assert "Corrected by kim.secret@example.org" in story
    address = f"/admin/history/restore/{first.uid}/after/"
    asked = text(admin_client, address)
    assert "state: rejected → checked by a curator" in asked
    assert Claim.objects.get().state == "rejected"
    seen = Claim.objects.get().updated_at.isoformat()
    answer = admin_client.post(address, {"seen": seen, "reason": "it is one"})
    assert answer.headers["Location"] == f"/admin/history/{claim.uid}/"
    assert (Claim.objects.get().state, Claim.objects.get().value) == ("curated", Decimal("18.5"))
    event = Event.objects.latest("pk")
    assert (event.action, event.reason, event.source) == ("restore", "it is one", "history")
    assert "in this state already" in text(admin_client, address)


def test_who_saw_an_older_claim_restores_nothing(admin_client: Client, claim: Claim) -> None:
    correct(claim, account())
    event, seen = Event.objects.latest("pk"), Claim.objects.get().updated_at.isoformat()
    claims.dispute(claim, by=None)
    answer = admin_client.post(f"/admin/history/restore/{event.uid}/before/", {"seen": seen})
    assert answer.status_code == 409
    assert "nothing was saved, look at it again" in answer.content.decode()
    assert Claim.objects.get().state == "disputed"


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-01-01T00:00:00"])
def test_a_damaged_screen_restores_nothing(admin_client: Client, claim: Claim, seen: str) -> None:
    correct(claim, account())
    event = Event.objects.latest("pk")
    answer = admin_client.post(f"/admin/history/restore/{event.uid}/before/", {"seen": seen})
    assert answer.status_code == 400
    assert Claim.objects.get().state == "curated"


def test_a_state_that_names_what_is_gone_says_so(admin_client: Client, claim: Claim) -> None:
    correct(claim, account(), benchmarks=[collection.benchmark("Pond")])
    event = Event.objects.latest("pk")
    restoring.undo(event, by=account(name="lee"))
    collection.benchmark("Pond").delete()
    seen = Claim.objects.get().updated_at.isoformat()
    answer = admin_client.post(f"/admin/history/restore/{event.uid}/after/", {"seen": seen})
    assert answer.status_code == 400
    assert "“pond”, which is gone" in answer.content.decode()


def test_events_without_a_state_cannot_be_restored(admin_client: Client, claim: Claim) -> None:
    event = Event.objects.create(action="extract", subject_type="paper", subject_uid=claim.paper.uid)
    assert admin_client.get(f"/admin/history/restore/{event.uid}/before/").status_code == 404
    assert admin_client.get(f"/admin/history/{event.uid}/").status_code == 404
    assert admin_client.get(f"/admin/history/{claim.uid}/?after=wrong").status_code == 400


def test_long_stories_are_paged_and_cost_the_same(client: Client, admin_client: Client, claim: Claim) -> None:
    public, inside = f"/claims/{claim.uid}/history/", f"/admin/history/{claim.uid}/"
    correct(claim, account())
    _cost(admin_client, inside)  # the first sight of a session writes a row
    few = [_cost(client, public), _cost(admin_client, inside)]
    for number in range(60):
        claims.dispute(claim, by=None, reason=f"number {number}.")
    assert [_cost(client, public), _cost(admin_client, inside)] == few == [5, 6]
    first = client.get(public).content.decode()
    assert "number 59." in first
    assert "number 9." not in first
    mark = first.partition("after=")[2].partition('"')[0]
    rest = client.get(f"{public}?after={mark}").content.decode()
    assert "number 9." in rest
    assert "misread" in rest


def _cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
