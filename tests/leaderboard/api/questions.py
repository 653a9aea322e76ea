"""Every question that the API and the wire of Papers with Code answer, on a collection of all kinds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from leaderboard.actions import tokens
from leaderboard.models import Alert, ApiToken, Author, Claim, EvaluationResult, Paper, Submission
from tests.leaderboard.api.addresses import readable

TABLE = "counting-on-nestquest"
CLAIMED = "reasoning-on-mathquest"


@dataclass(frozen=True, slots=True)
class Question:
    """A request: where to, with which method and body."""

    path: str
    method: str = "get"
    body: Mapping[str, Any] | None = None

    @property
    def needs_account(self) -> bool:
        """True where nobody gets an answer without a token."""
        return self.method != "get" or self.path.startswith(("/api/v1/jobs/", "/api/v1/alerts/"))


def account() -> dict[str, str]:
    """The headers of an account that may do everything."""
    owner, _ = User.objects.get_or_create(username="ada")
    token = tokens.make(owner, name="t", scopes=ApiToken.Scope.values).token
    return {"authorization": f"Bearer {token}"}


def ask(client: Client, question: Question, headers: Mapping[str, str]) -> Any:
    """The answer."""
    return client.generic(
        question.method.upper(),
        question.path,
        _json(question.body),
        content_type="application/json",
        headers=dict(headers) if question.needs_account else {},
    )


def filled(client: Client, size: int) -> dict[str, str]:
    """The headers of an account that handed in a job, alerts and a table of so many rows each."""
    headers = account()
    for question in _handed_in(size):
        answer = ask(client, question, headers)
        assert answer.status_code < 300, (question, answer.content)
    return headers


def questions() -> dict[str, Question]:
    """All questions by what they ask for: each address with each of its methods at least once."""
    reads = {name: Question(f"/api/v1/{path}") for name, path in readable().items()}
    return reads | _writes() | {f"wire: {name}": question for name, question in _wire()}


def _writes() -> dict[str, Question]:
    alert = f"/api/v1/alerts/{Alert.objects.earliest('pk').uid}/"
    paper = {"title": "NewNet", "abstract": "NewNet reaches 81.5% accuracy on MathQuest."}
    return {
        "schema": Question("/api/v1/schema/"),
        "docs": Question("/api/v1/docs/"),
        "job": Question(f"/api/v1/jobs/{Submission.objects.earliest('pk').uid}/"),
        "alerts": Question("/api/v1/alerts/"),
        "alert": Question(alert),
        "stopped alert": Question(alert, "delete"),
        "new alert": Question("/api/v1/alerts/", "post", _alert(99)),
        "new papers": Question("/api/v1/papers/", "post", {"papers": [paper]}),
        "reading a text": Question("/api/v1/extract/", "post", paper),
    }


def _wire() -> Iterator[tuple[str, Question]]:
    for name, path in _wire_reads().items():
        yield name, Question(f"/pwc/api/v1/{path}")
    result = EvaluationResult.objects.earliest("pk").uid
    for name, path, body in (
        ("task", "tasks/", {"name": "Ringing"}),
        ("dataset", "datasets/", {"name": "Rings"}),
        ("table", "evaluations/", {"task": "counting", "dataset": "mathquest"}),
        ("metric", f"evaluations/{TABLE}/metrics/", {"name": "Recall", "is_loss": False}),
        ("row", f"evaluations/{TABLE}/results/", {"metrics": {"Error": 3}, "methodology": "Owl"}),
        ("table synchronized", "rpc/evaluation-synchronize/", _table(3)),
    ):
        yield f"new {name}", Question(f"/pwc/api/v1/{path}", "post", body)
    for name, path, body in (
        ("task", "tasks/counting/", {"description": "How many."}),
        ("dataset", "datasets/nestquest/", {"url": "https://nests.example"}),
        ("table", f"evaluations/{TABLE}/", {"description": "Nests."}),
        ("metric", f"evaluations/{TABLE}/metrics/error/", {"description": "Of the count."}),
        ("row", f"evaluations/{TABLE}/results/{result}/", {"methodology": "Owl 2"}),
    ):
        yield f"changed {name}", Question(f"/pwc/api/v1/{path}", "patch", body)
        lone = {"task": "tasks/alone/", "dataset": "datasets/alone/"}.get(name, path)
        yield f"deleted {name}", Question(f"/pwc/api/v1/{lone}", "delete")


def _wire_reads() -> dict[str, str]:
    paper, author = Paper.objects.earliest("pk").uid, Author.objects.earliest("pk").slug
    of_paper = ("", "datasets/", "tasks/", "results/", "repositories/", "methods/")
    of_task = ("", "children/", "parents/", "papers/", "evaluations/")
    result = EvaluationResult.objects.earliest("pk").uid
    plain = (
        *("search/?q=newnet", "papers/", "papers/?title=newnet", "repositories/", "repositories/owner"),
        *("repositories/owner/", "repositories/owner/name/papers/", "conferences/", "methods/", "areas/"),
        *("conferences/x/proceedings/", "conferences/x/proceedings/y/papers/"),
        *("areas/language/", "areas/language/tasks/", "authors/", "authors/?q=finch"),
        *("tasks/", "datasets/", "datasets/mathquest/", "datasets/mathquest/evaluations/", "evaluations/"),
        f"evaluations/{TABLE}/metrics/error/",
    )
    reads = {path: path for path in plain}
    reads |= {f"papers/one/{part}": f"papers/{paper}/{part}" for part in of_paper}
    reads |= {f"authors/one/{part}": f"authors/{author}/{part}" for part in ("", "papers/")}
    reads |= {f"tasks/reasoning/{part}": f"tasks/reasoning/{part}" for part in of_task}
    for name, table in (("handed in", TABLE), ("of claims", CLAIMED)):
        reads |= {
            f"table {name} {part}": f"evaluations/{table}/{part}"
            for part in ("", "metrics/", "results/?items_per_page=2")
        }
    claim = Claim.objects.filter(kind="absolute").earliest("pk").uid
    return reads | {
        "row handed in": f"evaluations/{TABLE}/results/{result}/",
        "row of a claim": f"evaluations/{CLAIMED}/results/{claim}/",
    }


def _handed_in(size: int) -> Iterator[Question]:
    told = [
        {
            "abstract": f"Wren {number} reaches {number}.5% accuracy.",
            "authors": ["Ada Finch", f"B. Owl {number}"],
        }
        for number in range(size)
    ]
    yield Question("/api/v1/papers/", "post", {"papers": told})
    for number in range(size):
        yield Question("/api/v1/alerts/", "post", _alert(number))
    names = (("tasks", "Counting"), ("tasks", "Alone"), ("datasets", "NestQuest"), ("datasets", "Alone"))
    for path, name in () if EvaluationResult.objects.exists() else names:
        yield Question(f"/pwc/api/v1/{path}/", "post", {"name": name})
    yield Question("/pwc/api/v1/rpc/evaluation-synchronize/", "post", _table(size))
    text = {"abstract": "Wren reaches 1.5% accuracy."}
    yield Question("/api/v1/extract/", "post", text)  # the engine's names are fetched once


def _alert(number: int) -> dict[str, str]:
    where = f"http://127.0.0.1:1/{number}"
    return {"benchmark": "mathquest", "metric": "accuracy", "threshold": "60.5", "address": where}


def _table(size: int) -> dict[str, Any]:
    rows = [
        {"metrics": {"Error": number}, "methodology": f"Peck {number}", "external_id": f"r{number}"}
        for number in range(size)
    ]
    columns = [{"name": "Error", "is_loss": True}]
    return {
        "task": "counting",
        "dataset": "nestquest",
        "external_id": "t1",
        "metrics": columns,
        "results": rows,
    }


def _json(body: Mapping[str, Any] | None) -> str:
    return "" if body is None else json.dumps(body)
