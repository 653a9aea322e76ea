"""The picture of two metrics, as a reader meets it."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from leaderboard.models import Claim, Metric
from tests.leaderboard import collection
from tests.leaderboard.disputes import cost, say

pytestmark = pytest.mark.django_db

BOTH = "/pareto/?x=latency&y=accuracy"


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def page(client: Client, address: str = BOTH, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.content.decode()


def table(html: str) -> list[str]:
    _, _, rows = html.partition('<table class="cards points"')
    return [words("<" + row) for row in rows.split("<tr ")[2:]]


def said(accuracy: str, latency: str, system: str, **facts: Any) -> Claim:
    result = say(accuracy, system=system, **facts)
    return cost(result, latency)


def test_points_lead_to_their_claims_and_the_front_is_marked(client: Client) -> None:
    said("80", "3", "Small"), said("90", "9", "Large")
    worse = said("79", "11", "Worse")
    html = page(client)
    drawing = html.split("<svg viewBox")[-1].split("</svg>")[0]
    assert drawing.count('class="record"') == 2
    assert drawing.count('class="record-line"') == 1
    assert 'aria-label="Latency 11 ms, Accuracy 79%, Worse, MathQuest"' in unescape(drawing).replace(
        "\u00a0", " "
    )
    assert f"/papers/{worse.paper.uid}/#claim-" in drawing
    rows = table(html)
    assert len(rows) == 3
    assert [("on the front" in row) for row in rows] == [True, True, False]


def test_an_unknown_direction_has_no_front_and_says_so(client: Client) -> None:
    said("80", "3", "Small"), said("90", "9", "Large")
    Metric.objects.filter(slug="latency").update(direction=None)
    html = page(client)
    assert "better in Latency , so no front is drawn" in words(html)
    assert 'class="record' not in html
    assert len(table(html)) == 2


def test_only_the_same_paper_system_benchmark_and_setting_make_a_point(client: Client) -> None:
    one = said("80", "3", "Small", setting="zero-shot")
    say("81", system="Other", of=collection.paper("The other reaches 81."))
    elsewhere = say("70", system="Elsewhere")
    latency = collection.metric("Latency")
    apart = collection.paper("Elsewhere it takes 5.")
    collection.claim(apart, "5", metric=latency, system=elsewhere.system)
    assert len(table(page(client))) == 1
    Claim.objects.filter(pk=one.pk).update(setting="5-shot")
    assert "No paper reports both" in words(page(client))


@pytest.mark.parametrize("facts", [{"confidence": 0.4}, {"bound": "at_most"}, {"role": "reference"}], ids=str)
def test_what_has_no_rank_makes_no_point(client: Client, facts: dict[str, object]) -> None:
    claim = said("80", "3", "Small")
    Claim.objects.filter(pk=claim.pk).update(**facts)
    assert "No paper reports both" in words(page(client))


def test_one_benchmark(client: Client) -> None:
    said("80", "3", "Small"), said("90", "9", "Large", benchmark="Other")
    html = page(client)
    assert "These are values on 2 benchmarks" in words(html)
    assert len(table(html)) == 2
    (row,) = table(page(client, BOTH + "&benchmark=other"))
    assert "Large" in row


def test_metrics_that_occur_together_are_offered(client: Client) -> None:
    said("80", "3", "Small"), said("90", "9", "Large")
    assert 'href="?x=accuracy&amp;y=latency"' in page(client, "/pareto/")
    assert 'href="?x=latency&amp;y=accuracy"' in page(client, "/pareto/?x=Latency")
    assert "Reported together with Latency" in words(page(client, "/pareto/?x=latency"))
    assert 'href="?x=accuracy&amp;y=latency"' in page(client)


def test_ranges_of_many_sizes_are_logarithmic(client: Client) -> None:
    said("80", "3", "Small"), said("90", "3000", "Large")
    html = words(page(client))
    assert "Across: Latency (ms), lower is better , on a logarithmic scale" in html


def test_nonsense_is_said(client: Client) -> None:
    say("80")
    assert "Both are Accuracy." in words(page(client, "/pareto/?x=accuracy&y=accuracy"))
    assert "There is no metric “nothing”." in page(client, "/pareto/?x=nothing", status=404)
    assert "There is no benchmark “nowhere”." in page(client, "/pareto/?benchmark=nowhere", status=404)
    assert "No paper reports two metrics" in words(page(client, "/pareto/"))
