"""Language models as candidates: a real server on loopback plays an OpenAI-compatible one, mostly badly."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from leaderboard.actions import adoptions, batches
from leaderboard.models import Batch, Claim, Event, Trial
from tests.extraction.backends import misbehaving
from tests.extraction.backends.misbehaving import Play, Stage
from tests.leaderboard.engines import reading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ann(client: Client) -> User:
    user = User.objects.create_superuser("ann")
    client.force_login(user)
    return user


class Model:
    """What the model does with each paper, by the whole number in it; `tried` counts what it was asked."""

    def __init__(self) -> None:
        self.tried: Counter[int] = Counter()
        self.dead = False
        self.thinks = threading.Event()
        self.thinks.set()

    def __call__(self, body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
        abstract = json.loads(body["messages"][1]["content"])["abstract"]
        quote = abstract.split()[2]
        number = int(float(quote))
        self.tried[number] += 1
        first = self.tried[number] == 1
        self.thinks.wait(20)
        if number == 16 and first:
            time.sleep(0.8)  # longer than the time-out
        self._play(number, quote, abstract, first=first)(body, handler)

    def _play(self, number: int, quote: str, abstract: str, *, first: bool) -> Play:
        if self.dead:
            return misbehaving.failing(503)
        if number == 12:
            return misbehaving.claiming()
        if number == 13 and first:
            return misbehaving.failing(500)
        if number == 14:
            return misbehaving.answering("I would rather not.")
        if number == 15 and first:
            return misbehaving.hanging_up
        claim = {
            "evidence": abstract,
            "number": quote,
            "kind": "fraction" if number == 11 else "absolute",
            "role": "result",
            "metric": "accuracy",
            "benchmarks": ["Meadow", "Atlantis"],
            "systems": ["Sprout"],
        }
        return misbehaving.claiming(claim)


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture(autouse=True)
def stage(model: Model, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with misbehaving.serving(model) as stage:
        for name, value in {
            "LLM_BASE_URL": stage.url,
            "LLM_MODEL": "tiny",
            "LLM_ATTEMPTS": "2",
            "LLM_TIMEOUT": "0.5",
        }.items():
            monkeypatch.setenv(name, value)
        yield stage


def started(client: Client) -> Batch:
    """The batch that the screen starts."""
    place = client.post("/admin/engines/start/", {"candidate": "llm", "reason": "why not"}).headers[
        "Location"
    ]
    return Batch.objects.get(uid=place.rstrip("/").rpartition("/")[2])


def test_from_the_screen_to_what_stands(client: Client, ann: User, model: Model) -> None:
    reading.stand(7)
    assert "The model tiny alone" in client.get("/admin/engines/").content.decode()
    batch = started(client)
    reading.work()
    trial = Trial.objects.get(batch=batch)
    assert (trial.engine_version, trial.batch.state, trial.batch.done) == ("tiny", "done", 7)
    assert dict(trial.summary["outcomes"]) == {"agree": 0, "differ": 5, "new": 0, "gone": 1}
    assert trial.summary["kinds"] == [["absolute", 0, 4, 0, 1], ["fraction", 0, 1, 0, 0]]
    assert trial.batch.counts == {"claims read": 5, "papers that could not be read": 1}
    assert [model.tried[number] for number in (10, 13, 14, 15, 16)] == [1, 2, 2, 2, 2]
    page = client.get(f"/admin/engines/{trial.uid}/").content.decode()
    assert "1 of them could not be read" in page
    before = Claim.objects.values().get(quote="14.5")
    adopted = reading.adopted(trial, by=ann)
    assert adopted.counts == {"read otherwise": 5, "no longer read": 1}
    assert Claim.objects.values().get(quote="14.5") == before, "what could not be read stays"
    assert set(Claim.objects.filter(engine_version="tiny").values_list("kind", flat=True)) == {
        "absolute",
        "fraction",
    }
    assert not Claim.objects.filter(claim_benchmarks__text="Atlantis").exists(), "it is not in the text"
    reading.abandoned(adopted, by=ann)
    assert not Claim.objects.filter(engine_version="tiny", state="machine").exists()


def test_a_server_that_is_gone_fails_the_comparison_in_plain_words(
    client: Client, ann: User, model: Model
) -> None:
    reading.stand(2)
    model.dead = True
    batch = started(client)
    while batches.work(seconds=60):
        pass
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.total) == ("failed", 0, 2)
    page = client.get(f"/admin/batches/{batch.uid}/").content.decode()
    assert "the server answered 503" in page
    trial = Trial.objects.get(batch=batch)
    assert not trial.claims.exists()
    with pytest.raises(adoptions.NotAdoptableError, match="not read everything"):
        adoptions.start(trial, on=None, by=ann)
    assert set(Claim.objects.values_list("engine_version", flat=True)) != {"tiny"}


def test_what_was_read_before_the_server_went_is_kept(
    client: Client, ann: User, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.stand(2)
    batch = started(client)
    batches.work(seconds=-1)  # fixes the papers
    monkeypatch.setattr("leaderboard.actions.trials.SECONDS", -1.0)
    batches.work(seconds=-1)
    model.dead = True
    batches.work(seconds=-1)
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.attempts) == ("waiting", 1, 1)
    model.dead = False
    reading.work()
    assert dict(Trial.objects.get(batch=batch).summary["outcomes"])["differ"] == 2
    assert model.tried[10] == 1, "nobody pays twice"


def test_it_is_cancelled_while_the_model_thinks(
    client: Client, ann: User, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PATIENCE", 200)
    monkeypatch.setenv("LLM_TIMEOUT", "20")
    reading.stand(3)
    batch = started(client)
    model.thinks.clear()

    def work() -> None:
        batches.work(seconds=60)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    while not model.tried:
        time.sleep(0.01)
    said = client.post(f"/admin/batches/{batch.uid}/cancel/", follow=True).content.decode()
    assert "as soon as the piece that is being done ends" in said
    client.post(f"/admin/batches/{batch.uid}/cancel/")  # impatient
    model.thinks.set()
    worker.join()
    batch.refresh_from_db()
    assert batch.state == "cancelled"
    assert Event.objects.filter(subject_uid=batch.uid, action="cancel").count() == 1
    assert not Claim.objects.filter(engine_version="tiny").exists()
