"""Which pages others may frame: one."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from leaderboard.models import Claim, Paper
from tests.leaderboard.reuse import hostile
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

EMBED = "/embed/boards/mathquest/accuracy/"


def may_be_framed(response: Any) -> bool:
    policy = response["Content-Security-Policy"]
    return "frame-ancestors 'none'" not in policy or response.get("X-Frame-Options") != "DENY"


def addresses() -> dict[str, str]:
    """An address of every public page, by the names of their patterns."""
    paper, claim = Paper.objects.earliest("pk"), Claim.objects.earliest("pk")
    slugs = {"benchmark": "mathquest", "metric": "accuracy", "system": "newnet-0"}
    own: dict[str, list[Any]] = {
        "paper": [paper.uid],
        "cite": [paper.uid],
        "claim": [claim.uid],
        "system": ["newnet-0"],
        "benchmark": ["mathquest"],
        "metric": ["accuracy"],
        "task": ["reasoning"],
        "sitemap of boards": [0, 0],
        "sitemap part": ["papers", 0],
    }
    found = {}
    for pattern in get_resolver("leaderboard.urls").url_patterns:
        assert isinstance(pattern, URLPattern)
        route, name = str(pattern.pattern), str(pattern.name)
        values = [str(value) for value in own.get(name, [])]
        names = re.findall(r"<\w+:(\w+)>", route)
        values = values or [slugs.get(each, "0") for each in names]
        for value in values:
            route = re.sub(r"<\w+:\w+>", value, route, count=1)
        found[name] = "/" + route
    return found


def test_one_page_may_be_framed(client: Client) -> None:
    grown(3)
    framed = {name for name, address in addresses().items() if may_be_framed(client.get(address))}
    assert framed == {"embed"}
    others = ("/nothing/", f"{EMBED}?rows=999", "/embed/boards/no/such/", "/admin/login/", "/api/v1/claims/")
    assert [address for address in others if may_be_framed(client.get(address))] == []


def test_the_embedded_board_is_open_to_all_sites_and_otherwise_as_strict(client: Client) -> None:
    grown(3)
    response, plain = client.get(EMBED), client.get("/boards/mathquest/accuracy/")
    assert "X-Frame-Options" not in response
    policies = [
        dict(part.strip().partition(" ")[::2] for part in each["Content-Security-Policy"].split(";"))
        for each in (response, plain)
    ]
    assert policies[0].pop("frame-ancestors") == "*"
    assert policies[1].pop("frame-ancestors") == "'none'"
    assert policies[0] == policies[1]
    assert "max-age=300" in response["Cache-Control"]


def test_every_link_leaves_the_frame(client: Client) -> None:
    grown(3)
    links = re.findall(r"<a [^>]*>", client.get(EMBED).content.decode())
    assert len(links) >= 4
    for link in links:
        assert 'target="_top"' in link
        assert 'rel="noopener"' in link
        assert 'href="http://testserver/' in link


@pytest.mark.parametrize(
    ("query", "rows", "theme"),
    [("", 10, "auto"), ("?rows=2&theme=dark", 2, "dark"), ("?rows=50", 12, "auto")],
)
def test_rows_and_colours_are_those_asked_for(client: Client, query: str, rows: int, theme: str) -> None:
    grown(12)
    page = client.get(EMBED + query).content.decode()
    assert page.count('<th scope="row">') == rows
    assert f'data-theme="{theme}"' in page


def test_rows_stand_in_the_order_asked_for(client: Client) -> None:
    grown(4)
    page = client.get(f"{EMBED}?sort=value").content.decode()
    assert re.findall(r'<th scope="row"><span class="clamp"><bdi>([^<]*)', page)[:2] == [
        "NewNet 0",
        "NewNet 2",
    ]
    assert client.get(f"{EMBED}?tab=gains").content.decode().count("2.5\xa0points</a>") == 4


@pytest.mark.parametrize("query", ["rows=0", "rows=51", "rows=x", "theme=pink", "sort=up", "tab=none"])
def test_what_makes_no_sense_is_refused(client: Client, query: str) -> None:
    grown(1)
    response = client.get(f"{EMBED}?{query}")
    assert response.status_code == 400
    assert f"“{query.partition('=')[0]}”" in response.content.decode()


def test_hostile_names_are_text(client: Client) -> None:
    hostile.build()
    page = client.get("/embed/boards/bad/bad/").content.decode()
    assert "<script" not in page
    assert "<img" not in page


def test_the_board_gives_the_code_of_the_frame(client: Client) -> None:
    grown(3)
    hostile.build()
    for board in ("/boards/mathquest/accuracy/?tab=gains", hostile.BOARD):
        page = client.get(board).content.decode()
        code = unescape(page.split("<pre><code>")[1].split("</code>")[0])
        source = unescape(code.split('src="')[1].split('"')[0])
        assert client.get(source).status_code == 200
        assert code.count('"') == 10
        assert code.endswith("></iframe>")
        assert "<script" not in code
