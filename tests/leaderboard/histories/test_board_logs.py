"""What happened on a board: one line for each claim and transaction, whatever the tables went through."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import feedparser
import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.actions import claims, restoring
from leaderboard.models import BoardLog, Claim, ClaimBenchmark, Event, Metric
from tests.leaderboard import collection
from tests.leaderboard.histories.made import claim as made
from tests.leaderboard.histories.made import text

pytestmark = pytest.mark.django_db(transaction=True)

MEADOW = "/boards/meadow/accuracy/changes/"


@pytest.fixture
def kim() -> User:
    return User.objects.create(username="kim")


@pytest.fixture
def claim() -> Claim:
    with transaction.atomic():
        return made()


def log(board: str = "meadow accuracy") -> list[str]:
    """What the board's log tells, the oldest first."""
    found = BoardLog.objects.filter(
        benchmark=collection.benchmark(board.split(maxsplit=1)[0].capitalize()).pk,
        metric=Metric.objects.get(slug=board.split()[1]).pk,
    )
    return list(found.order_by("pk").values_list("what", flat=True))


def _correct(**changes: Any) -> Callable[[Claim, User], Any]:
    return lambda claim, kim: claims.correct(claim, changes=changes, by=kim)  # type: ignore[arg-type]


def test_reading_a_claim_is_its_coming(claim: Claim) -> None:
    assert log() == ["entered"]
    assert BoardLog.objects.get().event is None


@pytest.mark.parametrize(
    ("decide", "told"),
    [
        (lambda claim, kim: claims.accept(claim, by=kim), "checked"),
        (lambda claim, kim: claims.dispute(claim, by=None), "disputed"),
        (lambda claim, kim: claims.reject(claim, by=kim), "left"),
        (_correct(value=Decimal("18.5")), "changed"),
        (_correct(setting="5-shot"), "changed"),
        (_correct(systems=[]), "checked"),
        (_correct(value=Decimal(1), systems=[]), "changed"),
    ],
)
def test_a_decision_is_one_line(claim: Claim, kim: User, decide: Any, told: str) -> None:
    decide(claim, kim)
    assert log() == ["entered", told]
    assert BoardLog.objects.latest("pk").event == Event.objects.latest("pk").pk


def test_a_claim_that_moves_leaves_one_board_and_enters_another(claim: Claim, kim: User) -> None:
    pond, f1 = collection.benchmark("Pond"), collection.metric("F1")
    claims.correct(claim, changes={"benchmarks": [pond], "metric": f1}, by=kim)
    assert log() == ["entered", "left"]
    assert log("pond f1") == ["entered"]
    # Boards that it passed on its way there never had it.
    assert (log("meadow f1"), log("pond accuracy")) == ([], [])


def test_the_same_links_made_anew_are_no_coming_and_going(claim: Claim) -> None:
    with transaction.atomic():
        link = ClaimBenchmark.objects.get()
        link.delete()
        ClaimBenchmark.objects.create(claim=claim, benchmark=link.benchmark, text="M", position=0)
    assert log() == ["entered", "changed"]


def test_a_dispute_ends_and_a_decision_is_taken_back(claim: Claim, kim: User) -> None:
    claims.dispute(claim, by=None)
    claims.accept(claim, by=kim)
    restoring.undo(Event.objects.latest("pk"), by=kim)
    restoring.restore(Event.objects.earliest("pk"), side="before", by=kim)
    assert log() == ["entered", "disputed", "settled", "disputed", "settled"]


def test_a_correction_that_no_column_of_the_board_shows_is_told(claim: Claim, kim: User) -> None:
    claims.accept(claim, by=kim)
    claims.correct(claim, changes={"systems": [collection.system("Moss")]}, by=kim)
    assert log() == ["entered", "checked", "changed"]


def test_what_changes_nothing_is_not_told(claim: Claim, kim: User) -> None:
    claims.accept(claim, by=kim)
    claims.accept(claim, by=kim)
    claims.pass_over(claim, by=kim)
    collection.settled()
    assert log() == ["entered", "checked"]


def test_claims_of_a_paper_that_goes_leave(claim: Claim, client: Client) -> None:
    claim.paper.delete()
    assert log() == ["entered", "left"]
    assert "a claim of a paper that is gone" in text(client, MEADOW)


def test_the_page_tells_what_who_and_why(client: Client, claim: Claim, kim: User) -> None:
    claims.correct(claim, changes={"value": Decimal("18.5")}, by=kim, reason="misread <b>here</b>")
    page = text(client, MEADOW)
    assert "Changed 81.5%, Fern from Fern: a model" in page
    assert "Corrected by a contributor: misread <b>here</b>" in page
    assert "value: 81.5 → 18.5" in page
    assert page.index("Changed 81.5%") < page.index("Entered the board 81.5%")
    assert "<b>here" not in client.get(MEADOW).content.decode()
    assert MEADOW in client.get("/boards/meadow/accuracy/").content.decode()
    assert client.get("/boards/meadow/nothing/changes/").status_code == 404
    assert client.get(f"{MEADOW}?after=wrong").status_code == 400


def test_the_feed_tells_the_same(client: Client, claim: Claim, kim: User) -> None:
    claims.reject(claim, by=kim, reason="a year\x1b")
    found = feedparser.parse(client.get(f"{MEADOW}feed/").content)
    assert not found.bozo
    assert [entry.title.partition(":")[0] for entry in found.entries] == [
        "Left the board",
        "Entered the board",
    ]
    assert "Rejected by a contributor: a year" in found.entries[0].summary
    assert f"/claims/{claim.uid}/history/" in found.entries[0].link
    assert len({entry.id for entry in found.entries}) == 2
    again = client.get(f"{MEADOW}feed/")
    assert client.get(f"{MEADOW}feed/", headers={"if-none-match": again["ETag"]}).status_code == 304


def test_long_logs_are_paged_and_cost_the_same(client: Client, claim: Claim, kim: User) -> None:
    claims.accept(claim, by=kim)
    few = _costs(client)
    with transaction.atomic():
        for number in range(60):
            collection.settled()
            made(f"Number {number}: Fern reaches 81.5% accuracy on Meadow.")
    for other in Claim.objects.exclude(pk=claim.pk)[:5]:
        claims.dispute(other, by=kim)
    collection.settled()
    assert _costs(client) == few
    first = client.get(MEADOW).content.decode()
    mark = first.partition("after=")[2].partition('"')[0]
    rest = client.get(f"{MEADOW}?after={mark}").content.decode()
    assert f"/claims/{claim.uid}/history/" in rest
    assert f"/claims/{claim.uid}/history/" not in first


def _costs(client: Client) -> list[int]:
    costs = []
    collection.settled()
    for address in (MEADOW, f"{MEADOW}feed/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    return costs
