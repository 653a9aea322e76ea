"""Feeds as a feed reader gets them."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import feedparser
import pytest
from django.test import Client

from leaderboard.models import Claim
from leaderboard.queries import boards, feeds
from leaderboard.queries.progress import progress
from tests.leaderboard import collection
from tests.leaderboard.reuse import hostile
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

QUEST = "/boards/mathquest/accuracy/"
FEEDS = ("/feeds/claims/", "/feeds/records/", f"{QUEST}feed/", f"{QUEST}records/feed/")


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def links(entry: Any) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in entry.links}


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_what_atom_asks_for(client: Client, address: str) -> None:
    grown(5)
    feed = read(client, address)
    assert feed.feed.id.startswith("urn:uuid:")
    assert feed.feed.title
    assert feed.feed.author == "Claimboard"
    assert links(feed.feed)["self"] == "http://testserver" + address
    assert feed.entries
    for entry in feed.entries:
        assert UUID(entry.id)
        assert all([entry.title, entry.updated_parsed, entry.published_parsed, entry.summary])
        assert client.get(links(entry)["alternate"]).status_code == 302
    assert feed.feed.updated == max(entry.updated for entry in feed.entries)


def test_feeds_tell_what_they_are_about(client: Client) -> None:
    grown(5)
    everything, records = read(client, "/feeds/claims/"), read(client, "/feeds/records/")
    assert len(everything.entries) == 15
    assert everything.entries[0].title == "NewNet 4: ▲3× Speedup (factor) – NewNet 4: a model"
    assert "is <b>3</b> times faster" in everything.entries[0].summary
    assert [entry.title.split(",")[0] for entry in records.entries] == [
        "Record of 2026-01-05: NewNet 4: 84.5% Accuracy on MathQuest – NewNet 4: a model",
        "Record of 2026-01-03: NewNet 2: 82.5% Accuracy on MathQuest – NewNet 2: a model",
    ]
    assert len(read(client, f"{QUEST}feed/").entries) == 10


def test_ids_stay_and_differ(client: Client) -> None:
    grown(3)
    first = {address: read(client, address) for address in FEEDS}
    assert len({feed.feed.id for feed in first.values()}) == len(FEEDS)
    again = Client(headers={"host": "localhost"})
    for address, feed in first.items():
        assert read(again, address).feed.id == feed.feed.id
        assert [e.id for e in read(again, address).entries] == [e.id for e in feed.entries]
    claims = {entry.id for entry in first["/feeds/claims/"].entries}
    assert not claims & {entry.id for entry in first["/feeds/records/"].entries}


@pytest.mark.parametrize("address", FEEDS)
def test_who_has_the_feed_is_told_so(client: Client, address: str) -> None:
    papers = grown(3)
    response = client.get(address)
    same = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["ETag"] == response["ETag"]
    assert client.get(address, headers={"if-modified-since": response["Last-Modified"]}).status_code == 304
    later = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}  # what was newest then was taken back
    assert client.get(address, headers=later).status_code == 200
    Claim.objects.filter(paper=papers[2]).update(state="rejected", decided_at="2026-03-01T00:00:00Z")
    changed = client.get(address, headers={"if-none-match": response["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != response["ETag"]


@pytest.mark.parametrize("address", FEEDS[:2])
def test_a_feed_of_nothing_is_a_feed(client: Client, address: str) -> None:
    feed = read(client, address)
    assert feed.entries == []
    assert feed.feed.updated.startswith("1970-01-01")
    assert client.get(address)["ETag"] == client.get(address)["ETag"]


def test_feeds_are_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaderboard.queries.feeds.ENTRIES", 2)
    grown(9)
    assert {address: len(read(client, address).entries) for address in FEEDS} == dict.fromkeys(FEEDS, 2)


def test_rejected_claims_are_in_no_feed(client: Client) -> None:
    grown(3)
    Claim.objects.update(state="rejected", decided_at="2026-03-01T00:00:00Z")
    assert [read(client, address).entries for address in FEEDS] == [[]] * 4


def test_hostile_text_is_text(client: Client) -> None:
    hostile.build()
    collection.settled()
    for address in ("/feeds/claims/", "/feeds/records/", f"{hostile.BOARD}feed/"):
        response = client.get(address)
        (entry,) = read(client, address).entries
        assert "<script>" in feedparser.parse(response.content, sanitize_html=False).entries[0].title
        assert entry.title_detail.type == "text/plain"
        summary = feedparser.parse(response.content, sanitize_html=False).entries[0].summary
        assert "<script" not in summary
        assert "<img" not in summary
        assert "&lt;script&gt;" in summary
        assert not {"\u202e", "\ufffe", "\x01"} & set(response.content.decode())


@pytest.mark.parametrize("address", [f"{QUEST}feed/", f"{QUEST}records/feed/"])
def test_no_board_no_feed(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("direction", ["higher", "lower"])
@pytest.mark.parametrize("seed", range(3))
def test_records_of_all_boards_are_those_of_each(direction: str, seed: int) -> None:
    pick = random.Random(seed)
    metric = collection.metric(direction=direction)
    benches = [collection.benchmark(name) for name in ("MathQuest", "LogicQuest")]
    for number in range(40):
        day = date(2024, 1, 1) + timedelta(days=pick.randrange(6)) if pick.random() < 0.8 else None
        paper = collection.paper(f"Paper {number} says 5.", published_on=day)
        fields = {"confidence": pick.choice([0.3, 0.9]), "kind": pick.choice(["absolute", "absolute", None])}
        value = Decimal(pick.randrange(8))
        collection.claim(paper, "5", on=pick.choice(benches), metric=metric, scaled=value, **fields)
    collection.settled()
    each = set()
    for bench in benches:
        board = boards.find(bench.slug, metric=metric.slug)
        assert board
        records = {point.claim for point in progress(board) if point.record}
        assert {entry.claim.uid for entry in feeds.records_of(board).entries} == records
        each |= records
    found = [entry.claim for entry in feeds.records().entries]
    assert {claim.uid for claim in found} == each
    assert len(found) == len(each)
    days = [claim.paper.published_on for claim in found]
    assert days == sorted(days, key=lambda day: day or date.min, reverse=True)
