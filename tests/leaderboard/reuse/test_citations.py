"""Citations of papers and boards, on their pages and as files."""

import re
from html import unescape

import bibtexparser
import pytest
from django.test import Client
from django.utils import timezone

from tests.leaderboard import collection
from tests.leaderboard.reuse import hostile
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db


def test_the_file_and_the_page_say_the_same(client: Client) -> None:
    paper = collection.paper(
        "Text.", title="A&B", authors=["Ada Lovelace"], arxiv_id="2601.1", published_on="2026-01-02"
    )
    response = client.get(f"/papers/{paper.uid}/cite.bib")
    assert response["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="lovelace2026ab.bib"'
    (entry,) = bibtexparser.loads(response.content.decode()).entries
    assert entry["title"] == r"{A\&B}"
    assert entry["url"] == "https://arxiv.org/abs/2601.1"
    page = client.get(f"/papers/{paper.uid}/").content.decode()
    assert unescape(page.split("<pre><code>")[1].split("</code>")[0]) == response.content.decode()


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": "https://x.org/p", "doi": "10.1/a"}, "https://x.org/p"),
        ({"doi": "10.1/a"}, "https://doi.org/10.1/a"),
        ({"url": "javascript:alert(1)"}, None),
    ],
)
def test_where_the_paper_is(client: Client, fields: dict[str, str], url: str | None) -> None:
    paper = collection.paper("Text.", title="One", **fields)
    (entry,) = bibtexparser.loads(client.get(f"/papers/{paper.uid}/cite.bib").content.decode()).entries
    assert entry.get("url") == url


def test_hostile_text_is_text(client: Client) -> None:
    paper = hostile.build().paper
    (entry,) = bibtexparser.loads(client.get(f"/papers/{paper.uid}/cite.bib").content.decode()).entries
    assert {"title", "author", "year", "month", "doi", "url", "ID", "ENTRYTYPE"} == set(entry)


def test_no_paper_no_citation(client: Client) -> None:
    assert client.get("/papers/00000000-0000-0000-0000-000000000000/cite.bib").status_code == 404


def test_a_board_is_cited_as_it_is_looked_at(client: Client) -> None:
    grown(1)
    page = client.get("/boards/mathquest/accuracy/?tab=gains&sort=-paper").content.decode()
    day = timezone.now().date()
    address = "http://testserver/boards/mathquest/accuracy/?tab=gains&sort=-paper"
    expected = f"Claimboard. MathQuest: Accuracy. {address} (accessed {day.day} {day:%B %Y})."
    assert expected in [unescape(code) for code in re.findall("<pre><code>(.*?)</code>", page, re.DOTALL)]
