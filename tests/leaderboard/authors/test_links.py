"""A link for authors: good once, for one paper, in time; opening it does nothing."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leaderboard.actions import authors, claims
from leaderboard.models import AuthorLink, Benchmark, Claim, Event, Paper, Proposal
from tests.leaderboard import collection
from tests.leaderboard.histories.made import claim as made
from tests.leaderboard.histories.made import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim() -> User:
    return User.objects.create(username="kim")


@pytest.fixture
def claim() -> Claim:
    found = made("Fern reaches 81.5% accuracy on Meadow, 3 points more than before.")
    collection.claim(found.paper, "3", kind="difference", unit="points")
    collection.settled()
    return found


@pytest.fixture
def token(claim: Claim, kim: User) -> str:
    return authors.make(claim.paper, by=kim).token


def say(client: Client, token: str, *said: tuple[Claim, str, dict[str, str]]) -> Any:
    """The answer to a filled page; of what is not typed, the fields hold what was shown."""
    filled = {}
    for claim, verdict, typed in said:
        row = Claim.objects.get(pk=claim.pk)
        shown = {
            "value": str(row.value),
            "unit": row.unit or "",
            "kind": row.kind or "",
            "metric": row.metric.name if row.metric else "",
            "benchmark": ", ".join(each.text for each in row.claim_benchmarks.all()),
            "system": row.system_text,
            "seen": row.updated_at.isoformat(),
        }
        for name, value in {**shown, "verdict": verdict, **typed}.items():
            filled[f"{claim.uid}-{name}"] = value
    return client.post(f"/authors/{token}/", filled)


def everything() -> str:
    """All rows that a link could change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT jsonb_agg(to_jsonb(c)) FROM leaderboard_claim c)::text || "
            "(SELECT jsonb_agg(to_jsonb(l)) FROM leaderboard_authorlink l)::text || "
            "(SELECT count(*) FROM leaderboard_event)::text || "
            "(SELECT count(*) FROM leaderboard_proposal)::text"
        )
        return str(cursor.fetchone()[0])


def test_the_page_says_whose_number_it_would_confirm(client: Client, claim: Claim, token: str) -> None:
    assert "of the thing compared with" not in text(client, f"/authors/{token}/")
    Claim.objects.filter(pk=claim.pk).update(role="reference")
    assert text(client, f"/authors/{token}/").count("of the thing compared with") == 1


def test_opening_a_link_does_nothing(client: Client, claim: Claim, token: str) -> None:
    before = everything()
    for _ in range(2):
        page = text(client, f"/authors/{token}/")
        assert client.head(f"/authors/{token}/").status_code == 200
    assert everything() == before
    assert "Fern: a model" in page
    assert "81.5%" in page
    assert "3 points" in page


def test_claims_are_confirmed_and_corrected(client: Client, claim: Claim, token: str) -> None:
    gain = Claim.objects.get(quote="3")
    answer = say(
        client, token, (claim, "confirm", {}), (gain, "correct", {"value": "3.5", "words": "table 2"})
    )
    assert answer.status_code == 200
    assert "1 confirmed as it stands" in answer.content.decode()
    assert "1 corrected" in answer.content.decode()
    claim.refresh_from_db()
    gain.refresh_from_db()
    assert (claim.state, claim.value, claim.decided_by) == ("confirmed", Decimal("81.5"), None)
    assert (gain.state, gain.value) == ("confirmed", Decimal("3.5"))
    events = Event.objects.filter(subject_type="claim").order_by("pk")
    assert [(e.action, e.source, e.actor, e.reason) for e in events] == [
        ("confirm", "author link", None, ""),
        ("correct", "author link", None, "table 2"),
    ]
    assert "Confirmed by an author by an author of the paper" in text(client, f"/claims/{claim.uid}/history/")
    assert AuthorLink.objects.get().used_at is not None


def test_what_is_left_alone_stays(client: Client, claim: Claim, token: str) -> None:
    gain = Claim.objects.get(quote="3")
    say(client, token, (claim, "confirm", {}), (gain, "leave", {"value": "9"}))
    gain.refresh_from_db()
    assert (gain.state, gain.value) == ("machine", Decimal(3))


