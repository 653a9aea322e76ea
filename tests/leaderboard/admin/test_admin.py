"""The admin: every table opens, nothing is edited in place, decisions leave events."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client

from leaderboard.models import Claim, Event
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db
ELSEWHERE = {
    "Attempt",
    "Author",
    "Acceptance",
    "AuthorLink",
    "Batch",
    "BatchItem",
    "Conflict",
    "Contact",
    "Policy",
    "NameChange",
    "NameMove",
    "NameRedirect",
    "NotAName",
    "SecondOpinion",
    "Session",
    "Knock",
    "Proposal",
    "Snapshot",
    "SnapshotRow",
    "Submission",
    "Trial",
    "TrialClaim",
}
"""Models with pages or endpoints of their own, and none in the admin yet."""
INLINE = {
    "EvaluationMetric",
    "EvaluationValue",
    "BenchmarkAlias",
    "ClaimBaseline",
    "ClaimBenchmark",
    "ClaimSystem",
    "MetricAlias",
    "SystemAlias",
}
DERIVED = {
    *(
        "BoardChange",
        "BoardReads",
        "BoardLog",
        "BoardTotals",
        "PublicName",
        "Contradiction",
        "EfficiencyChange",
        "EfficiencyFacets",
        "EfficiencyStanding",
        "EfficiencyTotals",
        "Mention",
        "PaperWords",
        "Standing",
        "Tally",
    ),
    "Turn",
    "UnitWord",
}


@pytest.fixture
def claim() -> Claim:
    """A claim read by the machine."""
    paper = collection.paper("Alpha reaches 81.5% accuracy on MathQuest.", title="Alpha")
    return collection.claim(paper, "81.5", on=collection.benchmark(), metric=collection.metric(), unit="%")


@pytest.fixture
def looker(client: Client) -> Client:
    """A member of staff who may look at claims and nothing more."""
    user = User.objects.create_user("looker", password="a long password", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_claim"))
    client.force_login(user)
    return client


def test_every_model_is_registered_or_shown_with_its_owner() -> None:
    models = {model.__name__ for model in apps.get_app_config("leaderboard").get_models()}
    registered = {model.__name__ for model in admin.site._registry}
    assert models - registered == INLINE | DERIVED | ELSEWHERE


def test_every_list_and_page_opens(admin_client: Client, claim: Claim) -> None:
    for model in apps.get_app_config("leaderboard").get_models():
        if model.__name__ in INLINE | DERIVED | ELSEWHERE:
            continue
        place = f"/admin/leaderboard/{model._meta.model_name}/"
        assert admin_client.get(place, follow=True).status_code == 200
        for row in model._default_manager.all()[:1]:
            assert admin_client.get(f"{place}{row.pk}/change/").status_code == 200


@pytest.mark.parametrize("asked", ["kind__exact=absolute", "confidence=middle", "q=alpha"])
def test_claims_are_filtered(admin_client: Client, claim: Claim, asked: str) -> None:
    page = admin_client.get(f"/admin/leaderboard/claim/?{asked}")
    assert page.status_code == 200
    assert "81.5" in page.content.decode()


def test_nothing_is_edited_in_place(admin_client: Client, claim: Claim) -> None:
    place = f"/admin/leaderboard/claim/{claim.pk}/"
    assert admin_client.post(f"{place}change/", {"quote": "99"}).status_code == 403
    assert admin_client.post(f"{place}delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get("/admin/leaderboard/claim/add/").status_code == 403


@pytest.mark.parametrize(("action", "state"), [("accept", "curated"), ("reject", "rejected")])
def test_decisions_are_made_from_the_list(
    admin_client: Client, claim: Claim, action: str, state: str
) -> None:
    chosen = {"action": action, "_selected_action": [claim.pk]}
    admin_client.post("/admin/leaderboard/claim/", chosen)
    claim.refresh_from_db()
    assert claim.state == state
    event = Event.objects.get(subject_uid=claim.uid)
    assert event.action == action
    assert event.actor is not None
    assert event.actor.get_username() == "admin"


def test_those_who_may_only_look_decide_nothing(looker: Client, claim: Claim) -> None:
    assert looker.get("/admin/leaderboard/claim/").status_code == 200
    looker.post("/admin/leaderboard/claim/", {"action": "reject", "_selected_action": [claim.pk]})
    claim.refresh_from_db()
    assert claim.state == "machine"


def test_strangers_are_sent_to_the_sign_in(client: Client, claim: Claim) -> None:
    response = client.get("/admin/leaderboard/claim/")
    assert response.status_code == 302
    assert "/admin/login/" in response.headers["Location"]


def test_direction_of_a_metric_is_said_here(admin_client: Client, claim: Claim) -> None:
    metric = claim.metric
    assert metric is not None
    place = f"/admin/leaderboard/metric/{metric.pk}/change/"
    inlines = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    said = {"direction": "higher", "family": "quality", "unit": "", "percentage": "true", "description": ""}
    response = admin_client.post(place, {**said, **inlines})
    assert response.status_code == 302, response.content.decode()[:3000]
    metric.refresh_from_db()
    assert (metric.direction, metric.family, metric.unit, metric.origin) == (
        "higher",
        "quality",
        None,
        "curator",
    )
    event = Event.objects.get(subject_uid=metric.uid)
    assert event.action == "describe"
    assert event.after is not None
    assert event.after["direction"] == "higher"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("heron reaches", 1),
        ("heron -reaches", 0),
        ("61.5", 1),
        ("ACCUR", 1),
        ("egret", 1),
        ("61", 0),
        ("%", 0),
    ],
)
def test_claims_that_are_described(admin_client: Client, asked: str, found: int) -> None:
    paper = collection.paper("Heron reaches 61.5 on MathQuest.")
    fields = {"metric": collection.metric(), "system": collection.system("BlueEgret")}
    claim = collection.claim(paper, "61.5", on=collection.benchmark(), **fields)
    page = admin_client.get("/admin/leaderboard/claim/", {"q": asked})
    assert page.context["cl"].result_count == found
    assert (
        admin_client.get("/admin/leaderboard/claim/", {"q": str(claim.uid)}).context["cl"].result_count == 1
    )
