"""Pages as a reader meets them: what they say, where they lead, what they answer to nonsense."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from extraction.accuracy import measured
from leaderboard.domain.ranking import SURE_ENOUGH
from leaderboard.models import Benchmark, Claim, ClaimBenchmark, Metric, Paper, System
from tests.leaderboard import collection
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers() -> list[Paper]:
    return grown(5)


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.content.decode()


def words(html: str) -> str:
    """What a reader sees of it, roughly: no tags, single spaces."""
    seen = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", seen)).split())


def body_of(html: str, claim: Claim) -> str:
    """The part of a page that is about one claim."""
    return html.split(f'id="claim-{claim.uid}"')[1].split("</tbody>", maxsplit=1)[0]


def test_home_shows_boards_with_their_leaders_and_what_is_new(client: Client, papers: list[Paper]) -> None:
    page = text(client, "/")
    assert 'href="/boards/mathquest/accuracy/"' in page
    assert "NewNet 4" in page
    assert "84.5%" in words(page)
    assert "Language" in page
    assert "5 15" in re.sub(r"\D+", " ", words(page))


@pytest.mark.parametrize(
    ("low", "high", "unit", "scaled", "shown"),
    [
        ("81", "85", "%", "81", "81–85"),
        ("0.81", "0.85", None, "81", "81–85"),
        ("81", "85", "ms", None, "81–85"),
    ],
    ids=["as it is", "on another scale", "on none"],
)
def test_a_paper_shows_both_ends_of_a_range(
    client: Client, low: str, high: str, unit: str | None, scaled: str | None, shown: str
) -> None:
    paper = collection.paper(f"It reaches {low} to {high}.")
    claim = collection.claim(
        paper,
        low,
        value_high=Decimal(high),
        unit=unit,
        metric=collection.metric(),
        scaled=Decimal(scaled) if scaled else None,
    )
    row = text(client, f"/papers/{paper.uid}/").split(f'id="claim-{claim.uid}"')[1].split("</tr>")[0]
    assert shown in words(row.split('data-label="Value"')[1].split("</td>")[0])


def test_home_without_anything(client: Client) -> None:
    assert "No boards yet" in text(client, "/")


def test_home_says_what_waits(client: Client) -> None:
    collection.paper("Nothing read here yet.")
    assert "papers still to be read" in text(client, "/")


def test_board_shows_direction_tabs_and_words(client: Client, papers: list[Paper]) -> None:
    page = text(client, "/boards/mathquest/accuracy/")
    claim = Claim.objects.get(value=Decimal("84.5"))
    row = body_of(page, claim)
    assert "higher is better" in page
    assert re.search(r"Results\s*<span class=\"count\">5<", page)
    assert re.search(r"Gains\s*<span class=\"count\">5<", page)
    assert "It reaches <mark" in row
    assert ">84.5</mark>" in row
    assert f'href="/papers/{claim.paper.uid}/#claim-{claim.uid}"' in row
    assert "zero-shot" in row
    assert "2.5 points" not in words(page.split("<table")[1].split("It reaches")[0])


def test_board_explains_why_a_row_has_no_rank(client: Client, papers: list[Paper]) -> None:
    page = text(client, "/boards/mathquest/accuracy/")
    ranked, _, unranked = page.partition("Not ranked <small")
    claim = Claim.objects.get(value=Decimal("81.5"))
    assert f"claim-{claim.uid}" not in ranked
    assert "it was measured on several benchmarks at once" in body_of(unranked, claim)


def test_a_doubtful_claim_is_listed_with_the_reason_and_leads_nothing(client: Client) -> None:
    papers = grown(5)
    doubtful = papers[4].claims.get(value=Decimal("84.5"))
    Claim.objects.filter(pk=doubtful.pk).update(confidence=0.69)
    collection.settled()
    ranked, _, unranked = text(client, "/boards/mathquest/accuracy/").partition("Not ranked <small")
    assert f"claim-{doubtful.uid}" not in ranked
    assert "the engine is not sure enough, and nobody has checked it" in body_of(unranked, doubtful)
    for address in ("/", "/boards/"):
        leader = words(text(client, address).split('data-label="Best"')[1].split("</td>")[0])
        assert "82.5%" in leader
    about = words(text(client, "/about/"))
    assert "a confidence below 0.7 is listed without a rank" in about
    right = measured().share_right(least=SURE_ENOUGH)
    assert right is not None
    assert right >= 0.85
    assert f"about {100 * right:.0f} in 100 were measured to be wholly right" in about


def test_board_of_a_metric_without_direction_ranks_nothing(client: Client, papers: list[Paper]) -> None:
    Metric.objects.update(direction=None)
    page = text(client, "/boards/mathquest/accuracy/")
    assert "direction unknown: listed, not ranked" in page
    assert 'class="n rank"' not in page


def test_board_shows_ties_as_ties(client: Client) -> None:
    metric, quest = collection.metric(direction="lower"), collection.benchmark("MathQuest")
    for number, scaled in enumerate(("3", "5", "5.0", "7")):
        paper = collection.paper(f"Paper {number} says 5.")
        collection.claim(paper, "5", on=quest, metric=metric, scaled=Decimal(scaled))
    page = text(client, "/boards/mathquest/accuracy/")
    assert re.findall(r'class="n rank" data-label="Rank">(\d+)', page) == ["1", "2", "2", "4"]


def test_board_marks_how_it_is_sorted(client: Client, papers: list[Paper]) -> None:
    page = text(client, "/boards/mathquest/accuracy/?sort=-value")
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in page
    assert "?tab=results&amp;sort=value" in page


def test_board_shows_records_over_time(client: Client) -> None:
    grown(9)
    page = text(client, "/boards/mathquest/accuracy/")
    chart = page.split('class="chart"')[1].split("</svg>")[0]
    claim = Claim.objects.get(value=Decimal("88.5"))
    assert f'href="/papers/{claim.paper.uid}/#claim-{claim.uid}"' in chart
    assert "NewNet 8" in chart
    assert 'class="chart"' not in text(client, "/boards/mathquest/accuracy/?tab=gains")


def test_board_keeps_its_filters_from_link_to_link(client: Client) -> None:
    grown(90)
    page = text(client, "/boards/mathquest/accuracy/?setting=zero-shot&year=2026&sort=-date")
    assert "Ranks are those among the claims that the filter leaves." in page
    assert '<option value="zero-shot" selected>' in page
    links = [
        unescape(link) for link in re.findall(r'href="(\?tab=results[^"]*(?:sort=paper|after=)[^"]*)"', page)
    ]
    assert len(links) == 2
    assert all("setting=zero-shot" in link and "year=2026" in link for link in links)
    assert text(client, "/boards/mathquest/accuracy/?year=1999").count('<tbody class="claim"') == 0


def test_board_pages_on(client: Client) -> None:
    grown(60)
    page = text(client, "/boards/mathquest/accuracy/?sort=date")
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    assert 'rel="prev"' not in page
    second = text(client, "/boards/mathquest/accuracy/" + unescape(following[1]))
    assert second.count('<tbody class="claim"') == 10
    assert 'rel="prev"' in second


def test_scaled_value_stands_beside_the_one_as_written(client: Client) -> None:
    metric = collection.metric(direction="higher", percentage=True, unit="%")
    paper = collection.paper("It reaches 0.835 accuracy.")
    claim = collection.claim(
        paper, "0.835", on=collection.benchmark("MathQuest"), metric=metric, scaled=Decimal("83.500")
    )
    row = words(body_of(text(client, "/boards/mathquest/accuracy/"), claim))
    assert "83 .5 " in row
    assert "0.835" in row


def test_paper_links_text_and_table_both_ways(client: Client, papers: list[Paper]) -> None:
    page = text(client, f"/papers/{papers[0].uid}/")
    for claim in papers[0].claims.all():
        assert f'id="mark-{claim.uid}"' in page
        assert f'id="claim-{claim.uid}"' in page
        assert page.count(f'href="#claim-{claim.uid}"') == 1
        assert f'href="#mark-{claim.uid}"' in page


def test_the_abstract_on_the_page_is_the_abstract(client: Client, papers: list[Paper]) -> None:
    page = text(client, f"/papers/{papers[1].uid}/")
    shown = page.split('<p class="abstract"><bdi>')[1].split("</bdi></p>")[0]
    assert unescape(re.sub(r"<[^>]*>", "", shown)) == papers[1].abstract


def test_two_claims_at_one_place_are_both_reached_from_the_text(client: Client) -> None:
    paper = collection.paper("From 12.4% to 17.5% better.")
    whole = collection.claim(paper, "12.4", value_high=None)
    Claim.objects.filter(pk=whole.pk).update(end=whole.end + 8, quote="12.4% to 17.5"[:12])
    Claim.objects.filter(pk=whole.pk).update(end=18, quote=paper.abstract[5:18])
    collection.claim(paper, "12.4")
    collection.claim(paper, "12.4", role="reference")
    page = text(client, f"/papers/{paper.uid}/")
    for claim in paper.claims.all():
        assert page.count(f'href="#claim-{claim.uid}"') >= 1
        assert page.count(f'id="mark-{claim.uid}"') == 1


def test_numbers_of_the_thing_compared_with_have_a_mark_of_their_own(client: Client) -> None:
    paper = collection.paper("NewNet reaches 85.5% and OldNet 81.2%.")
    own = collection.claim(paper, "85.5")
    other = collection.claim(paper, "81.2", role="reference")
    page = text(client, f"/papers/{paper.uid}/")
    assert f'class="kind absolute" href="#claim-{own.uid}"' in page
    assert f'class="kind absolute reference" href="#claim-{other.uid}"' in page
    assert '<li><span class="kind reference">of the thing compared with</span></li>' in page
    other.delete()
    assert "of the thing compared with" not in text(client, f"/papers/{paper.uid}/")


def test_dropped_numbers_with_the_reason(client: Client, papers: list[Paper]) -> None:
    page = text(client, f"/papers/{papers[0].uid}/")
    assert '<span class="dropped">2017</span>' in page
    assert re.search(r"<td><bdi>2017</bdi></td><td>a year</td>", page)


def test_dropped_number_with_a_reason_of_a_newer_reader(client: Client, papers: list[Paper]) -> None:
    papers[0].rejections.update(reason="moon_phase")
    assert "moon phase" in text(client, f"/papers/{papers[0].uid}/")


def test_paper_says_where_it_comes_from(client: Client) -> None:
    paper = collection.paper(
        "Nothing.", arxiv_id="2401.00001", doi="10.1/a b", url="javascript:alert(1)", is_summary=True
    )
    page = text(client, f"/papers/{paper.uid}/")
    assert 'href="https://arxiv.org/abs/2401.00001"' in page
    assert 'href="https://doi.org/10.1/a%20b"' in page
    assert "javascript:" not in page
    assert "Summary written for Claimboard" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Not read yet."),
        ({"state": "parked", "attempts": 3, "error": "Traceback: secret"}, "failed 3 times"),
        (
            {"state": "done", "extracted_at": timezone.now(), "engine_version": "test"},
            "reports no number that is a claim",
        ),
        ({"retracted_on": date(2025, 3, 1)}, "Retracted"),
        ({"date_text": "Oct 30"}, "Oct 30"),
        ({"title": ""}, "Untitled paper"),
    ],
)
def test_paper_says_how_it_stands(client: Client, fields: dict[str, object], said: str) -> None:
    page = text(client, f"/papers/{collection.paper('Words.', **fields).uid}/")
    assert said in words(page)
    assert "secret" not in page


def test_claim_address_leads_to_its_place(client: Client, papers: list[Paper]) -> None:
    claim = Claim.objects.earliest("pk")
    response = client.get(f"/claims/{claim.uid}/")
    assert (response.status_code, response["Location"]) == (
        302,
        f"/papers/{claim.paper.uid}/#claim-{claim.uid}",
    )


def test_system_tells_its_own_numbers_from_others(client: Client, papers: list[Paper]) -> None:
    own = text(client, "/systems/oldnet/")
    compared = text(client, "/systems/oldnet/?part=compared")
    assert own.count('<tbody class="claim"') == 2
    assert compared.count('<tbody class="claim"') == 10


def test_names_lead_to_each_other(client: Client, papers: list[Paper]) -> None:
    assert 'href="/boards/mathquest/accuracy/"' in text(client, "/tasks/reasoning/")
    assert 'href="/boards/mathquest/accuracy/"' in text(client, "/benchmarks/mathquest/")
    metric = text(client, "/metrics/accuracy/")
    assert 'href="/boards/mathquest/accuracy/"' in metric
    assert "higher is better" in metric
    assert "Claims that name no benchmark" in text(client, "/metrics/speedup/")


def test_benchmark_lists_claims_whose_metric_is_unknown(client: Client, papers: list[Paper]) -> None:
    claim = collection.claim(collection.paper("It gets 7."), "7", on=Benchmark.objects.get(slug="mathquest"))
    assert str(claim.uid) in text(client, "/benchmarks/mathquest/")


UNKNOWN = UUID(int=1)


@pytest.mark.parametrize(
    "address",
    [
        "/boards/mathquest/nothing/",
        "/boards/nothing/accuracy/",
        f"/papers/{UNKNOWN}/",
        f"/claims/{UNKNOWN}/",
        "/systems/nothing/",
        "/metrics/nothing/",
        "/benchmarks/nothing/",
        "/tasks/nothing/",
        "/nothing/at-all/",
    ],
)
def test_what_is_not_there_is_a_page_of_its_own(client: Client, address: str) -> None:
    page = text(client, address, status=404)
    assert "There is nothing at this address" in page
    assert "/search/?q=" in page


@pytest.mark.parametrize(
    ("state", "said"), [("rejected", "A curator decided"), ("superseded", "A later reading")]
)
def test_address_of_a_claim_that_is_no_longer_shown(
    client: Client, papers: list[Paper], state: str, said: str
) -> None:
    claim = Claim.objects.earliest("pk")
    decided = timezone.now() if state == "rejected" else None
    Claim.objects.filter(pk=claim.pk).update(state=state, decided_at=decided)
    page = text(client, f"/claims/{claim.uid}/", status=410)
    assert said in words(page)
    assert f'href="/papers/{claim.paper.uid}/"' in page
    assert str(claim.uid) not in text(client, f"/papers/{claim.paper.uid}/")


@pytest.mark.parametrize(
    "query",
    [
        "tab=wrong",
        "sort=wrong",
        "sort=--rank",
        "after=wrong",
        "before=AAAA",
        "after=AA&before=AA",
        "after=%00",
        "after=" + "A" * 5000,
    ],
)
def test_nonsense_is_answered_with_words(client: Client, papers: list[Paper], query: str) -> None:
    page = text(client, f"/boards/mathquest/accuracy/?{query}", status=400)
    assert "This address makes no sense here" in page
    assert 'href="/boards/mathquest/accuracy/"' in page


@pytest.mark.parametrize(
    "address",
    ["/", "/boards/", "/papers/", "/systems/", "/search/?q=a", "/about/", "/boards/mathquest/accuracy/"],
)
def test_pages_only_show(client: Client, papers: list[Paper], address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_a_failure_of_ours_is_a_page_without_details(
    papers: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("leaderboard.queries.papers.newest", fail)
    page = text(Client(raise_request_exception=False), "/papers/", status=500)
    assert "Something broke on our side" in page
    assert "secret" not in page


HOSTILE = [
    '<script>alert("x")</script>',
    "'\"><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raise %}",
    "\u202egnp.exe \u2066isolated",
    "عربي עברית",
    "😀" * 60,
    "Z̸̢̛" * 40,
    "x" * 200,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_only_words(client: Client, name: str) -> None:
    long = (name * 20)[:2000]
    metric = Metric.objects.create(slug="m", name=name, direction="higher", unit=name[:40], description=long)
    bench = Benchmark.objects.create(slug="b", name=name, description=long)
    system = System.objects.create(slug="s", name=name, description=long)
    paper = collection.paper(
        f"{long} 7 {name}", title=long, authors=[long], date_text=name[:100], categories=[name]
    )
    claim = collection.claim(
        paper, "7", on=bench, metric=metric, system=system, setting=long, unit=name, task_text=long
    )
    ClaimBenchmark.objects.create(claim=claim, benchmark=None, text=long, position=1)
    collection.settled()
    for address in (
        *("/", "/boards/", "/boards/b/m/", "/papers/", f"/papers/{paper.uid}/", "/systems/", "/systems/s/"),
        *("/benchmarks/b/", "/metrics/m/"),
    ):
        page = text(client, address)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49" not in words(page) or "{{ 7" not in name
        assert name.replace("&", "&amp;").split("<")[0][:20] in unescape(page)
    assert client.get("/search/", {"q": name[:200]}).status_code == 200


def test_search_finds_a_name_that_is_spelt_roughly_so(client: Client, papers: list[Paper]) -> None:
    collection.benchmark("ImageNet-1K")
    assert 'href="/benchmarks/imagenet-1k/"' in text(client, "/search/?q=imagnet+1k")
    assert 'href="/benchmarks/imagenet-1k/"' in text(client, "/search/?q=imagnet+1k&kind=benchmarks")
    assert 'href="/systems/newnet-3/"' in text(client, "/search/?q=newnet+3")
    assert 'href="/tasks/reasoning/"' in text(client, "/search/?q=Reasonning")


def test_search_finds_papers_by_their_words(client: Client, papers: list[Paper]) -> None:
    other = collection.paper("Glaciers melt quickly.", title="Ice")
    page = text(client, "/search/?q=glacier&kind=papers")
    assert f"/papers/{other.uid}/" in page
    assert str(papers[0].uid) not in page


def test_search_finds_boards(client: Client, papers: list[Paper]) -> None:
    collection.claim(papers[0], "2017", on=collection.benchmark("MathQuest"), metric=collection.metric("F1"))
    collection.settled()
    for kind in ("", "boards"):
        page = text(client, f"/search/?q=newnet+on+mathquest+accuracy&kind={kind}")
        assert re.findall(r'href="/boards/([^"]+)/"', page.split("<h1>")[1]) == [
            "mathquest/accuracy",
            "mathquest/f1",
            "logicquest/accuracy",
        ]
    assert "12 claims" not in page
    assert "10 claims" in page


def test_search_says_when_titles_are_only_spelt_so(client: Client, papers: list[Paper]) -> None:
    said = "No paper holds these words; titles like them:"
    page = text(client, "/search/?q=NewNett&kind=papers")
    assert said in page
    assert f"/papers/{papers[0].uid}/" in page
    assert said not in text(client, "/search/?q=NewNet&kind=papers")


def test_search_without_a_match_says_so(client: Client, papers: list[Paper]) -> None:
    assert "Nothing is like" in text(client, "/search/?q=qqqqqqqq")
    assert "Nothing is like" in text(client, "/search/?q=qqqqqqqq&kind=metrics")


@pytest.mark.parametrize(
    "query", ["%", "_", "'", '"', "\\", "a:*&!|()", "-", "or", "&&", "<->", "\u202e", "😀", " "]
)
def test_search_takes_any_characters(client: Client, papers: list[Paper], query: str) -> None:
    for kind in ("", "papers", "systems"):
        assert client.get("/search/", {"q": query, "kind": kind}).status_code == 200


def test_search_pages_join(client: Client) -> None:
    grown(65)
    seen: list[str] = []
    address = "/search/?q=newnet&kind=papers"
    while address:
        page = text(client, address)
        seen += re.findall(r'class="clamp" href="/papers/([^/]+)/"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = "/search/" + unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) == 65