@pytest.mark.parametrize(
    ("typed", "ask", "suggested"),
    [
        ({"benchmark": "Nowhere Land"}, "correction", {"benchmark": "Nowhere Land"}),
        ({"words": "it is not ours"}, "dispute", {}),
        ({"value": "", "words": "no such number"}, "dispute", {}),
    ],
)
def test_new_names_and_mere_words_are_for_curators(
    client: Client, claim: Claim, token: str, typed: dict[str, str], ask: str, suggested: dict[str, str]
) -> None:
    assert "1 left to a curator" in say(client, token, (claim, "correct", typed)).content.decode()
    found = Proposal.objects.get()
    assert (found.door, found.ask, found.suggested) == ("author link", ask, suggested)
    assert (Claim.objects.get(pk=claim.pk).state, Benchmark.objects.count()) == ("machine", 1)


def test_a_link_is_good_once(client: Client, claim: Claim, token: str) -> None:
    say(client, token, (claim, "confirm", {}))
    before = everything()
    again = say(client, token, (claim, "correct", {"value": "99"}))
    assert again.status_code == 410
    assert "It has been used" in again.content.decode()
    assert client.get(f"/authors/{token}/").status_code == 410
    assert everything() == before


def test_a_late_link_is_over(client: Client, claim: Claim, token: str) -> None:
    row = AuthorLink.objects.get()
    AuthorLink.objects.update(made_at=row.made_at - timedelta(days=15), expires_at=timezone.now())
    answer = say(client, token, (claim, "confirm", {}))
    assert (answer.status_code, Claim.objects.get(pk=claim.pk).state) == (410, "machine")
    assert "Its time is over" in answer.content.decode()


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "x" + t, len], ids=["end", "start", "all"])
def test_an_altered_link_opens_nothing(client: Client, claim: Claim, token: str, change: Any) -> None:
    answer = say(client, change(token), (claim, "confirm", {}))
    assert (answer.status_code, Claim.objects.get(pk=claim.pk).state) == (410, "machine")
    assert "not one of ours" in answer.content.decode()


def test_a_link_is_for_its_own_paper(client: Client, claim: Claim, token: str, kim: User) -> None:
    other = made("Elsewhere Fern reaches 81.5% accuracy on Pond.")
    # Claims of another paper in the form are not heard, and another paper in the link is another link.
    answer = say(client, token, (other, "confirm", {}))
    assert answer.status_code == 400
    assert Claim.objects.get(pk=other.pk).state == "machine"
    row = AuthorLink.objects.get()
    for forged in (
        signing.dumps([str(row.uid), str(other.paper.uid)], salt=authors.SALT),
        signing.dumps([str(row.uid), str(claim.paper.uid)], salt="another"),
        signing.dumps("nothing", salt=authors.SALT),
    ):
        assert client.get(f"/authors/{forged}/").status_code == 410
    Paper.objects.filter(pk=claim.paper.pk).update(title="Still it")
    AuthorLink.objects.update(paper=other.paper)
    assert client.get(f"/authors/{token}/").status_code == 410


def test_a_revoked_link_is_over(admin_client: Client, client: Client, claim: Claim, token: str) -> None:
    address = f"/admin/authors/revoke/{AuthorLink.objects.get().uid}/"
    assert admin_client.post(address).headers["Location"] == f"/admin/authors/{claim.paper.uid}/"
    answer = say(client, token, (claim, "confirm", {}))
    assert (answer.status_code, Claim.objects.get(pk=claim.pk).state) == (410, "machine")
    assert "revoked by who made it" in answer.content.decode()
    assert Event.objects.filter(action="revoke", subject_type="author link").count() == 1


