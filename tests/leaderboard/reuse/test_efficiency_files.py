"""A table of efficiency as spreadsheets, programs, feeds and frames of other sites have it."""

import csv
import gzip
import io
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leaderboard.models import Claim
from leaderboard.views.efficiency_files import COLUMNS
from tests.leaderboard import collection
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

SPEED = "/efficiency/speed/"


def whole(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return b"".join(response).decode()


def table(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(whole(client, f"{SPEED}table.csv{query}"))))


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(whole(client, f"{SPEED}table.json{query}"))["rows"]
    return found


def page(client: Client, query: str = "") -> str:
    return client.get(SPEED + query).content.decode()


def shown(client: Client, query: str = "") -> list[str]:
    """The claims of the page, in its order."""
    return re.findall(r'<tbody class="claim" id="claim-([^"]*)"', page(client, query))


@pytest.mark.parametrize(
    "query",
    [
        *("", "?sort=-rank", "?sort=system", "?sort=-date", "?tab=best", "?tab=unplaced", "?state=machine"),
        *("?baseline=oldnet", "?hardware=A100&sort=-paper", "?metric=speedup&state=disputed"),
    ],
)
def test_both_hold_the_rows_that_the_page_shows(client: Client, query: str) -> None:
    grown(12)
    listed = shown(client, query)
    for found in (table(client, query), rows(client, query)):
        assert [row["permalink"].split("/")[-2] for row in found] == listed


def test_a_row_says_everything(client: Client) -> None:
    grown(3)
    row = rows(client, "?hardware=A100")[0]
    assert tuple(row) == COLUMNS
    assert (row["rank"], row["unranked"], row["times_better"]) == (1, None, "3")
    assert row["hardware"] == [{"name": "A100"}]
    assert (row["quality"], row["quality_permalink"]) == (None, None)
    assert row["baselines"] == [{"name": "OldNet", "slug": "oldnet"}]


def test_what_has_no_place_says_why(client: Client) -> None:
    grown(2)
    (row,) = table(client, "?tab=unplaced")
    assert row["unranked"] == "it is one number of several systems"
    assert (row["rank"], row["times_better"]) == ("", "")


def test_state_narrows_and_is_kept_by_the_links(client: Client) -> None:
    grown(3)
    doubted = Claim.objects.filter(kind="factor").earliest("pk")
    Claim.objects.filter(pk=doubted.pk).update(state="disputed", decided_at=timezone.now())
    collection.settled()
    assert shown(client, "?tab=unplaced&state=disputed") == [str(doubted.uid)]
    assert str(doubted.uid) not in shown(client, "?tab=unplaced&state=machine")
    assert "state=disputed" in page(client, "?tab=unplaced&state=disputed").split('id="sort-system"')[1][:200]
    assert client.get(f"{SPEED}?state=nonsense").status_code == 400


def test_the_feed_holds_the_newest_claims(client: Client) -> None:
    grown(3)
    feed = client.get(f"{SPEED}feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    newest = Claim.objects.filter(kind="factor").latest("pk")
    assert feed.content.decode().count("<entry>") == 3
    assert str(newest.uid) in feed.content.decode()
    assert client.get(f"{SPEED}feed/", headers={"if-none-match": feed["ETag"]}).status_code == 304


def test_the_frame_holds_the_first_rows_and_may_be_framed(client: Client) -> None:
    grown(12)
    frame = client.get("/embed/efficiency/speed/?rows=2&theme=dark&baseline=oldnet")
    body = frame.content.decode()
    assert 'data-theme="dark"' in body
    assert body.count('<th scope="row">') == 2
    assert "over <bdi>OldNet</bdi>" in body
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "DENY" in client.get(SPEED)["X-Frame-Options"]


@pytest.mark.parametrize(("bound", "words"), [("about", "about"), ("at_least", "at least"), ("exact", None)])
def test_the_frame_says_how_exact_a_number_is_as_the_board_does(
    client: Client, bound: str, words: str | None
) -> None:
    grown(3)
    Claim.objects.filter(kind="factor").update(bound=bound)
    framed = client.get(f"/embed{SPEED}").content.decode()
    assert re.findall(r"<small>([^<]*)</small>", framed) == ([words] * framed.count("×</a>") if words else [])
    assert "×</a>" in framed


def test_the_page_names_its_one_address_and_its_other_formats(client: Client) -> None:
    grown(3)
    head = page(client, "?tab=measured&sort=-date&after=&nonsense=1").split("</head>")[0]
    assert '<link rel="canonical" href="http://testserver/efficiency/speed/?sort=-date">' in head
    assert f'href="{SPEED}table.csv?tab=measured&amp;sort=-date"' in head
    assert f'href="{SPEED}feed/"' in head
    data = [json.loads(block) for block in re.findall(r'ld\+json">(.*?)</script>', head)]
    assert [block["@type"] for block in data] == ["Dataset", "BreadcrumbList"]
    assert data[0]["distribution"][0]["contentUrl"] == f"http://testserver{SPEED}table.csv"


def test_the_sitemap_has_the_families(client: Client) -> None:
    grown(1)
    assert "/sitemaps/efficiency-0.xml" in client.get("/sitemap.xml").content.decode()
    assert f"<loc>http://testserver{SPEED}</loc>" in whole(client, "/sitemaps/efficiency-0.xml")


@pytest.mark.parametrize("ending", ["feed/", "table.csv", "table.json"])
def test_there_is_nothing_of_other_families(client: Client, ending: str) -> None:
    assert client.get(f"/efficiency/nonsense/{ending}").status_code == 404
    assert client.get("/embed/efficiency/nonsense/").status_code == 404


def test_a_page_seen_before_costs_one_query_until_something_changes(client: Client) -> None:
    grown(3)
    first = client.get(SPEED)
    with CaptureQueriesContext(connection) as made:
        packed = client.get(SPEED, headers={"accept-encoding": "gzip"})
    assert len(made) == 1
    assert gzip.decompress(packed.content) == first.content
    assert "is being settled" not in first.content.decode()
    Claim.objects.filter(kind="factor").update(bound="about")
    changed = page(client)
    assert "about</small>" in changed
    assert "is being settled" in changed
    collection.settled()
    assert "is being settled" not in page(client)
