"""A board's table as spreadsheets and programs read it."""

import csv
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from leaderboard.models import Claim, Paper
from leaderboard.queries import boards, downloads
from leaderboard.queries.boards import Column, Filters, Sort, Tab
from leaderboard.views.downloads import COLUMNS
from tests.leaderboard import collection
from tests.leaderboard.reuse import hostile
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

QUEST = "/boards/mathquest/accuracy/"


def whole(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return b"".join(response).decode()


def table(client: Client, query: str = "", *, board: str = QUEST) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(whole(client, f"{board}table.csv{query}"))))


def rows(client: Client, query: str = "", *, board: str = QUEST) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(whole(client, f"{board}table.json{query}"))["rows"]
    return found


def shown(client: Client, query: str) -> list[str]:
    """The claims of the page, in its order."""
    return re.findall(r'<tbody class="claim" id="claim-([^"]*)"', client.get(QUEST + query).content.decode())


@pytest.mark.parametrize(
    "query",
    [
        *("", "?sort=-value", "?sort=paper", "?sort=-date", "?tab=gains", "?tab=gains&sort=-paper"),
        *("?year=2026", "?setting=zero-shot&sort=system", "?role=reference", "?tab=factors"),
    ],
)
def test_both_hold_the_rows_that_the_page_shows(client: Client, query: str) -> None:
    grown(12)
    page = shown(client, query)
    for found in (table(client, query), rows(client, query)):
        assert [row["permalink"].split("/")[-2] for row in found] == page


def test_a_row_says_everything(client: Client) -> None:
    grown(3)
    Paper.objects.filter(title="NewNet 2: a model").update(arxiv_id="2601.00002", doi="10.1/2")
    claim = Claim.objects.get(value=Decimal("82.5"))
    first, second = table(client)[0], rows(client)[0]
    expected = {
        "rank": "1",
        "unranked": "",
        "systems": "NewNet 2",
        "quote": "82.5",
        "value": "82.5",
        "unit": "%",
        "normalised": "82.5",
        "normalised_unit": "%",
        "kind": "absolute",
        "bound": "exact",
        "role": "result",
        "benchmarks": "MathQuest",
        "baselines": "",
        "setting": "zero-shot",
        "state": "machine",
        "confidence": "0.8",
        "start": str(claim.start),
        "end": str(claim.end),
        "permalink": f"http://testserver/claims/{claim.uid}/",
        "paper": str(claim.paper.uid),
        "title": "NewNet 2: a model",
        "arxiv_id": "2601.00002",
        "doi": "10.1/2",
        "published_on": "2026-01-03",
        "is_summary": "true",
        "retracted_on": "",
        "open_disputes": "0",
        "open_corrections": "0",
    }
    assert {name: first[name] for name in expected} == expected
    assert tuple(first) == COLUMNS == tuple(second)
    assert (second["rank"], second["value"], second["value_high"]) == (1, "82.5", None)
    assert second["systems"] == [{"name": "NewNet 2", "slug": "newnet-2"}]
    assert claim.paper.abstract[second["start"] : second["end"]] == second["quote"]
    last = rows(client)[-1]
    assert (last["rank"], last["unranked"]) == (None, "it was measured on several benchmarks at once")


@pytest.mark.parametrize(
    ("kind", "tab", "unit"),
    [
        ("absolute", "results", "%"),
        ("difference", "gains", "points"),
        ("percent_change", "relative", "%"),
        ("factor", "factors", "x"),
        ("fraction", "fractions", "%"),
        (None, "unclear", ""),
    ],
)
def test_the_common_scale_of_each_kind_has_its_unit(
    client: Client, kind: str | None, tab: str, unit: str
) -> None:
    metric, quest = collection.metric(direction="higher", unit="%"), collection.benchmark()
    scaled = Decimal(5) if kind else None
    collection.claim(collection.paper("It is 5."), "5", on=quest, metric=metric, kind=kind, scaled=scaled)
    (row,) = table(client, f"?tab={tab}")
    assert (row["normalised"], row["normalised_unit"]) == ("5" if kind else "", unit)


@pytest.mark.parametrize("value", ["0.1000", "-3.50", "1E+25", "123456789012345678901234567890.5"])
def test_numbers_keep_their_digits(client: Client, value: str) -> None:
    paper = collection.paper(f"It is {value}.")
    collection.claim(paper, value, on=collection.benchmark(), metric=collection.metric(direction="higher"))
    (row,), (other,) = table(client), rows(client)
    assert Decimal(row["value"]) == Decimal(other["value"]) == Decimal(value)
    bare = re.findall(r"(?<=,)-?[0-9.E+]+(?=,)", whole(client, f"{QUEST}table.csv"))
    assert Decimal(value) in [Decimal(number) for number in bare]


def test_hostile_text_is_text(client: Client) -> None:
    hostile.build()
    (row,) = table(client, board=hostile.BOARD)
    (other,) = rows(client, board=hostile.BOARD)
    for name in ("systems", "setting", "title", "unit", "metric", "benchmarks", "baselines"):
        assert row[name].startswith("'"), name
    assert row["setting"] == "'" + hostile.BAD
    assert other["setting"] == hostile.BAD
    content = whole(client, f"{hostile.BOARD}table.csv")
    assert not re.search(r'(^|,)"?[=+@\t]', content, re.MULTILINE)


def test_the_answer_has_a_name_and_is_what_it_says(client: Client) -> None:
    grown(3)
    response = client.get(f"{QUEST}table.csv?tab=gains")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="mathquest-accuracy-gains.csv"'
    assert response["Access-Control-Allow-Origin"] == "*"
    about = json.loads(whole(client, f"{QUEST}table.json?year=2026"))
    assert about["filters"] == {"setting": None, "year": 2026, "state": None, "role": None}
    assert (about["tab"], about["sort"], about["metric"]["direction"]) == ("results", "rank", "higher")
    assert client.get(about["address"]).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize(
    ("query", "field"),
    [("?tab=best", "tab"), ("?sort=colour", "sort"), ("?year=soon", "year"), ("?state=rejected", "state")],
)
def test_what_makes_no_sense_is_refused(client: Client, kind: str, query: str, field: str) -> None:
    grown(1)
    response = client.get(f"{QUEST}table.{kind}{query}")
    assert response.status_code == 400
    assert f"“{field}”" in response.content.decode()


def test_no_board_no_table(client: Client) -> None:
    assert client.get(f"{QUEST}table.csv").status_code == 404


def test_a_tab_without_rows_is_a_table_without_rows(client: Client) -> None:
    grown(1)
    assert table(client, "?tab=factors") == rows(client, "?tab=factors") == []


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_rows_come_in_pages_and_all_of_them_once(size: int) -> None:
    grown(14)
    board = boards.find("mathquest", metric="accuracy")
    assert board
    chosen: dict[str, Any] = {"tab": Tab.RESULTS, "sort": Sort(Column.RANK), "filters": Filters()}
    found = [row.row.claim.uid for row in downloads.table(board, size=size, **chosen)]
    page = boards.rows(board, cursor=None, size=100, **chosen)
    assert found == [row.claim.uid for row in page.rows]