@pytest.mark.parametrize(
    ("verdict", "typed", "status", "said"),
    [
        ("leave", {}, 400, "You said nothing about any claim"),
        ("correct", {}, 400, "Change what is wrong, or say it in words"),
        ("correct", {"value": "many"}, 400, "“many” is no number"),
        ("correct", {"kind": "guess"}, 400, "not one of the available choices"),
        ("dance", {}, 400, "look at the marked claims"),
        ("confirm", {"seen": "yesterday"}, 400, "This page is damaged"),
        ("confirm", {"seen": "2026-01-01T00:00:00+00:00"}, 409, "changed while you looked"),
    ],
)
def test_what_cannot_be_taken_leaves_the_link_good(
    client: Client, claim: Claim, token: str, verdict: str, typed: dict[str, str], status: int, said: str
) -> None:
    before = everything()
    answer = say(client, token, (claim, verdict, typed))
    assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert everything() == before


def test_one_claim_that_is_stale_saves_none(client: Client, claim: Claim, token: str, kim: User) -> None:
    gain = Claim.objects.get(quote="3")
    seen = gain.updated_at.isoformat()
    claims.dispute(gain, by=kim)
    answer = say(client, token, (claim, "confirm", {}), (gain, "confirm", {"seen": seen}))
    assert answer.status_code == 409
    assert Claim.objects.get(pk=claim.pk).state == "machine"
    assert AuthorLink.objects.get().used_at is None


def test_the_page_needs_its_cookie(claim: Claim, token: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert say(strict, token, (claim, "confirm", {})).status_code == 403
    assert Claim.objects.get(pk=claim.pk).state == "machine"


def test_a_curator_makes_a_link_and_sees_it_once(admin_client: Client, claim: Claim) -> None:
    address = f"/admin/authors/{claim.paper.uid}/"
    page = admin_client.post(address, {"days": "7"}).content.decode()
    found = re.search(r"<code>http://testserver(/authors/\S+/)</code>", page)
    assert found
    assert Client().get(found[1]).status_code == 200
    assert "mailto:?subject=" in page
    row = AuthorLink.objects.get()
    assert row.expires_at - row.made_at == timedelta(days=7)
    token = found[1].split("/")[2]
    assert token not in str(AuthorLink.objects.values()) + str(list(Event.objects.values()))
    assert token not in admin_client.get(address).content.decode()
    assert "good until" in text(admin_client, address)
    assert admin_client.post(address, {"days": "999"}).status_code == 400
    assert AuthorLink.objects.count() == 1


def test_hostile_papers_are_inert(admin_client: Client, client: Client, kim: User) -> None:
    hostile = '"><script>alert(1)</script>'
    found = made(f"Fern reaches 81.5% {hostile} on Meadow.")
    Paper.objects.update(title=hostile)
    Claim.objects.update(system=None, system_text=hostile)
    link = authors.make(found.paper, by=kim)
    pages = [f"/admin/authors/{found.paper.uid}/", f"/authors/{link.token}/"]
    for page in (*(admin_client.get(each) for each in pages), admin_client.post(pages[0], {"days": "7"})):
        assert "<script>alert" not in page.content.decode()


def test_the_database_keeps_links_whole(claim: Claim, token: str) -> None:
    for wrong in (
        {"expires_at": timezone.now() - timedelta(days=1)},
        {"used_at": timezone.now() + timedelta(days=40)},
        {"used_at": timezone.now(), "revoked_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            AuthorLink.objects.update(**wrong)


def test_the_page_costs_the_same_however_many_claims(client: Client, claim: Claim, token: str) -> None:
    few = _cost(client, token)
    abstract = claim.paper.abstract
    for number in range(1, 12):
        Claim.objects.create(
            paper=claim.paper,
            start=number,
            end=number + 1,
            quote=abstract[number : number + 1],
            value=number,
            sentence_start=0,
            sentence_end=len(abstract),
            role="result",
            bound="exact",
        )
    assert _cost(client, token) == few == 4


def _cost(client: Client, token: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/authors/{token}/").status_code == 200
    return len(queries)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(claim: Claim, token: str) -> None:
    def press(value: str) -> int:
        try:
            return int(say(Client(), token, (claim, "correct", {"value": value})).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(press, ["1", "2"]))
    # Who comes second finds the claim changed, or the link used.
    assert statuses[0] == 200
    assert statuses[1] in (409, 410)
    assert Event.objects.filter(subject_type="claim").count() == 1
