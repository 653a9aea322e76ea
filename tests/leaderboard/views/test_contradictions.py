"""The page of contradictions as a reader meets it."""

import re
from html import unescape

import feedparser
import pytest
from django.test import Client

from leaderboard.queries import contradictions as queries
from tests.leaderboard.disputes import say, settle

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def page(client: Client, address: str = "/contradictions/", status: int = 200) -> str:
    settle()
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.content.decode()


def test_both_sentences_stand_side_by_side_with_what_they_come_from(client: Client) -> None:
    low, high = say("80", setting="zero-shot", unit="%"), say("90", setting="Zero shot", role="reference")
    html = page(client)
    one, other = html.split('<figure class="said">')[1:]
    assert "NewNet reaches 80 on MathQuest" in words(one)
    assert f"/papers/{low.paper.uid}/#mark-{low.uid}" in one
    assert "Setting: zero-shot" in words(one)
    assert "80%" in words(one)
    assert "as quoted for comparison" in words(other)
    assert f"/papers/{high.paper.uid}/#mark-{high.uid}" in other
    assert "certain two papers state the same setting" in words(html)
    assert "/boards/mathquest/accuracy/" in html


def test_it_says_why_one_is_only_possible(client: Client) -> None:
    say("80"), say("90")
    assert "possible neither states a setting" in words(page(client))
    say("95", setting="zero-shot")
    html = words(page(client))
    assert "possible one of them states no setting" in html
    assert "the two furthest apart of 3 numbers" in html


def test_within_one_paper(client: Client) -> None:
    first = say("80", setting="s")
    second = say("0", of=first.paper, setting="s")
    type(second).objects.filter(pk=second.pk).update(sentence_start=1)
    assert "one paper says both" in words(page(client))


def test_tabs_count_and_narrow(client: Client) -> None:
    for system, setting in (("A", "s"), ("B", ""), ("C", "")):
        say("80", system=system, setting=setting), say("90", system=system, setting=setting)
    html = words(page(client))
    assert "All 3 Certain 1 Possible 2" in html
    assert page(client, "/contradictions/?verdict=certain").count('class="dispute"') == 1
    assert page(client, "/contradictions/?verdict=possible&system=B").count('class="dispute"') == 1
    assert "No two claims that meet the filter" in page(client, "/contradictions/?verdict=certain&system=B")


def test_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        queries.contradictions, "__kwdefaults__", {"certain": None, "cursor": None, "size": 1}
    )
    for system in ("A", "B"):
        say("80", system=system), say("90", system=system)
    following = re.search(r'rel="next" href="([^"]+)"', page(client, "/contradictions/?metric=accuracy"))
    assert following
    assert "metric=accuracy" in following[1]
    assert ">A</bdi>" in page(client, "/contradictions/" + unescape(following[1]))


def test_names_are_taken_as_they_are_written(client: Client) -> None:
    say("80"), say("90")
    assert 'class="dispute"' in page(client, "/contradictions/?benchmark=MathQuest&metric=Accuracy")


def test_an_unknown_name_is_said_with_the_nearest(client: Client) -> None:
    say("80")
    html = page(client, "/contradictions/?benchmark=mathqest&verdict=certain", status=404)
    assert "There is no benchmark “mathqest”. Did you mean MathQuest ?" in words(html)
    assert "?benchmark=mathquest&amp;verdict=certain" in html
    assert "Nothing has a name like it" in page(client, "/contradictions/?system=qqqqq", status=404)


def test_nonsense_is_refused(client: Client) -> None:
    assert "verdict" in page(client, "/contradictions/?verdict=maybe", status=400)
    assert "page mark" in page(client, "/contradictions/?after=wrong", status=400)


def test_nothing_disagrees(client: Client) -> None:
    assert "No two claims contradict each other" in page(client)


def test_filters_suggest_the_names_that_have_contradictions(client: Client) -> None:
    for system in ("Alpha", "Beta"):
        say("80", system=system), say("90", system=system)
    say("80", system="Beta", benchmark="Other"), say("90", system="Beta", benchmark="Other")
    say("80", system="Quiet")
    html = page(client)
    assert html.count('list="of-system"') == html.count('<datalist id="of-system">') == 1
    offered = html.split('<datalist id="of-system">')[1].split("</datalist>")[0]
    assert re.findall(r'value="([^"]*)"', offered) == ["Beta", "Alpha"]


def test_feed_of_contradictions_has_both_sentences(client: Client) -> None:
    say("80", setting="s"), say("90", setting="s")
    settle()
    response = client.get("/feeds/contradictions/")
    found = feedparser.parse(response.content)
    assert not found.bozo
    (entry,) = found.entries
    assert entry.title == "NewNet: 80 and 90 Accuracy on MathQuest"
    assert entry.summary.count("<blockquote>") == 2
    assert entry.tags[0].term == "certain"
    assert client.get(entry.link).status_code == 302
    again = client.get("/feeds/contradictions/", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
