"""Systems beside each other, as a reader meets them."""

import re
from html import unescape

import pytest
from django.test import Client

from leaderboard.models import Claim, ClaimBaseline, Metric
from tests.leaderboard import collection
from tests.leaderboard.disputes import say

pytestmark = pytest.mark.django_db

BOTH = "/compare/?systems=newnet&systems=oldnet"


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def page(client: Client, address: str = BOTH, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.content.decode()


def rows(html: str) -> list[str]:
    return html.split('<table class="cards compare"')[1].split("</table>", maxsplit=1)[0].split("<tr ")[2:]


def test_best_value_of_each_with_its_claim_and_setting(client: Client) -> None:
    say("80"), say("81", system="OldNet", setting="5-shot")
    best = say("90", setting="zero-shot", unit="%")
    (row,) = rows(page(client))
    assert f"/papers/{best.paper.uid}/#claim-{best.uid}" in row
    assert words(row).startswith('role="row"> MathQuest Accuracy ▲ higher is better')
    assert "90% , the best here zero-shot 81% 5-shot" in words(row)


def test_lower_is_better_and_ties_are_both_best(client: Client) -> None:
    say("80"), say("80.0", system="OldNet"), say("90", system="Third")
    Metric.objects.update(direction="lower")
    (row,) = rows(page(client, BOTH + "&systems=third"))
    assert row.count("<strong>") == 2
    assert "90%" in words(row).rpartition("best here")[2]


def test_only_boards_with_two_ranked_values_and_a_dash_for_what_is_missing(client: Client) -> None:
    say("80"), say("70", system="OldNet")
    say("80", benchmark="Alone")
    say("80", benchmark="Doubted"), say("70", benchmark="Doubted", system="OldNet", confidence=0.2)
    say("80", system="Third", benchmark="Alone")
    (row,) = rows(page(client))
    assert "MathQuest" in row
    two = rows(page(client, BOTH + "&systems=third"))
    assert len(two) == 2
    assert all("no ranked value" in row for row in two)


def test_a_metric_of_unknown_direction_is_not_compared(client: Client) -> None:
    say("80"), say("70", system="OldNet")
    Metric.objects.update(direction=None)
    assert "No board ranks two of them" in words(page(client))


def test_gains_between_them_stand_apart(client: Client) -> None:
    old, new = say("70", system="OldNet"), say("80")
    for value, kind, baseline in (("2.3", "factor", "OldNet"), ("5", "difference", "Elsewhere")):
        gain = say(value, kind=kind, scaled=None)
        named = collection.system(baseline)
        ClaimBaseline.objects.create(claim=gain, system=named, text=named.name, position=0)
    ClaimBaseline.objects.create(claim=new, system=old.system, text="OldNet", position=0)
    html = page(client)
    gains = html.split('id="gains"')[1]
    assert gains.count('<tbody class="claim"') == 1
    assert "2.3" in words(gains)
    assert "2.3" not in " ".join(rows(html))


def test_a_claim_about_itself_is_no_gain_between_them(client: Client) -> None:
    gain = say("5", kind="difference", scaled=None)
    ClaimBaseline.objects.create(claim=gain, system=gain.system, text="NewNet", position=0)
    collection.system("OldNet")
    assert "No claim compares one of them" in words(page(client))


def test_systems_are_found_and_added_and_removed_by_links(client: Client) -> None:
    say("80"), say("70", system="OldNet")
    assert "No system is chosen yet" in words(page(client, "/compare/"))
    html = page(client, "/compare/?systems=newnet&q=oldnett")
    assert 'href="?systems=newnet&amp;systems=oldnet"' in html
    assert "One system is chosen" in words(html)
    assert 'href="?systems=oldnet"' in page(client)
    assert "No other system has a name like" in words(page(client, "/compare/?systems=newnet&q=qqqqq"))
    assert '/compare/?systems=newnet"' in page(client, "/systems/newnet/")


def test_rivals_are_offered(client: Client) -> None:
    claim = say("80")
    old = collection.system("OldNet")
    ClaimBaseline.objects.create(claim=claim, system=old, text="OldNet", position=0)
    assert "Add OldNet" in words(page(client, "/compare/?systems=newnet"))
    assert "Add OldNet" not in words(page(client))


def test_names_stand_for_slugs_and_each_counts_once(client: Client) -> None:
    say("80"), say("70", system="OldNet")
    assert len(rows(page(client, "/compare/?systems=NewNet&systems=newnet&systems=OldNet"))) == 1
    assert "One system is chosen" in words(page(client, "/compare/?systems=newnet&systems=newnet"))


def test_too_many(client: Client) -> None:
    for number in range(7):
        collection.system(f"Net {number}")
    asked = "&".join(f"systems=net-{number}" for number in range(7))
    html = words(page(client, f"/compare/?{asked}", status=400))
    assert "These are 7 systems, and at most 6 can be compared. Remove some" in html
    assert html.count("remove Net") == 7


def test_an_unknown_one_is_said_with_the_nearest(client: Client) -> None:
    say("80"), say("70", system="OldNet")
    html = page(client, "/compare/?systems=newnet&systems=oldnett", status=404)
    assert "There is no system “ oldnett ”. Did you mean OldNet" in words(html)
    assert 'href="?systems=newnet&amp;systems=oldnet"' in html
    assert "Nothing has a name like it" in words(page(client, "/compare/?systems=qqqqq", status=404))


def test_what_is_rejected_is_not_compared(client: Client) -> None:
    say("80"), say("70", system="OldNet")
    Claim.objects.filter(quote="70").update(state="superseded")
    assert "No board ranks two of them" in words(page(client))
