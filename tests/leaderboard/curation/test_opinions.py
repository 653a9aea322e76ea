"""Second opinions: drawn by chance, given without knowing the first, settled by a third person."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test import Client

from leaderboard.actions import asking, boards, claims, opinions, restoring, turns
from leaderboard.actions.claims import StaleClaimError
from leaderboard.actions.opinions import Says
from leaderboard.models import Benchmark, Claim, Event, SecondOpinion, Standing, Turn
from leaderboard.queries import numbers
from leaderboard.queries import opinions as queries
from leaderboard.queries.claim_fields import as_shown, formerly
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SHARE", 1.0)
    monkeypatch.setattr(opinions, "OFFERED", 1)
    monkeypatch.setattr(turns, "CHECKED", 10**9)


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann")


@pytest.fixture
def bob() -> User:
    return User.objects.create_superuser("bob")


@pytest.fixture
def cat() -> User:
    return User.objects.create_superuser("cat")


def made(quote: str = "81.5") -> Claim:
    paper = collection.paper(f"Fern reaches {quote}% accuracy on MathQuest.", title="Fern grows")
    metric = collection.metric(direction="higher")
    fields: dict[str, Any] = {"metric_text": "accuracy", "system_text": "Fern", "unit": "%"}
    found = collection.claim(
        paper, quote, on=collection.benchmark(), metric=metric, system=collection.system("Fern"), **fields
    )
    boards.settle()
    return found


def decided(claim: Claim, *, by: User, action: str = "accept", **changes: Any) -> SecondOpinion:
    """What is asked about the claim after this decision in the queue."""
    given = {"changes": changes} if changes else {}
    getattr(claims, action)(claim, by=by, source="queue", **given)
    return SecondOpinion.objects.latest("pk")


def typed(opinion: SecondOpinion, **changes: Any) -> dict[str, Any]:
    """The fields of the blind screen, with what somebody typed."""
    shown = formerly(opinion.first.before or {})
    return {**shown, "value": Decimal(shown["value"]), "value_high": None, **changes}


def kept() -> list[Any]:
    """Everything that an opinion must leave as it is."""
    links = Claim.objects.order_by("pk").values_list(
        "pk", "claim_benchmarks__benchmark", "claim_systems__system", "claim_baselines__system"
    )
    standings = Standing.objects.order_by("pk").values()
    return [
        list(Claim.objects.order_by("pk").values()),
        list(links),
        list(standings),
        Benchmark.objects.count(),
    ]


def test_only_decisions_of_the_queue_about_readings_of_the_machine_are_asked_about(
    ann: User, bob: User
) -> None:
    one, two, three, four = (made(quote) for quote in ("81.5", "82.5", "83.5", "84.5"))
    claims.accept(one, by=ann, source="api")
    claims.reject(claims.dispute(two, by=None), by=ann, source="queue")
    claims.pass_over(three, by=ann, source="queue")
    assert not SecondOpinion.objects.exists()
    claims.accept(claims.accept(four, by=ann, source="queue"), by=bob, source="queue")
    asked = SecondOpinion.objects.get()
    assert (asked.claim, asked.first.action, asked.first_by) == (four, "accept", ann)


def test_chance_picks_a_share(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SHARE", 0.5)
    for number in range(40):
        claims.accept(made(f"{number + 10}.5"), by=ann, source="queue")
    assert 5 < SecondOpinion.objects.count() < 35


def test_nobody_gets_their_own(ann: User, bob: User) -> None:
    asked = decided(made(), by=ann)
    assert opinions.take(ann) is None
    assert opinions.take(bob) == asked
    with pytest.raises(StaleClaimError):
        opinions.give(asked, says=Says.ACCEPT, by=ann)
    event = Event.objects.latest("pk")
    with pytest.raises(IntegrityError, match="secondopinion_of_another"), transaction.atomic():
        SecondOpinion.objects.update(event=event, second_by=ann, says="accept", agrees=True)


def test_leases_hold(ann: User, bob: User, cat: User) -> None:
    asked = decided(made(), by=ann)
    assert opinions.take(bob) == asked
    assert opinions.take(cat) is None
    assert opinions.take(bob) == asked, "a page that was lost comes again"
    Turn.objects.update(until="2020-01-01T00:00Z")
    assert opinions.take(cat) == asked


SAYS: list[tuple[str, str, dict[str, Any], Says, dict[str, Any], bool]] = [
    ("both accept", "accept", {}, Says.ACCEPT, {}, True),
    ("both reject", "reject", {}, Says.REJECT, {}, True),
    ("accepted, rejected", "accept", {}, Says.REJECT, {}, False),
    ("rejected, accepted", "reject", {}, Says.ACCEPT, {}, False),
    ("corrected, accepted", "correct", {"unit": "points"}, Says.ACCEPT, {}, False),
    ("corrected alike", "correct", {"unit": "points"}, Says.CORRECT, {"unit": "points"}, True),
    ("corrected otherwise", "correct", {"unit": "points"}, Says.CORRECT, {"setting": "5-shot"}, False),
    ("the same number", "correct", {"value": Decimal(7)}, Says.CORRECT, {"value": Decimal("7.0")}, True),
]


@pytest.mark.parametrize(
    ("first", "changes", "says", "given", "agrees"),
    [case[1:] for case in SAYS],
    ids=[case[0] for case in SAYS],
)
def test_the_claim_stays_as_it_is(
    *,
    ann: User,
    bob: User,
    cat: User,
    first: str,
    changes: dict[str, Any],
    says: Says,
    given: dict[str, Any],
    agrees: bool,
) -> None:
    asked = decided(made(), by=ann, action=first, **changes)
    before = kept()
    opinion = opinions.give(asked, says=says, by=bob, given=typed(asked, **given), reason="so")
    assert kept() == before
    assert opinion.agrees is agrees
    event = Event.objects.latest("pk")
    assert (event.action, event.actor, event.reason, event.before) == ("opinion", bob, "so", None)
    assert event.after is not None
    assert event.after["opinion"] == says
    taken = turns.take(cat)
    assert taken == (None if agrees else asked.claim)
    assert turns.take(bob) is None, "who gave an opinion is not asked to settle it"
    assert opinions.take(cat) is None


def test_a_new_name_is_part_of_the_opinion_and_nothing_else(ann: User, bob: User) -> None:
    asked = decided(made(), by=ann)
    before = kept()
    given = typed(asked, benchmarks=["Moorland"], new_names=True)
    opinion = opinions.give(asked, says=Says.CORRECT, by=bob, given=given)
    assert kept() == before
    found = queries.about(asked.claim)
    assert found is not None
    assert found.opinion == opinion
    assert [(part.field, part.after) for part in found.parts] == [("benchmark", "Moorland")]
    assert found.reading["benchmarks"] == ["Moorland"]


def test_a_third_decision_settles_it(ann: User, bob: User, cat: User) -> None:
    asked = decided(made(), by=ann)
    opinions.give(asked, says=Says.REJECT, by=bob)
    claim = turns.take(cat)
    assert claim == asked.claim
    claims.reject(Claim.objects.get(pk=asked.claim_id), by=cat, source="queue")
    assert queries.about(Claim.objects.get()) is None
    assert turns.take(cat) is None
    assert SecondOpinion.objects.count() == 1, "the third look is no first one"


def test_what_is_taken_back_or_restored_is_asked_about_no_more(ann: User, bob: User) -> None:
    claim = made()
    asked = decided(claim, by=ann)
    restoring.undo(asked.first, by=ann)
    assert opinions.take(bob) is None
    with pytest.raises(StaleClaimError, match="anew"):
        opinions.give(asked, says=Says.ACCEPT, by=bob)
    restoring.restore(asked.first, side="after", by=ann)
    assert opinions.take(bob) == asked, "as it was when it was asked about"


def test_an_opinion_does_not_stand_in_the_way_of_undo(ann: User, bob: User) -> None:
    before = claims.facts(made())
    asked = decided(Claim.objects.get(), by=ann, action="correct", unit="points")
    opinions.give(asked, says=Says.ACCEPT, by=bob)
    restoring.undo(asked.first, by=ann)
    assert claims.facts(Claim.objects.get()) == before


def test_who_can_not_tell_is_not_asked_again(ann: User, bob: User, cat: User) -> None:
    asked = decided(made(), by=ann)
    opinions.take(bob)
    opinions.decline(asked, by=bob)
    assert opinions.take(bob) is None
    assert opinions.take(cat) == asked


@pytest.mark.parametrize("first", ["accept", "reject", "correct"])
def test_the_screen_tells_nothing_of_the_first(client: Client, ann: User, bob: User, first: str) -> None:
    """Whatever was decided, the very same page, but for what is never the same."""
    claim = made()
    machine = as_shown(claim)
    changes = {"unit": "apples", "benchmarks": [], "setting": "5-shot"} if first == "correct" else {}
    asked = decided(claim, by=ann, action=first, **changes)
    client.force_login(bob)
    said = client.post("/admin/queue/next/", follow=True)
    assert said.redirect_chain == [(f"/admin/queue/second/{asked.uid}/", 302)]
    page = said.content.decode()
    for word in (
        "ann",
        "apples",
        "5-shot",
        "rejected",
        "corrected",
        "checked",
        "Board",
        "History",
        "rank",
        "Undo",
    ):
        assert word not in page.replace("what a colleague", ""), word
    assert said.context["found"].proposal == machine
    assert '<mark class="benchmark ">MathQuest</mark>' in page
    assert claim.paper.uid.hex not in page.replace("-", "")


def press(client: Client, asked: SecondOpinion, decision: str, **changes: Any) -> Any:
    seen = Claim.objects.get(pk=asked.claim_id).updated_at.isoformat()
    fields = {**formerly(asked.first.before or {}), "seen": seen, "note": "", **changes}
    return client.post(f"/admin/queue/second/{asked.uid}/", {**fields, "decision": decision})


def test_from_the_screens(client: Client, ann: User, bob: User, cat: User) -> None:
    asked = decided(made(), by=ann)
    client.force_login(bob)
    address = f"/admin/queue/second/{asked.uid}/"
    for decision, changes, words in (
        ("accept", {"unit": "points"}, "put it back"),
        ("correct", {}, "Nothing is different"),
        ("reject:boredom", {}, "Press one of the buttons"),
        ("", {}, "Press one of the buttons"),
        ("correct", {"benchmarks": ["Nowhere Land"]}, "no benchmark is called"),
        ("correct", {"value": "many"}, "Nothing was saved"),
    ):
        answer = press(client, asked, decision, **changes)
        assert answer.status_code == 400
        assert words.lower() in answer.content.decode().lower()
    assert not Event.objects.filter(action="opinion").exists()
    assert press(client, asked, "correct", unit="points").headers["Location"] == "/admin/queue/"
    assert client.get(address).headers["Location"] == "/admin/queue/", "it is given once"
    client.force_login(cat)
    assert "ann and bob" in client.get("/admin/queue/").content.decode()
    assert client.post("/admin/queue/next/").headers["Location"] == f"/admin/queue/{asked.claim.uid}/"
    page = client.get(f"/admin/queue/{asked.claim.uid}/").content.decode()
    assert "Two curators read it differently" in page
    assert "<td><bdi>%</bdi></td><td><bdi>points</bdi></td>" in page
    filled = client.get(f"/admin/queue/{asked.claim.uid}/?as=second").content.decode()
    assert 'name="unit" value="points"' in filled
    assert "The fields hold the second reading" in filled


@pytest.mark.parametrize(
    ("first", "second", "way"),
    [
        ("accept", "reject:no result", "accept to keep what stands"),
        ("reject", "accept", "reject to keep what stands"),
    ],
)
def test_a_second_reading_with_the_same_fields_is_not_offered(
    client: Client, ann: User, bob: User, cat: User, first: str, second: str, way: str
) -> None:
    """Who filled it in would see the same fields and could not save them."""
    asked = decided(made(), by=ann, action=first)
    client.force_login(bob)
    assert press(client, asked, second).status_code == 302
    client.force_login(cat)
    page = client.get(f"/admin/queue/{asked.claim.uid}/?as=second").content.decode()
    assert "Two curators read it differently" in page
    assert way in page
    assert "as=second" not in page.partition('<h2 id="differing"')[2]
    assert "The fields hold" not in page


def test_the_one_who_decided_and_strangers_see_nothing(client: Client, ann: User) -> None:
    asked = decided(made(), by=ann)
    client.force_login(ann)
    assert client.get(f"/admin/queue/second/{asked.uid}/").headers["Location"] == "/admin/queue/"


def test_declined_on_the_screen(client: Client, ann: User, bob: User) -> None:
    asked = decided(made(), by=ann)
    client.force_login(bob)
    press(client, asked, "decline")
    assert client.get(f"/admin/queue/second/{asked.uid}/").headers["Location"] == "/admin/queue/"
    assert not Event.objects.filter(action="opinion").exists()


def test_a_claim_that_a_colleague_holds_waits(client: Client, ann: User, bob: User, cat: User) -> None:
    asked = decided(made(), by=ann)
    opinions.take(cat)
    client.force_login(bob)
    answer = press(client, asked, "accept")
    assert answer.status_code == 409
    assert "cat is looking" in answer.content.decode()


def test_blind_pairs_are_counted_apart(ann: User, bob: User) -> None:
    for quote, says in (("81.5", Says.ACCEPT), ("82.5", Says.ACCEPT), ("83.5", Says.REJECT)):
        opinions.give(decided(made(quote), by=ann), says=says, by=bob)
    asked = decided(made("84.5"), by=ann, action="correct", unit="points")
    opinions.give(asked, says=Says.CORRECT, by=bob, given=typed(asked, setting="5-shot"))
    decided(made("85.5"), by=ann)
    found = numbers.numbers()
    assert (found.blind.agreed.right, found.blind.agreed.of, found.blind.alike.right) == (3, 4, 2)
    assert found.blind.alpha == pytest.approx(1 - 7 * 2 / (64 - 25 - 4 - 1))
    assert found.blind.waiting == 1
    assert found.agreement.agreed.of == 0
    assert found.picked.all.right.of == 5, "an opinion is no decision"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_one(ann: User, bob: User, cat: User) -> None:
    asked = decided(made(), by=ann)
    together, given = threading.Barrier(2), []

    def run(by: User) -> None:
        together.wait()
        try:
            given.append(opinions.give(asked, says=Says.ACCEPT, by=by).second_by_id)
        except StaleClaimError:
            given.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[by]) for by in (bob, cat)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given.count(None) == 1
    assert Event.objects.filter(action="opinion").count() == 1
