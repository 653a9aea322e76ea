"""Pages of efficiency: three clicks from the home page to who is fastest over a baseline."""

import re
from typing import Any

import pytest
from django.test import Client

from leaderboard.models import Claim, ClaimBaseline, ClaimBenchmark
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


def said(quote: str, *, metric: str = "speedup", family: str = "speed", **fields: Any) -> Claim:
    better = fields.pop("better", "higher")
    paper = collection.paper(f"{metric} of {quote} was {len(fields)} seen.")
    given = {"kind": "factor", "direction": "up", "unit": "x", **fields}
    return collection.claim(
        paper, quote, metric=collection.metric(metric, direction=better, family=family), **given
    )


def over(claim: Claim, name: str) -> Claim:
    system = collection.system(name)
    ClaimBaseline.objects.create(claim=claim, system=system, text=name, position=0)
    return claim


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def link(client: Client, address: str, words: str) -> str:
    """Where the link with these words leads."""
    page = client.get(address).content.decode()
    (found,) = set(re.findall(rf'<a href="([^"]*)"[^>]*>(?:<bdi>)?{re.escape(words)}(?:</bdi>)?</a>', page))
    return str(found.replace("&amp;", "&"))


def test_who_is_fastest_over_a_baseline_in_three_clicks(client: Client) -> None:
    over(said("5.5", system=collection.system("Quick")), "FlashAttention-2")
    over(said("2.5", system=collection.system("Slow")), "FlashAttention-2")
    said("9.5", system=collection.system("Other"))
    collection.settled()
    boards = link(client, "/", "Efficiency")
    assert link(client, boards, "Speed") == "/efficiency/speed/"
    narrowed = link(client, boards, "FlashAttention-2")
    page = read(client, narrowed)
    assert "Speed over FlashAttention-2" in page
    assert page.index("Quick") < page.index("Slow")
    assert "Other" not in page


def test_percent_less_as_times_better_with_the_words_it_came_from(client: Client) -> None:
    said(
        "42",
        metric="latency",
        family="latency",
        better="lower",
        kind="percent_change",
        direction="down",
        unit="%",
    )
    page = read(client, "/efficiency/latency/")
    assert "1.724× ▼ down 42%" in page
    assert "quality not stated" in page


def test_best_cases_are_marked_and_stand_apart(client: Client) -> None:
    said("7.8", bound="at_most")
    assert "up to 7.8×" in read(client, "/efficiency/speed/")
    collection.settled()
    assert "up to 7.8×" in read(client, "/efficiency/")
    assert "7.8×" not in read(client, "/efficiency/speed/?tab=measured")


def test_what_has_no_place_says_why(client: Client) -> None:
    said("3", direction=None)
    page = read(client, "/efficiency/speed/?tab=unplaced")
    assert "Not ranked: the text does not say which way the metric moved" in page


def test_amounts_are_not_ranked_but_lead_to_the_board_of_their_benchmark(client: Client) -> None:
    claim = said(
        "24", metric="memory", family="memory", better="lower", kind="absolute", direction=None, unit="GB"
    )
    meadow = collection.benchmark("Meadow")
    ClaimBenchmark.objects.create(claim=claim, benchmark=meadow, text="Meadow", position=0)
    assert "not ranked" in read(client, "/efficiency/memory/")
    assert link(client, "/efficiency/memory/", "Meadow") == "/boards/meadow/memory/"


def test_the_same_baseline_on_other_boards(client: Client) -> None:
    over(said("2"), "OldNet")
    over(said("3", metric="latency", family="latency", better="lower", direction="down"), "OldNet")
    assert "Also over OldNet : Latency" in read(client, "/efficiency/speed/?baseline=oldnet")
    assert "Also over" not in read(client, "/efficiency/speed/")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/efficiency/nothing/", 404, "no such board of efficiency"),
        ("/efficiency/speed/?sort=colour", 400, "sort"),
        ("/efficiency/speed/?hardware=abacus", 400, "hardware"),
        ("/efficiency/speed/?after=wrong", 400, "page mark"),
        ("/efficiency/speed/?after=a&before=b", 400, "not both"),
        ("/efficiency/speed/?baseline=nobody", 200, "No claim of this table meets the filter"),
        ("/efficiency/speed/?tab=absolute&unit=%00", 400, "unit"),
        ("/efficiency/energy/", 200, "No claims here yet"),
    ],
)
def test_what_cannot_be_shown_is_said(client: Client, address: str, status: int, words: str) -> None:
    said("2")
    response = client.get(address)
    assert response.status_code == status
    assert words in response.content.decode()


def test_an_empty_collection_says_so(client: Client) -> None:
    assert "No claims about speed or cost yet" in read(client, "/efficiency/")
