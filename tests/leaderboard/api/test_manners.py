"""What every address does alike: errors as problems, limits, conditional requests, pages of others."""

import logging
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from leaderboard.models import Claim, Metric, Paper, Rejection
from leaderboard.queries import records
from tests.leaderboard import collection
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db
TEXT = {"abstract": "  NewNet reaches 81.5% accuracy on ImageNet. It was made in 2017.", "title": "NewNet"}


def _problem(response: Any, status: int) -> str:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) >= {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    return str(problem["detail"])


def test_the_description_is_without_warnings(tmp_path: Any) -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", file=str(tmp_path / "schema.yml"))
    assert "openapi: 3.1" in (tmp_path / "schema.yml").read_text()[:40]


def test_what_is_too_large_is_not_read(client: Client) -> None:
    body = {"abstract": "x" * 400_000}
    assert "300,000" in _problem(client.post("/api/v1/extract/", body, content_type="application/json"), 413)


def test_only_json_is_read(client: Client) -> None:
    _problem(
        client.post("/api/v1/extract/", "abstract=1", content_type="application/x-www-form-urlencoded"), 415
    )
    broken = client.post("/api/v1/extract/", '{"abstract": "\\ud800"}', content_type="application/json")
    assert "no JSON" in _problem(broken, 400)


def test_other_methods_are_not_allowed(client: Client) -> None:
    answer = client.put("/api/v1/boards/")
    _problem(answer, 405)
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize(("error", "status"), [(ValueError("secret"), 500), (OperationalError("gone"), 503)])
def test_our_own_faults_are_problems_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: Any, error: Exception, status: int
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(records, "claims", fail)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/api/v1/claims/")
    assert "secret" not in _problem(answer, status)
    assert answer.has_header("Retry-After") == (status == 503)


def test_too_many_requests_are_told_when_to_come_back(client: Client, settings: Any) -> None:
    settings.API_RATES = {**settings.API_RATES, "search": "2/3600"}
    left = [client.get("/api/v1/search/?q=x") for _ in range(3)]
    assert [answer["RateLimit-Remaining"] for answer in left] == ["1", "0", "0"]
    assert [answer["RateLimit-Limit"] for answer in left] == ["2"] * 3
    _problem(left[2], 429)
    assert 0 < int(left[2]["Retry-After"]) <= 3600
    assert 0 < int(left[2]["RateLimit-Reset"]) <= 3600
    assert client.get("/api/v1/claims/").status_code == 200


def test_an_answer_that_is_there_already_is_not_sent_again(client: Client) -> None:
    grown(3)
    paths = ("claims/", "boards/mathquest/accuracy/rows/", f"papers/{Paper.objects.earliest('pk').uid}/")
    for path in paths:
        first = client.get(f"/api/v1/{path}")
        again = client.get(f"/api/v1/{path}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), path
    changed = Claim.objects.filter(kind="absolute").earliest("pk")
    etags = {path: client.get(f"/api/v1/{path}")["ETag"] for path in paths}
    Claim.objects.filter(pk=changed.pk).update(setting="five-shot")
    for path, etag in etags.items():
        assert client.get(f"/api/v1/{path}", headers={"if-none-match": etag}).status_code == 200, path


def test_pages_of_others_may_read_and_not_write(client: Client) -> None:
    origin = {"origin": "https://elsewhere.example"}
    answer = client.get("/api/v1/claims/", headers=origin)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ratelimit-remaining" in answer["Access-Control-Expose-Headers"].lower()
    asked = {**origin, "access-control-request-method": "POST"}
    allowed = client.options("/api/v1/papers/", headers=asked)
    assert allowed["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert not client.get("/", headers=origin).has_header("Access-Control-Allow-Origin")


def test_reading_a_text_stores_nothing_and_quotes_it(client: Client) -> None:
    answer = client.post("/api/v1/extract/", TEXT, content_type="application/json")
    assert answer.status_code == 200
    found = answer.json()
    parts = [*found["claims"], *found["rejections"]]
    assert [TEXT["abstract"][part["start"] : part["end"]] for part in parts] == [
        part["quote"] for part in parts
    ]
    assert [(claim["value"], claim["kind"]) for claim in found["claims"]] == [("81.5", "absolute")]
    assert [dropped["reason"] for dropped in found["rejections"]] == ["year"]
    assert not (Paper.objects.exists())
    assert not (Claim.objects.exists())
    assert not (Rejection.objects.exists())


def test_rows_within_bounds_keep_their_ranks(client: Client) -> None:
    accuracy = collection.metric(direction=Metric.Direction.HIGHER, percentage=True, unit="%")
    quest = collection.benchmark("MathQuest")
    for name, quote in (("Alpha", "81.5"), ("Beta", "84.25"), ("Gamma", "79")):
        paper = collection.paper(f"{name} reaches {quote}% accuracy on MathQuest.", title=name)
        collection.claim(paper, quote, on=quest, metric=accuracy, system=collection.system(name), unit="%")
    collection.settled()
    address = "/api/v1/boards/mathquest/accuracy/rows/"
    rows = client.get(f"{address}?max=83&fields=rank,value,systems").json()["results"]
    assert rows == [
        {"rank": 2, "value": "81.5", "systems": [{"name": "Alpha", "slug": "alpha"}]},
        {"rank": 3, "value": "79", "systems": [{"name": "Gamma", "slug": "gamma"}]},
    ]
    assert client.get(f"{address}?min=81.5&max=81.5&count=exact").json()["count"] == 1
    whole = client.get(f"{address}?expand=provenance").json()["results"][0]
    assert whole["provenance"]["sentence"] == "Beta reaches 84.25% accuracy on MathQuest."


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("claims/?min=3", "metric"),
        ("claims/?order=value", "metric"),
        ("claims/?kind=absolute&kind=factor", "more than once"),
        ("claims/?fields=valu", "did you mean value"),
        ("claims/?expand=papers", "did you mean paper"),
        ("boards/?page_siz=3", "did you mean page_size"),
        ("pareto/?x=accuracy", "y: "),
        ("pareto/?x=accuracy&y=accuracy", "another"),
        ("changes/?since=yesterday", "since"),
        ("search/", "q: "),
    ],
)
def test_what_makes_no_sense_is_said(client: Client, path: str, words: str) -> None:
    assert words in _problem(client.get(f"/api/v1/{path}"), 400)
