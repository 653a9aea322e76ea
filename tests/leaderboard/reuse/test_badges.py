"""Badges as shields.io and as readers of pictures get them."""

import json
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from leaderboard.models import Claim
from leaderboard.views.badges import FIRST, FORMER, FURTHER, NEUTRAL
from tests.leaderboard import collection
from tests.leaderboard.reuse import hostile

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def results(values: list[str], *, direction: str | None = "higher", **fields: Any) -> None:
    """A board on which System 0, 1 ... have these values."""
    metric, quest = collection.metric(direction=direction), collection.benchmark()
    for number, value in enumerate(values):
        paper = collection.paper(f"Paper {number} says 5.")
        system = collection.system(f"System {number}")
        collection.claim(paper, "5", on=quest, metric=metric, system=system, scaled=Decimal(value), **fields)


def shield(client: Client, system: str, board: str = "mathquest/accuracy") -> dict[str, object]:
    response = client.get(f"/badges/{board}/{system}.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    found: dict[str, object] = json.loads(response.content)
    assert set(found) == {"schemaVersion", "label", "message", "color"}
    assert found["schemaVersion"] == 1
    return found


def picture(client: Client, system: str, board: str = "mathquest/accuracy") -> Element:
    response = client.get(f"/badges/{board}/{system}.svg")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("image/svg+xml")
    assert "max-age=300" in response["Cache-Control"]
    found: Element = fromstring(response.content)
    assert found.tag == f"{SVG}svg"
    return found


@pytest.mark.parametrize(
    ("direction", "messages"),
    [("higher", ["#3", "#1 (tied)", "#1 (tied)", "#4"]), ("lower", ["#2", "#3 (tied)", "#3 (tied)", "#1"])],
)
def test_a_badge_gives_the_rank_of_the_board(client: Client, direction: str, messages: list[str]) -> None:
    results(["5", "9", "9", "1"], direction=direction)
    assert [shield(client, f"system-{number}")["message"] for number in range(4)] == messages
    assert shield(client, "system-0")["label"] == "MathQuest Accuracy"


def test_the_best_of_several_results_counts(client: Client) -> None:
    results(["5", "9", "7"])
    paper = collection.paper("Once more, 5.")
    collection.claim(
        paper,
        "5",
        on=collection.benchmark(),
        metric=collection.metric(),
        system=collection.system("System 1"),
        scaled=Decimal(9),
    )
    assert [shield(client, f"system-{number}")["message"] for number in range(3)] == ["#4", "#1", "#3"]


@pytest.mark.parametrize(
    "fields",
    [{"kind": "difference"}, {"role": "reference"}, {"bound": "at_most"}, {"confidence": 0.4}],
    ids=["gain", "quoted", "best case", "unsure"],
)
def test_what_has_no_rank_has_none_on_a_badge(client: Client, fields: dict[str, Any]) -> None:
    results(["5"], **fields)
    assert shield(client, "system-0")["message"] == "not ranked"


def test_disputed_retracted_and_undirected_results_have_none(client: Client) -> None:
    results(["5"])
    Claim.objects.update(state="disputed", decided_at="2026-01-01T00:00:00Z")
    assert shield(client, "system-0")["message"] == "not ranked"
    Claim.objects.update(state="machine", decided_at=None)
    assert shield(client, "system-0")["message"] == "#1"
    Claim.objects.get().paper.__class__.objects.update(retracted_on="2026-01-01")
    assert shield(client, "system-0")["message"] == "not ranked"


@pytest.mark.parametrize(
    ("board", "label", "message"),
    [
        ("mathquest/accuracy", "MathQuest Accuracy", "not ranked"),
        ("no/such", "Claimboard", "no such board"),
    ],
)
def test_what_is_unknown_has_a_badge_too(client: Client, board: str, label: str, message: str) -> None:
    results(["5"])
    expected = {"schemaVersion": 1, "label": label, "message": message, "color": NEUTRAL}
    assert shield(client, "nobody", board) == expected
    assert picture(client, "nobody", board).findtext(f"{SVG}title") == f"{label}: {message}"


def test_a_picture_is_named_for_those_who_do_not_see_it(client: Client) -> None:
    results(["5"])
    found = picture(client, "system-0")
    assert found.get("role") == "img"
    title = found.find(f"{SVG}title")
    assert title is not None
    assert (title.get("id"), title.text) == (found.get("aria-labelledby"), "MathQuest Accuracy: #1")
    assert [text.text for text in found.iter(f"{SVG}text")] == ["MathQuest Accuracy", "#1"]


def test_hostile_names_are_text(client: Client) -> None:
    hostile.build()
    found = picture(client, "bad", "bad/bad")
    assert {each.tag.removeprefix(SVG) for each in found.iter()} == {
        "svg",
        "title",
        "rect",
        "path",
        "g",
        "text",
    }
    assert "</script><script>" in (found.findtext(f"{SVG}title") or "")
    assert float(found.get("width") or 0) < 700
    assert len(str(shield(client, "bad", "bad/bad")["label"])) <= 60


@pytest.mark.parametrize("color", [FIRST, FORMER, FURTHER, NEUTRAL, "3a3d42"])
def test_white_letters_can_be_read_on_every_colour(color: str) -> None:
    parts = [int(color[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (light + 0.05) >= 4.5
