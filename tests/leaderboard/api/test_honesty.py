"""Who stands behind what the API says: the engine, a policy or a person, whose account stays unnamed."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.actions import claims as decisions
from leaderboard.actions import policies
from leaderboard.actions.policies import Terms
from leaderboard.models import Claim, Paper
from leaderboard.queries.policies import Scope
from tests.leaderboard import collection
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db
ROWS = "boards/mathquest/accuracy/rows/"


@pytest.fixture
def curator() -> User:
    grown(3)
    return User.objects.create_superuser("ada@example.org")


def _get(client: Client, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_what_a_policy_accepted_was_seen_by_nobody(client: Client, curator: User) -> None:
    before = client.get(f"/api/v1/{ROWS}")
    assert {row["accepted_by_policy"] for row in before.json()["results"]} == {False}
    policies.put(Terms(Scope(0.7, "absolute", None), share=0.1, reason="Often right."), by=curator)
    assert policies.apply() > 0
    collection.settled()
    after = client.get(f"/api/v1/{ROWS}", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    for row in after.json()["results"]:
        claim = _get(client, f"claims/{row['uid']}/")
        assert (row["accepted_by_policy"], row["state"]) == (True, "machine")
        assert (claim["accepted_by_policy"], claim["state"], claim["decided_by"]) == (True, "machine", None)


def test_a_decision_names_a_role_and_no_account(client: Client, curator: User) -> None:
    claim = Claim.objects.filter(kind="absolute").earliest("pk")
    decisions.accept(claim, by=curator)
    shown = _get(client, f"claims/{claim.uid}/?expand=history")
    assert (shown["state"], shown["accepted_by_policy"], shown["decided_by"]) == (
        "curated",
        False,
        "a curator",
    )
    assert shown["history"][-1]["actor"] == "a curator"
    assert "ada" not in client.get(f"/api/v1/claims/{claim.uid}/?expand=history").content.decode()
    assert "ada" not in client.get(f"/api/v1/{ROWS}?expand=provenance").content.decode()


def test_claims_of_a_retracted_paper_have_no_rank(client: Client, curator: User) -> None:
    first = _get(client, ROWS)["results"][0]
    assert first["rank"] == 1
    Paper.objects.filter(uid=first["paper"]).update(
        retracted_on="2026-02-03", retraction_reason="Wrong data."
    )
    collection.settled()
    row = next(row for row in _get(client, ROWS)["results"] if row["uid"] == first["uid"])
    assert (row["rank"], row["unranked"]) == (None, "retracted")
    paper = _get(client, f"papers/{first['paper']}/")
    assert (paper["retracted_on"], paper["retraction_reason"]) == ("2026-02-03", "Wrong data.")
