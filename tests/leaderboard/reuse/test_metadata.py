"""What pages say to machines: canonical addresses, structured data, sitemaps."""

import json
import re
from html import unescape
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from leaderboard.models import Claim, Paper, System
from leaderboard.queries import sitemaps
from leaderboard.queries.sitemaps import After
from tests.leaderboard import collection
from tests.leaderboard.reuse import hostile
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

QUEST = "/boards/mathquest/accuracy/"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def canonical(client: Client, address: str) -> str | None:
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', client.get(address).content.decode())
    assert len(found) <= 1
    return unescape(found[0]) if found else None


def described(client: Client, address: str) -> list[dict[str, Any]]:
    blocks = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(address).content.decode(), re.DOTALL
    )
    return [json.loads(block) for block in blocks]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/", "/"),
        ("/?utm_source=x", "/?utm_source=x"),
        (QUEST, QUEST),
        (f"{QUEST}?tab=results&sort=rank&year=&utm_source=x", QUEST),
        (f"{QUEST}?sort=-rank", f"{QUEST}?sort=-rank"),
        (f"{QUEST}?year=2026&tab=results", f"{QUEST}?year=2026"),
        (f"{QUEST}?tab=gains&sort=-value", f"{QUEST}?tab=gains"),
        (f"{QUEST}?tab=gains&sort=rank", f"{QUEST}?tab=gains&sort=rank"),
        ("/systems/newnet-0/?part=own", "/systems/newnet-0/"),
        ("/systems/oldnet/?part=compared", "/systems/oldnet/?part=compared"),
        ("/search/?q=a+%26+b&kind=&x=1", "/search/?q=a+%26+b"),
        ("/about/?of=b&of=a&after=x", "/about/?of=b&of=a"),
        ("/nothing/", None),
        (f"{QUEST}?tab=none", None),
    ],
)
def test_one_address_for_what_shows_the_same(client: Client, asked: str, found: str | None) -> None:
    grown(3)
    assert canonical(client, asked) == (found and "http://testserver" + found)


def test_pages_of_a_list_are_one_list(client: Client) -> None:
    grown(60)
    mark = re.findall(r"after=([\w-]+)", client.get(QUEST).content.decode())[0]
    assert canonical(client, f"{QUEST}?after={mark}") == "http://testserver" + QUEST


def test_a_site_with_an_address_of_its_own_says_it(client: Client, settings: Any) -> None:
    grown(1)
    settings.SITE_URL = "https://claims.example.org/"
    assert canonical(client, QUEST) == "https://claims.example.org" + QUEST
    for address in ("/sitemap.xml", "/sitemaps/papers-0.xml", "/robots.txt", "/feeds/claims/"):
        response = client.get(address)
        text = (b"".join(response) if response.streaming else response.content).decode()
        assert "https://claims.example.org/" in text
        assert "testserver" not in text


def test_a_board_is_a_dataset(client: Client) -> None:
    grown(3)
    data, crumbs = described(client, QUEST)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Dataset")
    assert data["name"] == "MathQuest: Accuracy"
    assert 50 <= len(data["description"]) <= 5000
    assert data["variableMeasured"] == {"@type": "PropertyValue", "name": "Accuracy", "unitText": "%"}
    for each in data["distribution"]:
        response = client.get(each["contentUrl"])
        assert response["Content-Type"].startswith(each["encodingFormat"])
    assert [step["position"] for step in crumbs["itemListElement"]] == [1, 2, 3, 4]
    assert all(client.get(step["item"]).status_code == 200 for step in crumbs["itemListElement"])


def test_a_paper_is_an_article_as_far_as_it_is_known(client: Client) -> None:
    known = collection.paper(
        "Text one.",
        title="A title",
        authors=["Ada Lovelace", ""],
        published_on="2026-01-02",
        arxiv_id="2601.00001",
        doi="10.1/a",
    )
    unknown = collection.paper("Text two.")
    article, crumbs = described(client, f"/papers/{known.uid}/")
    assert article["@type"] == "ScholarlyArticle"
    assert article["author"] == [{"@type": "Person", "name": "Ada Lovelace"}]
    assert article["datePublished"] == "2026-01-02"
    assert article["sameAs"] == ["https://arxiv.org/abs/2601.00001", "https://doi.org/10.1/a"]
    assert [each["value"] for each in article["identifier"]] == ["2601.00001", "10.1/a"]
    assert crumbs["itemListElement"][-1]["name"] == "A title"
    bare, _ = described(client, f"/papers/{unknown.uid}/")
    assert set(bare) == {"@context", "@type", "url"}


