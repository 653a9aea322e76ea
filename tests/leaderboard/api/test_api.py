"""The read API: pages, filters, provenance, errors, and what a request costs."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from leaderboard.models import Claim, Metric
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def claims() -> list[Claim]:
    """Three results and a gain on one board, each from a paper of its own."""
    accuracy = collection.metric(direction=Metric.Direction.HIGHER, percentage=True, unit="%")
    quest = collection.benchmark("MathQuest")
    made = []
    for name, quote in (("Alpha", "81.5"), ("Beta", "84.25"), ("Gamma", "79")):
        paper = collection.paper(f"{name} reaches {quote}% accuracy on MathQuest.", title=f"{name}: a model")
        of = {"metric": accuracy, "system": collection.system(name), "unit": "%"}
        made.append(collection.claim(paper, quote, on=quest, **of))
    paper = collection.paper("Delta improves MathQuest accuracy by 2.5 points.", title="Delta")
    gain = {"kind": Claim.Kind.DIFFERENCE, "direction": Claim.Direction.UP, "unit": "points"}
    made.append(collection.claim(paper, "2.5", on=quest, metric=accuracy, **gain))
    collection.settled()
    return made


def _get(client: Client, path: str) -> Any:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def test_root_names_the_lists(client: Client) -> None:
    addresses = _get(client, "")
    assert {"papers", "claims", "boards", "changes", "extract", "schema"} <= set(addresses)
    assert client.get(addresses["metrics"]).status_code == 200


def test_claim_carries_its_provenance(client: Client, claims: list[Claim]) -> None:
    rules = ["number:percent", "metric:beside", "benchmark:known", "system:subject"]
    Claim.objects.filter(pk=claims[1].pk).update(rules=rules)
    found = _get(client, f"claims/{claims[1].uid}/")
    paper = _get(client, f"papers/{found['paper']}/")
    assert paper["abstract"][found["start"] : found["end"]] == found["quote"] == "84.25"
    assert found["sentence"] == paper["abstract"]
    assert found["metric"] == {"name": "Accuracy", "slug": "accuracy"}
    assert found["systems"] == [{"name": "Beta", "slug": "beta"}]
    assert (found["value"], found["unit"], found["kind"], found["direction"]) == (
        "84.25",
        "%",
        "absolute",
        None,
    )
    assert found["engine_version"] == "test"
    assert found["rules"] == rules
    assert _get(client, f"claims/{claims[0].uid}/")["rules"] == []
    assert found["decided_by"] is None
    assert client.get(found["permalink"]).status_code in (200, 302)
    assert [claim["uid"] for claim in paper["claims"]] == [found["uid"]]


def test_pages_follow_each_other_and_hold_every_claim_once(client: Client, claims: list[Claim]) -> None:
    first = _get(client, "claims/?page_size=3")
    second = client.get(first["next"]).json()
    uids = [claim["uid"] for claim in first["results"] + second["results"]]
    assert uids == [str(claim.uid) for claim in claims]
    assert second["next"] is None
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_count_only_when_asked_for(client: Client, claims: list[Claim]) -> None:
    assert "count" not in _get(client, "claims/")
    assert _get(client, "claims/?count=exact")["count"] == 4
    assert _get(client, "claims/?count=exact&kind=difference")["count"] == 1
    assert _get(client, "papers/?count=exact&page_size=1")["count"] == 4
    assert _get(client, "boards/?count=exact")["count"] == 1
    assert _get(client, "boards/mathquest/accuracy/?count=exact&tab=gains")["count"] == 1


@pytest.mark.parametrize(
    ("asked", "quotes"),
    [
        ("system=beta", ["84.25"]),
        ("benchmark=mathquest&kind=absolute", ["81.5", "84.25", "79"]),
        ("benchmark=nowhere", []),
        ("metric=accuracy&kind=difference", ["2.5"]),
        ("role=reference", []),
        ("min_confidence=0.9", []),
        ("state=machine&kind=difference", ["2.5"]),
    ],
)
def test_filters_narrow_the_claims(
    client: Client, claims: list[Claim], asked: str, quotes: list[str]
) -> None:
    assert [claim["quote"] for claim in _get(client, f"claims/?{asked}")["results"]] == quotes


def test_board_ranks_results_and_keeps_gains_apart(client: Client, claims: list[Claim]) -> None:
    board = _get(client, "boards/mathquest/accuracy/")
    assert [(row["rank"], row["claim"]["quote"]) for row in board["results"]] == [
        (1, "84.25"),
        (2, "81.5"),
        (3, "79"),
    ]
    assert board["direction"] == "higher"
    assert board["tabs"]["gains"] == 1
    gains = _get(client, "boards/mathquest/accuracy/?tab=gains")
    assert [(row["rank"], row["claim"]["quote"]) for row in gains["results"]] == [(None, "2.5")]


def test_list_of_boards_names_the_leader(client: Client, claims: list[Claim]) -> None:
    (board,) = _get(client, "boards/")["results"]
    assert board["leader"] == str(claims[1].uid)
    assert client.get(board["url"]).json()["metric"]["slug"] == "accuracy"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("claims/?sytem=beta", 400, "did you mean system?"),
        ("claims/?kind=bigger", 400, "bigger"),
        ("claims/?page_size=5000", 400, "1000"),
        ("claims/?after=nonsense", 400, "after"),
        ("claims/?after=a&before=b", 400, "not both"),
        ("boards/nowhere/accuracy/", 404, "no board"),
        ("papers/00000000-0000-4000-8000-000000000000/", 404, "no paper"),
        ("claims/00000000-0000-4000-8000-000000000000/", 404, "no claim"),
    ],
)
def test_errors_are_problem_documents(client: Client, path: str, status: int, words: str) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/problem+json")
    problem = response.json()
    assert problem["status"] == status
    assert words in problem["detail"]


@pytest.mark.parametrize("path", ["papers/not-a-uid/", "nothing/", "boards/one/", "a%0Ab/"])
def test_unknown_addresses_answer_as_the_api_does(client: Client, path: str) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "/api/v1/" in response.json()["detail"]


def test_errors_are_readable_in_a_browser(client: Client) -> None:
    response = client.get("/api/v1/claims/?limit=1", headers={"accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 400
    assert "Unknown parameter" in response.json()["detail"]


def test_other_formats_are_not_to_be_had(client: Client) -> None:
    response = client.get("/api/v1/claims/", headers={"accept": "text/html"})
    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"


def test_titles_of_errors_are_whole(client: Client) -> None:
    assert client.delete("/api/v1/claims/").json()["title"] == "Method Not Allowed"


def test_writing_is_not_allowed(client: Client) -> None:
    assert client.post("/api/v1/claims/", {}).status_code == 405


@pytest.mark.parametrize(
    ("path", "queries"), [("claims/", 4), ("papers/", 1), ("boards/", 3), ("boards/mathquest/accuracy/", 5)]
)
def test_queries_do_not_grow_with_the_rows(
    client: Client,
    claims: list[Claim],
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
) -> None:
    for name in ("Epsilon", "Zeta", "Eta"):
        paper = collection.paper(f"{name} reaches 70.5% accuracy on MathQuest.")
        of = {"metric": collection.metric(), "system": collection.system(name), "unit": "%"}
        collection.claim(paper, "70.5", on=collection.benchmark(), **of)
    collection.settled()
    with django_assert_num_queries(queries):
        _get(client, path)
