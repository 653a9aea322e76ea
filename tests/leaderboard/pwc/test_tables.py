"""Tables over the wire, asked for in raw JSON: whose rows are whose, honest directions, what is refused."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from leaderboard.models import EvaluationResult, EvaluationValue, Event
from tests.leaderboard.pwc import small

pytestmark = pytest.mark.django_db
WIRE = "/pwc/api/v1/"
BIRDS = "evaluations/bird-naming-on-birdquest/"
EGGS = "evaluations/gull-naming-on-birdquest/"


class Wire:
    """Somebody with a token."""

    def __init__(self, name: str) -> None:
        self.header = {"authorization": f"Token {small.token(name)}"}

    def __call__(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        ask = getattr(Client(), method)
        told = {} if method == "get" else {"data": body, "content_type": "application/json"}
        response = ask(WIRE + path, headers=self.header, **told)
        assert response.status_code == status, response.content
        return response.json() if response.content else None


@pytest.fixture
def ada() -> Wire:
    """Somebody who posts, on a small collection."""
    small.build()
    return Wire("ada")


def _sync(*rows: dict[str, Any], **table: Any) -> dict[str, Any]:
    metrics = table.pop("metrics", [{"name": "Recall", "is_loss": False}])
    given = {"task": "gull-naming", "dataset": "birdquest", "external_id": "t", **table}
    return {**given, "metrics": metrics, "results": list(rows)}


def _row(method: str, value: Any, **fields: Any) -> dict[str, Any]:
    return {"methodology": method, "metrics": {"Recall": value}, "evaluated_on": "2024-01-01", **fields}


def _post(wire: Wire, body: dict[str, Any], **options: Any) -> Any:
    return wire("post", "rpc/evaluation-synchronize/", body, **options)


def test_posting_twice_changes_nothing(ada: Wire) -> None:
    body = _sync(_row("Owl", "80%", external_id="1"), _row("Jay", "0,75"))
    first, events = _post(ada, body), Event.objects.count()
    assert _post(ada, body) == first
    assert Event.objects.count() == events


def test_rows_merge_on_their_external_ids(ada: Wire) -> None:
    first = _post(ada, _sync(_row("Owl", "80%", external_id="1")))["results"][0]
    second = _post(ada, _sync(_row("Great Owl", "81%", external_id="1"), _row("Jay", 0.5, external_id="2")))
    assert second["results"][0]["id"] == first["id"]
    assert [row["methodology"] for row in ada("get", EGGS + "results/")["results"]] == ["Great Owl", "Jay"]


def test_what_another_person_decided_stays(ada: Wire) -> None:
    made = _post(ada, _sync(_row("Owl", "80%", external_id="1")))["results"][0]
    curator = Wire("cleo")
    User.objects.get(username="cleo").user_permissions.add(Permission.objects.get(codename="change_claim"))
    curator("patch", f"{EGGS}results/{made['id']}/", {"metrics": {"Recall": "70%"}})
    again = _post(ada, _sync(_row("Owl", "80%", external_id="1")))["results"][0]
    assert again["metrics"] == {"Recall": "70%"}
    ada("patch", f"{EGGS}results/{made['id']}/", {"metrics": {"Recall": "80%"}}, status=409)


def test_others_may_not_change_or_take_back(ada: Wire) -> None:
    made = _post(ada, _sync(_row("Owl", "80%", external_id="1")))["results"][0]
    bob = Wire("bob")
    for method, path, body in (
        ("patch", f"{EGGS}results/{made['id']}/", {"methodology": "Mine"}),
        ("delete", f"{EGGS}results/{made['id']}/", None),
        ("delete", EGGS, None),
        ("patch", EGGS, {"description": "Mine"}),
        ("patch", f"{EGGS}metrics/recall/", {"is_loss": True}),
        ("delete", f"{EGGS}metrics/recall/", None),
    ):
        bob(method, path, body, status=409)
    theirs = _post(bob, _sync(_row("Owl", "99%", external_id="1")))["results"][0]
    assert theirs["id"] != made["id"]
    assert [row["metrics"]["Recall"] for row in ada("get", EGGS + "results/")["results"]] == ["80%", "99%"]


def test_every_write_is_an_event_of_its_author(ada: Wire) -> None:
    made = _post(ada, _sync(_row("Owl", "80%", external_id="1")))["results"][0]
    ada("delete", f"{EGGS}results/{made['id']}/", status=204)
    ours = Event.objects.filter(actor__username="ada", source="pwc").order_by("pk")
    assert [(event.subject_type, event.action) for event in ours] == [
        ("evaluation", "add"),
        ("column", "add"),
        ("result", "add"),
        ("result", "withdraw"),
    ]
    assert (ours[3].before or {})["metrics"] == {"Recall": "80%"}


def test_null_leaves_alone(ada: Wire) -> None:
    made = _post(ada, _sync(_row("Owl", "80%", external_id="1", uses_additional_data=True)))["results"][0]
    given = dict.fromkeys(["metrics", "paper", "evaluated_on", "uses_additional_data", "external_source_url"])
    changed = ada("patch", f"{EGGS}results/{made['id']}/", {**given, "methodology": "Barn Owl"})
    assert changed == {key: made[key] for key in changed} | {"methodology": "Barn Owl"}


@pytest.mark.parametrize(
    ("metric", "loss", "ranks"),
    [
        ({"name": "Wobble"}, True, {None}),
        ({"name": "Wobble", "is_loss": False}, False, {1, 2}),
        ({"name": "Accuracy"}, False, {1, 2}),
        ({"name": "Accuracy", "is_loss": False}, False, {1, 2}),
    ],
    ids=["default of an unknown metric", "said of it", "default of a known one", "said of it too"],
)
def test_a_default_ranks_nothing(ada: Wire, metric: dict[str, Any], loss: object, ranks: set[Any]) -> None:
    name = metric["name"]
    rows = [_row(method, 0) | {"metrics": {name: value}} for method, value in (("A", 0.5), ("B", 0.7))]
    _post(ada, _sync(*rows, metrics=[metric]))
    assert ada("get", EGGS + "metrics/")["results"][0]["is_loss"] is loss
    found = ada("get", EGGS + "results/")["results"]
    assert {row["best_rank"] for row in found} == ranks
    if ranks != {None}:
        assert [row["best_rank"] for row in found] == [2, 1]


def test_what_was_said_against_what_is_known_ranks_nothing(ada: Wire) -> None:
    _post(ada, _sync(_row("A", 0.5) | {"metrics": {"Accuracy": 0.5}}, metrics=[{"name": "Accuracy"}]))
    assert ada("patch", EGGS + "metrics/accuracy/", {"is_loss": True})["is_loss"] is True
    assert ada("get", EGGS + "results/")["results"][0]["best_rank"] is None


@pytest.mark.parametrize("value", ["+2.5", "4.1 points above", "3x", "2.5 pp"])
def test_gains_are_refused(ada: Wire, value: str) -> None:
    answer = _post(ada, _sync(_row("Owl", value)), status=400)
    assert "is a gain or a factor" in answer["error"]
    assert not EvaluationResult.objects.exists()


def test_rows_beside_claims_have_no_rank_of_their_own(ada: Wire) -> None:
    ada("post", BIRDS + "metrics/", {"name": "Accuracy", "description": "", "is_loss": False}, status=201)
    ada("post", BIRDS + "results/", {"metrics": {"Accuracy": "99%"}, "methodology": "Hearsay"}, status=201)
    rows = ada("get", BIRDS + "results/")["results"]
    assert [(row["methodology"], row["best_rank"]) for row in rows] == [
        ("Beta", 1),
        ("Alpha", 2),
        ("Hearsay", None),
    ]
    assert ada("get", BIRDS + "metrics/")["count"] == 1


def test_pages_run_from_claims_into_rows(ada: Wire) -> None:
    ada("post", BIRDS + "metrics/", {"name": "Speed", "description": "", "is_loss": False}, status=201)
    for name in ("X", "Y"):
        ada("post", BIRDS + "results/", {"metrics": {"Speed": 3}, "methodology": name}, status=201)
    pages = [
        ada("get", f"{BIRDS}results/?items_per_page=1&page={page}")["results"][0]["methodology"]
        for page in range(1, 5)
    ]
    assert pages == ["Beta", "Alpha", "X", "Y"]


def test_what_was_taken_back_comes_back_only_by_its_author(ada: Wire) -> None:
    made = _post(ada, _sync(_row("Owl", "80%", external_id="1")))["results"][0]
    ada("delete", f"{EGGS}results/{made['id']}/", status=204)
    assert ada("get", EGGS + "results/")["count"] == 0
    assert _post(ada, _sync(_row("Owl", "80%", external_id="1")))["results"][0]["id"] == made["id"]
    assert ada("get", EGGS + "results/")["count"] == 1


def _body(*rows: str, more: str = "") -> bytes:
    results = ", ".join(rows)
    return f'{{"task": "gull-naming", "dataset": "birdquest"{more}, "results": [{results}]}}'.encode()


HOSTILE = {
    "cut": (b"{", "not JSON"),
    "nan": (b'{"task": NaN}', "not a number in JSON"),
    "deep": (b"[" * 100_000, "not JSON"),
    "list": (b"[]", "must be a JSON object"),
    "no data set": (b'{"task": "gull-naming"}', "dataset"),
    "no metrics": (_body('{"methodology": "A"}'), "metrics"),
    "nul": (_body(more=', "mirror_url": "bird\\u0000quest"'), "Null characters"),
    "surrogate": (_body(more=', "description": "\\ud800"'), "surrogate"),
    "list as value": (_body('{"methodology": "A", "metrics": {"M": []}}'), "a number or a text"),
    "number as metrics": (_body('{"methodology": "A", "metrics": 3}'), "object"),
    "huge": (_body('{"methodology": "A", "metrics": {"M": 1e999}}'), "1e100"),
    "unknown": (_body('{"methodology": "A", "metrics": {"M": 3}}'), "no metric 'M'"),
    "no day": (_body('{"methodology": "A", "metrics": {}, "evaluated_on": "soon"}'), "YYYY-MM-DD"),
    "twins": (_body(*['{"methodology": "A", "metrics": {}}'] * 2), "the same row"),
}


@pytest.mark.parametrize(("body", "words"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_bodies_are_refused_with_an_error(ada: Wire, body: bytes, words: str) -> None:
    answer = Client().post(
        f"{WIRE}rpc/evaluation-synchronize/", body, content_type="application/json", headers=ada.header
    )
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert not EvaluationValue.objects.exists()


def test_numbers_keep_their_digits(ada: Wire) -> None:
    body = (
        b'{"task": "gull-naming", "dataset": "birdquest", "metrics": [{"name": "M"}],'
        b' "results": [{"methodology": "A", "metrics": {"M": 84.3000000000000000001}}]}'
    )
    Client().post(
        f"{WIRE}rpc/evaluation-synchronize/", body, content_type="application/json", headers=ada.header
    )
    assert EvaluationValue.objects.get().raw == "84.3000000000000000001"


@pytest.mark.parametrize(
    "path",
    [
        "papers/?q=%00",
        "papers/?page=0",
        "papers/?page=x",
        "papers/?page=99999999",
        "tasks/?nam=x",
        "search/?q=" + "x" * 600,
    ],
)
def test_hostile_questions_are_refused(ada: Wire, path: str) -> None:
    assert ada("get", path, status=400)["error"]


@pytest.mark.parametrize(
    "path",
    ["papers/x/", "papers/%00/", "authors/%00/", "evaluations/-on-/", "nothing/", "tasks/%F0%9F%A6%89/"],
)
def test_what_is_not_there_is_404(ada: Wire, path: str) -> None:
    assert ada("get", path, status=404)["error"]


def test_limits_are_all_there_or_not_at_all(ada: Wire) -> None:
    from rest_framework.response import Response

    from leaderboard.api.pwc.wire import LIMITS, WireView

    class Limited(WireView):
        def get(self, request: Any) -> Response:
            return Response(headers={"X-RateLimit-Limit": "3"})

    from rest_framework.test import APIRequestFactory

    response = Limited.as_view()(APIRequestFactory().get("/"))
    assert not any(response.has_header(name) for name in LIMITS)


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("papers/", 3),
        ("search/?q=BirdQuest", 3),
        ("tasks/", 2),
        ("datasets/?q=b", 2),
        ("authors/", 2),
        ("evaluations/", 5),
        (EGGS + "metrics/", 4),
        (EGGS + "results/", 8),
    ],
)
def test_queries_do_not_grow_with_the_rows(
    ada: Wire, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int
) -> None:
    _post(ada, _sync(*(_row(f"Owl {number}", number) for number in range(20))))
    with django_assert_num_queries(queries):
        Client().get(WIRE + path)
