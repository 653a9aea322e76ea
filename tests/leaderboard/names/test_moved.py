"""Old addresses lead on: pages, feeds, files and API alike, boards included."""

import pytest
from django.test import Client

from leaderboard.actions import claims, name_changes, restoring
from leaderboard.models import Benchmark, Claim, Event, NameChange, Task
from tests.leaderboard import collection
from tests.leaderboard.names import small
from tests.leaderboard.names.small import asker, seen

pytestmark = pytest.mark.django_db

BOARD = "alder-set/accuracy"
LED_ON = {
    "/benchmarks/alder-set/": "/benchmarks/birch-set/",
    "/boards/alder-set/": "/benchmarks/birch-set/",
    f"/boards/{BOARD}/": "/boards/birch-set/accuracy/",
    f"/boards/{BOARD}/?tab=gains&sort=-value": "/boards/birch-set/accuracy/?tab=gains&sort=-value",
    f"/boards/{BOARD}/feed/": "/boards/birch-set/accuracy/feed/",
    f"/boards/{BOARD}/table.csv": "/boards/birch-set/accuracy/table.csv",
    f"/embed/boards/{BOARD}/": "/embed/boards/birch-set/accuracy/",
    "/api/v1/benchmarks/alder-set/": "/api/v1/benchmarks/birch-set/",
    f"/api/v1/boards/{BOARD}/": "/api/v1/boards/birch-set/accuracy/",
    f"/api/v1/boards/{BOARD}/rows/?page_size=5": "/api/v1/boards/birch-set/accuracy/rows/?page_size=5",
}


def _merged() -> NameChange:
    alder, birch = small.things("benchmark", "Alder Set", "Birch Set")
    small.claims("benchmark", [[0], [1], [0]], [alder, birch])
    small.settled()
    return name_changes.merge(seen(alder), into=seen(birch), asker=asker())


@pytest.mark.parametrize("old", LED_ON)
def test_addresses_of_what_was_merged_lead_on(client: Client, old: str) -> None:
    _merged()
    answer = client.get(old)
    assert (answer.status_code, answer.headers.get("Location")) in (
        (301, LED_ON[old]),
        (302, LED_ON[old].replace("birch", "alder")),  # the short form of a board's address leads on itself
    )
    if answer.status_code == 301:
        assert "max-age" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("/benchmarks/Birch-Set/", "/benchmarks/birch-set/"),
        ("/boards/Birch-set/ACCURACY/?sort=-value", "/boards/birch-set/accuracy/?sort=-value"),
        ("/api/v1/boards/BIRCH-SET/accuracy/", "/api/v1/boards/birch-set/accuracy/"),
        ("/boards/birch-set/No-Such/", None),
        ("/benchmarks/Oak-Set/", None),
    ],
)
def test_slugs_in_capitals_lead_to_small_letters(client: Client, given: str, right: str | None) -> None:
    small.things("benchmark", "Alder Set", "Birch Set")
    collection.metric("Accuracy")
    answer = client.get(given)
    expected = (301, right) if right else (404, None)
    assert (answer.status_code, answer.headers.get("Location")) == expected


def test_and_back_again_when_it_is_taken_back(client: Client) -> None:
    name_changes.undo(_merged(), asker=asker())
    assert client.get("/benchmarks/alder-set/").status_code == 200
    assert client.get("/benchmarks/birch-set/").status_code == 200


def test_what_was_merged_twice_leads_there_in_one_step(client: Client) -> None:
    _merged()
    birch = Benchmark.objects.get(slug="birch-set")
    cedar = collection.benchmark("Cedar Set")
    name_changes.merge(seen(birch), into=seen(cedar), asker=asker())
    assert client.get("/benchmarks/alder-set/")["Location"] == "/benchmarks/cedar-set/"
    assert client.get("/benchmarks/cedar-set/").content.count(b"Alder Set") >= 1


def test_parameters_are_led_on(client: Client) -> None:
    first, second = small.things("system", "Alder Set", "Birch Set")
    small.claims("system", [[0], [1]], [first, second])
    name_changes.merge(seen(first), into=seen(second), asker=asker())
    answer = client.get("/compare/?systems=alder-set")
    assert (answer.status_code, answer["Location"]) == (301, "/compare/?systems=birch-set")
    found = client.get("/api/v1/claims/?system=alder-set").json()
    assert len(found["results"]) == 2


def test_badges_show_what_became_of_the_names(client: Client) -> None:
    first, second = small.things("system", "Alder Set", "Birch Set")
    small.claims("system", [[0]], [first, second])
    small.settled()
    address = "/badges/meadow/accuracy/{}.json"
    before = client.get(address.format("alder-set")).json()
    assert before["message"] == "#1"
    name_changes.merge(seen(first), into=seen(second), asker=asker())
    assert client.get(address.format("alder-set")).json() == before
    assert client.get(address.format("birch-set")).json() == before


def test_nothing_is_written_by_an_old_address(client: Client) -> None:
    _merged()
    assert client.post("/benchmarks/alder-set/").status_code == 405


def test_a_new_name_has_a_new_address_and_the_old_one_leads_there(client: Client) -> None:
    task = Task.objects.create(slug="sums", name="Sums", key="sums")
    name_changes.rename(seen(task), name="Arithmetic", address=True, asker=asker())
    assert client.get("/tasks/sums/")["Location"] == "/tasks/arithmetic/"
    assert b"Arithmetic" in client.get("/tasks/arithmetic/").content
    name_changes.rename(seen(task), name="Sums", address=True, asker=asker())
    assert client.get("/tasks/arithmetic/")["Location"] == "/tasks/sums/"
    assert client.get("/tasks/sums/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/benchmarks/alder-set/",
        f"/boards/{BOARD}/",
        f"/boards/{BOARD}/feed/",
        f"/boards/{BOARD}/table.csv",
        "/api/v1/benchmarks/alder-set/",
        f"/api/v1/boards/{BOARD}/rows/",
        "/pwc/api/v1/datasets/alder-set/",
    ],
)
def test_what_is_no_name_is_gone_and_says_why_until_it_is_taken_back(client: Client, address: str) -> None:
    (alder,) = small.things("benchmark", "Alder Set")
    small.claims("benchmark", [[0]], [alder])
    small.settled()
    before = client.get(address, follow=True).status_code
    change = name_changes.unname(seen(alder), asker=asker())
    answer = client.get(address)
    said = answer.content.decode()
    assert answer.status_code == 410
    assert "“Alder Set” was listed as a benchmark until" in said
    assert "no name of one: the same thing. What papers claim" in said
    if address.startswith(("/api/", "/pwc/")):
        assert answer.json()["status"] == 410
    name_changes.undo(change, asker=asker())
    assert client.get(address, follow=True).status_code == before == 200


def test_what_never_was_is_not_gone(client: Client) -> None:
    assert client.get("/benchmarks/alder-set/").status_code == 404
    assert client.get("/api/v1/benchmarks/alder-set/").status_code == 404


def test_a_decision_about_what_was_merged_is_restored_to_what_it_is_now() -> None:
    alder, birch = small.things("benchmark", "Alder Set", "Birch Set")
    (claim,) = small.claims("benchmark", [[0]], [alder, birch])
    claims.reject(claim, by=asker().by)
    event = Event.objects.latest("pk")
    name_changes.merge(seen(alder), into=seen(birch), asker=asker())
    restoring.undo(event, by=asker().by)
    assert [link.benchmark for link in Claim.objects.get().claim_benchmarks.all()] == [birch]
