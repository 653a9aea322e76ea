"""The screens of engines: what they show, refuse and cost."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.actions import claims
from leaderboard.models import Batch, Claim, Metric, Trial
from tests.leaderboard.engines import reading
from tests.leaderboard.engines.test_trials import mixed

pytestmark = pytest.mark.django_db(transaction=True)

QUERIES = {"engines": 4, "comparison": 15}
"""What the screens cost, sign-in included; however much there is."""


@pytest.fixture
def ann(client: Client) -> User:
    user = User.objects.create_superuser("ann")
    client.force_login(user)
    return user


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_screens_cost_the_same_however_much_there_is(client: Client, ann: User) -> None:
    reading.stand(8)
    claims.accept(Claim.objects.order_by("pk")[0], by=ann)
    trial = reading.tried(mixed, by=ann)
    address = f"/admin/engines/{trial.uid}/?benchmark=meadow&metric=accuracy&outcome=agree"
    client.get("/admin/engines/")  # the first visit notes in the session that it was made
    costs = {"engines": cost(client, "/admin/engines/"), "comparison": cost(client, address)}
    assert costs == QUERIES
    reading.stand(20, first=100)
    larger = reading.tried(mixed, by=ann)
    assert cost(client, "/admin/engines/") == QUERIES["engines"]
    assert cost(client, address.replace(str(trial.uid), str(larger.uid))) == QUERIES["comparison"]


def test_samples_stand_side_by_side(client: Client, ann: User) -> None:
    reading.stand(4)
    trial = reading.tried(mixed, by=ann)
    page = client.get(f"/admin/engines/{trial.uid}/").content.decode()
    assert "Sprout scores <mark>11.5</mark> accuracy on Meadow in 2024." in page
    assert '<th scope="row">metric (differs)</th><td>accuracy</td><td>recall</td>' in page
    assert '<th scope="row">system (differs)</th><td>Sprout</td><td>Sapling</td>' in page
    page = client.get(f"/admin/engines/{trial.uid}/?outcome=gone").content.decode()
    assert '<th scope="row">metric</th><td>accuracy</td><td>–</td>' in page
    page = client.get(f"/admin/engines/{trial.uid}/?outcome=new").content.decode()
    assert '<th scope="row">number</th><td>–</td><td>2024</td>' in page


@pytest.mark.parametrize("asked", ["outcome=lost", "benchmark=meadow", "benchmark=no&metric=accuracy"])
def test_what_is_nowhere_is_not_found(client: Client, ann: User, asked: str) -> None:
    reading.stand(1)
    trial = reading.tried(mixed, by=ann)
    assert client.get(f"/admin/engines/{trial.uid}/?{asked}").status_code == 404


def test_a_comparison_is_started_and_adopted(client: Client, ann: User) -> None:
    reading.stand(4)
    wrong = client.post("/admin/engines/start/", {"candidate": "oracle", "least": "7"})
    assert wrong.status_code == 400
    assert "oracle is not one of the available choices" in wrong.content.decode()
    with reading.candidate(mixed):
        client.post("/admin/engines/start/", {"candidate": "installed", "least": "0.5", "reason": "why not"})
        reading.work()
    trial = Trial.objects.get()
    assert (trial.least, trial.batch.reason) == (0.5, "why not")
    client.post(f"/admin/engines/{trial.uid}/adopt/")  # nobody said that all boards are meant
    assert not Batch.objects.filter(kind="adopt").exists()
    board = {"benchmark": "meadow", "metric": "accuracy"}
    place = client.post(f"/admin/engines/{trial.uid}/adopt/", {**board, "reason": "better"}).headers[
        "Location"
    ]
    title = f"Adopt engine {trial.engine_version} on Meadow, accuracy"
    assert title in client.get(place).content.decode()
    reading.work()
    assert Claim.objects.filter(metric__name="recall").exists()
    assert not Claim.objects.filter(value=2024).exclude(metric__name="accuracy").exists()
    assert "Meadow, accuracy</a>" in client.get(f"/admin/engines/{trial.uid}/").content.decode()


def test_after_names_changed_it_says_so(client: Client, ann: User) -> None:
    reading.stand(1)
    trial = reading.tried(mixed, by=ann)
    Metric.objects.filter(name="accuracy").update(origin="curator")
    address = f"/admin/engines/{trial.uid}/"
    assert "Compare again what changed" in client.get(address).content.decode()
    assert client.post(f"{address}adopt/", {"everything": "yes"}).headers["Location"] == address
    assert "Nothing was adopted" in client.get(address).content.decode()
    asked = {"candidate": "installed", "least": "0.0", "again": str(trial.uid), "reason": "Names changed"}
    client.post("/admin/engines/start/", asked)
    assert Batch.objects.latest("pk").about["again"] == str(trial.uid)