@pytest.mark.parametrize(
    ("address", "types"),
    [
        ("/", ["WebSite", "Dataset"]),
        ("/systems/newnet-0/", ["BreadcrumbList"]),
        ("/benchmarks/mathquest/", ["BreadcrumbList"]),
        ("/metrics/accuracy/", ["BreadcrumbList"]),
        ("/tasks/reasoning/", ["BreadcrumbList"]),
        ("/about/", []),
        ("/nothing/", []),
    ],
)
def test_pages_say_what_they_are(client: Client, address: str, types: list[str]) -> None:
    grown(1)
    assert [each["@type"] for each in described(client, address)] == types


def test_hostile_names_end_no_script(client: Client) -> None:
    claim = hostile.build()
    for address in (hostile.BOARD, f"/papers/{claim.paper.uid}/", "/systems/bad/", "/metrics/bad/"):
        page = client.get(address).content.decode()
        blocks = described(client, address)
        assert blocks
        own = page.count('<script src="/static/')
        assert page.count("<script") == page.count("</script") == len(blocks) + own
        assert "</script><script>alert(1)" in json.dumps(blocks)


def test_what_others_show_of_a_page(client: Client) -> None:
    grown(1)
    page = client.get(QUEST).content.decode()
    tags = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)">', page))
    assert tags["og:title"] == tags["twitter:title"] == "MathQuest, Accuracy – Claimboard"
    assert tags["og:url"] == "http://testserver" + QUEST
    assert tags["og:description"] == tags["twitter:description"]
    assert tags["twitter:card"] == "summary"


def test_pages_name_their_feeds(client: Client) -> None:
    grown(1)
    for address, number in ((QUEST, 5), ("/", 2), ("/about/", 2)):
        page = client.get(address).content.decode()
        feeds = re.findall(
            r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]*)">', page
        )
        assert len(feeds) == number
        assert all(client.get(feed).status_code == 200 for feed in feeds)


def test_robots_are_told_where_everything_is(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode().splitlines()


def parts(client: Client) -> dict[str, list[str]]:
    """The addresses of every part of the sitemap."""
    index = fromstring(client.get("/sitemap.xml").content)
    assert index.tag == f"{SPACE}sitemapindex"
    found = {}
    for part in index.iter(f"{SPACE}loc"):
        tree = fromstring(b"".join(client.get(part.text or "")))
        assert tree.tag == f"{SPACE}urlset"
        found[part.text or ""] = [place.text or "" for place in tree.iter(f"{SPACE}loc")]
    return found


@pytest.mark.parametrize("size", [1, 2, 50_000])
def test_the_sitemap_names_every_page_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(sitemaps, "PART", size)
    grown(3)
    System.objects.create(slug="unheard", name="Unheard of")
    found = parts(client)
    assert max(map(len, found.values())) <= size
    places = [place.removeprefix("http://testserver") for part in found.values() for place in part]
    assert len(places) == len(set(places))
    boards = {place for place in places if place.startswith("/boards/")}
    assert boards == {QUEST, "/boards/logicquest/accuracy/"}
    assert {place for place in places if place.startswith("/papers/")} == {
        f"/papers/{uid}/" for uid in Paper.objects.values_list("uid", flat=True)
    }
    assert "/systems/newnet-0/" in places
    assert "/systems/unheard/" not in places
    assert {place.split("/")[1] for place in places} == {
        *("boards", "efficiency", "papers", "systems", "benchmarks", "metrics", "tasks")
    }
    assert all(client.get(place).status_code == 200 for place in places)


def test_an_empty_site_has_an_empty_sitemap(client: Client) -> None:
    assert parts(client) == {}


@pytest.mark.parametrize("part", ["papers-7", "claims-0", "papers-99999999999999999999"])
def test_no_such_part(client: Client, part: str) -> None:
    grown(1)
    assert client.get(f"/sitemaps/{part}.xml").status_code == 404


def test_marks_of_boards_that_nothing_can_have(client: Client) -> None:
    grown(1)
    response = client.get("/sitemaps/boards-99999999999999999999-99999999999999999999.xml")
    assert len(fromstring(b"".join(response))) == 0
    assert [place.name for place in sitemaps.boards(After())] == ["mathquest"]
    Claim.objects.update(state="rejected", decided_at="2026-01-01T00:00:00Z")
    collection.settled()
    assert list(sitemaps.boards(After())) == []
