"""Acceptance without a look: what is accepted, how it shows, who checks it, and how it ends."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from leaderboard.actions import batches, boards, claims, policies, restoring, turns
from leaderboard.actions.policies import Terms
from leaderboard.models import Acceptance, Claim, Event, Policy, Standing
from leaderboard.queries import curation, numbers
from leaderboard.queries import policies as queries
from leaderboard.queries.claims import rows_by_id
from leaderboard.queries.policies import Scope
from tests.leaderboard import collection
from tests.leaderboard.batches import many

pytestmark = pytest.mark.django_db

ROWS = [
    ("81.5", "Accuracy", "quality", "absolute", 0.95, "machine"),
    ("82.5", "Accuracy", "quality", "absolute", 0.80, "machine"),
    ("3.5", "Accuracy", "quality", "difference", 0.99, "machine"),
    ("12", "Latency", "speed", "absolute", 0.97, "machine"),
    ("13", "Latency", "speed", "absolute", 0.99, "disputed"),
    ("14", "Latency", "speed", "absolute", 0.99, "curated"),
    ("15", "Wobble", None, None, 0.96, "machine"),
]


@pytest.fixture
def admin() -> User:
    return User.objects.create_superuser("ada", password="a long password")


@pytest.fixture
def some() -> list[Claim]:
    made = []
    for number, (quote, name, family, kind, confidence, state) in enumerate(ROWS):
        paper = collection.paper(f"Net {number} reaches {quote} on MathQuest.")
        metric = collection.metric(name, family=family, direction="higher")
        decided = {} if state == "machine" else {"decided_at": timezone.now()}
        on = collection.benchmark()
        given = {"kind": kind, "confidence": confidence, "state": state, **decided}
        made.append(collection.claim(paper, quote, on=on, metric=metric, **given))
    boards.settle()
    return made


def put(by: User, threshold: float = 0.9, *, share: float = 0.05, **scope: Any) -> Policy:
    return policies.put(Terms(Scope(threshold, **scope), share, "measured well"), by=by)


def accepted(some: list[Claim]) -> set[int]:
    held = set(Acceptance.objects.filter(ended_at=None).values_list("claim_id", flat=True))
    return {place for place, claim in enumerate(some) if claim.pk in held}


def test_queue_and_numbers_count_what_waits_alike(some: list[Claim], admin: User, client: Client) -> None:
    Claim.objects.filter(pk=some[1].pk).update(metric=None, scaled=None)  # on no board
    boards.settle()
    assert curation.waiting() == curation.Waiting(claims=6, on_boards=5, by_policy=0, conflicts=0)
    put(admin, 0.97, share=0.01)
    policies.apply()
    Acceptance.objects.update(sampled=False)
    boards.settle()
    found = curation.waiting()
    assert (found.claims, found.by_policy) == (4, 2)
    age = numbers.numbers().age
    assert (age.waiting, age.on_boards, age.by_policy) == (4, found.on_boards, 2)
    client.force_login(admin)
    assert "4 claims wait for a decision" in client.get("/admin/queue/").content.decode()
    assert (
        f"4 claims, {found.on_boards} of them on boards; 2 more"
        in client.get("/admin/numbers/").content.decode()
    )


CASES: list[tuple[str, float, dict[str, Any], set[int]]] = [
    ("anything", 0.9, {}, {0, 2, 3, 6}),
    ("the threshold itself", 0.95, {}, {0, 2, 3, 6}),
    ("surer", 0.97, {}, {2, 3}),
    ("nothing is so sure", 1.0, {}, set()),
    ("kind", 0.7, {"kind": "absolute"}, {0, 1, 3}),
    ("family", 0.7, {"family": "quality"}, {0, 1, 2}),
    ("both", 0.7, {"kind": "difference", "family": "quality"}, {2}),
    ("nothing of both", 0.7, {"kind": "factor", "family": "speed"}, set()),
]


@pytest.mark.parametrize(
    ("threshold", "scope", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_is_accepted(
    some: list[Claim], admin: User, threshold: float, scope: dict[str, Any], expected: set[int]
) -> None:
    outlook = queries.outlook(Scope(threshold, **scope))
    put(admin, threshold, **scope)
    assert policies.apply() == len(expected) == outlook.claims
    assert accepted(some) == expected
    if expected:
        mean = sum(1 - ROWS[place][4] for place in expected) / len(expected)
        assert outlook.expected_error == pytest.approx(mean)


def test_without_a_policy_nothing_is_accepted(some: list[Claim]) -> None:
    assert policies.apply() == 0
    assert not Acceptance.objects.exists()


def test_accepted_is_not_checked(some: list[Claim], admin: User) -> None:
    before = list(Claim.objects.order_by("pk").values())
    put(admin)
    policies.apply()
    assert list(Claim.objects.order_by("pk").values()) == before
    event = Event.objects.get(subject_uid=some[0].uid)
    assert (event.action, event.actor, event.source) == ("policy_accept", None, "policy")
    assert event.before == event.after == claims.facts(some[0])
    assert [row.by_policy for row in rows_by_id([some[0].pk, some[1].pk])] == [True, False]


def test_applied_again_nothing_is_doubled(some: list[Claim], admin: User) -> None:
    put(admin)
    put(admin, 0.7, kind="absolute")
    assert policies.apply() == 5
    assert policies.apply() == 0
    assert queries.to_apply() == []
    Policy.objects.update(looked_at=0)
    assert policies.apply() == 0
    assert Acceptance.objects.count() == Event.objects.filter(action="policy_accept").count() == 5


def test_what_is_read_later_is_accepted_too(some: list[Claim], admin: User) -> None:
    put(admin, 0.9, family="quality")
    assert (policies.apply(), policies.apply()) == (2, 0)
    paper = collection.paper("Net X reaches 99 on MathQuest.")
    new = collection.claim(paper, "99", metric=collection.metric(), confidence=0.93)
    assert policies.apply() == 0, "no event says that anything changed"
    claims.reject(some[1], by=admin)
    assert policies.apply() == 1
    assert Acceptance.objects.filter(claim=new, ended_at=None).exists()


ENDS: dict[str, Callable[[Claim, User], object]] = {
    "accept": lambda claim, by: claims.accept(claim, by=by),
    "reject": lambda claim, by: claims.reject(claim, by=by),
    "correct": lambda claim, by: claims.correct(claim, changes={"setting": "zero-shot"}, by=by),
    "dispute": lambda claim, by: claims.dispute(claim, by=None),
    "read differently": lambda claim, by: Claim.objects.filter(pk=claim.pk).update(value=Decimal(7)),
    "read less surely": lambda claim, by: Claim.objects.filter(pk=claim.pk).update(confidence=0.6),
    "no longer read": lambda claim, by: Claim.objects.filter(pk=claim.pk).update(state="superseded"),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_it_ends_by_itself(some: list[Claim], admin: User, end: Callable[[Claim, User], object]) -> None:
    put(admin, 0.95, kind="absolute")
    policies.apply()
    end(some[0], admin)
    assert accepted(some) == {3}


@pytest.mark.parametrize(
    "change",
    [{"scaled": Decimal(7)}, {"updated_at": timezone.now()}],
    ids=["put on another scale", "touched"],
)
def test_it_stays_while_the_reading_does(some: list[Claim], admin: User, change: dict[str, Any]) -> None:
    put(admin, 0.95, kind="absolute")
    policies.apply()
    Claim.objects.update(**change)
    assert accepted(some) == {0, 3}


def test_a_decision_taken_back_leaves_it_to_the_policy_again(some: list[Claim], admin: User) -> None:
    put(admin, 0.95, kind="absolute")
    policies.apply()
    claims.reject(some[0], by=admin)
    restoring.undo(Event.objects.latest("pk"), by=admin)
    assert accepted(some) == {3}
    policies.apply()
    assert accepted(some) == {0, 3}
    (record,) = queries.records()
    assert (record.accepted, record.in_force, Acceptance.objects.count()) == (2, 2, 3), "a claim counts once"


def test_the_queue_offers_only_the_share_for_people(admin: User) -> None:
    many.claims(100, over=3)
    policy = put(admin, 0.7, share=0.3)
    policies.apply()
    held = Acceptance.objects.filter(policy=policy)
    sampled = set(held.filter(sampled=True).values_list("claim_id", flat=True))
    assert held.count() == 30
    assert 0 < len(sampled) < 25
    worth = Standing.objects.filter(claim__in=held.values("claim"), worth__isnull=False)
    assert set(worth.values_list("claim_id", flat=True)) == sampled
    offered: list[int] = []
    while (claim := turns.take(admin)) is not None and len(offered) < 100:
        offered.append(claim.pk)
        claims.accept(claim, by=admin)
    assert sampled <= set(offered)
    assert len(offered) == 100 - 30 + len(sampled)
    assert {row.pk for row in rows_by_id(sorted(sampled)) if row.by_policy} == set()


def test_off_the_boards_too(some: list[Claim], admin: User) -> None:
    Claim.objects.exclude(pk=some[0].pk).delete()
    some[0].claim_benchmarks.all().delete()
    put(admin, share=1.0)
    policies.apply()
    assert next(curation.candidates(admin)) == some[0].pk
    Acceptance.objects.update(sampled=False)
    assert list(curation.candidates(admin)) == []


def test_the_same_claims_are_sampled_every_time(admin: User) -> None:
    many.claims(200, over=2)
    drawn = []
    for _ in range(2):
        policy = put(admin, 0.7, share=0.3)
        policies.apply()
        drawn.append(set(policy.acceptances.filter(sampled=True).values_list("claim_id", flat=True)))
        policies.take_back(policy, by=admin)
        batches.work(seconds=60)
    assert drawn[0] == drawn[1] != set()


def test_what_people_found_of_it(some: list[Claim], admin: User) -> None:
    put(admin, 0.9, share=1.0)
    policies.apply()
    (before,) = queries.records()
    assert (before.accepted, before.waiting, before.wrong.of) == (4, 4, 0)
    claims.accept(some[0], by=admin)
    claims.reject(some[2], by=admin)
    claims.correct(some[3], changes={"setting": "zero-shot"}, by=admin)
    claims.reject(some[6], by=admin)
    restoring.undo(Event.objects.latest("pk"), by=admin)
    (record,) = queries.records()
    assert (record.wrong.right, record.wrong.of, record.waiting) == (2, 3, 0)
    assert (record.right.right, record.right.of) == (1, 3)
    assert record.expected == pytest.approx((0.05 + 0.01 + 0.03 + 0.04) / 4)
    assert record.expected_of_decided == pytest.approx((0.05 + 0.01 + 0.03) / 3)
    assert record.worse
    assert queries.worse() == [record]


def test_a_correction_that_a_colleague_accepts_was_an_error_all_the_same(
    some: list[Claim], admin: User
) -> None:
    put(admin, 0.95, share=1.0, kind="absolute")
    policies.apply()
    claims.accept(claims.correct(some[0], changes={"setting": "zero-shot"}, by=admin), by=admin)
    claims.reject(claims.dispute(some[3], by=None), by=admin)
    (record,) = queries.records()
    assert (record.wrong.right, record.wrong.of) == (2, 2)
    assert (queries.outlook(Scope(0.95, kind="absolute")).found.right) == 1  # the disputed one was picked


def test_decisions_about_what_it_gave_back_are_none_about_its_share(some: list[Claim], admin: User) -> None:
    policy = put(admin, 0.95, share=1.0, kind="absolute")
    policies.apply()
    policies.take_back(policy, by=admin)
    batches.work(seconds=60)
    claims.reject(some[0], by=admin)
    (record,) = queries.records()
    assert record.wrong.of == 0


def test_a_few_errors_may_be_chance(some: list[Claim], admin: User) -> None:
    put(admin, 0.95, share=1.0, kind="absolute")
    policies.apply()
    claims.accept(some[0], by=admin)
    claims.reject(some[3], by=admin)
    (record,) = queries.records()
    assert (record.wrong.right, record.wrong.of) == (1, 2)
    assert record.wrong.low > 0.04
    Acceptance.objects.update(confidence=0.9)
    Claim.objects.update(confidence=0.9)
    assert not queries.worse()


def test_what_is_worse_than_expected_is_said_on_every_screen(
    some: list[Claim], admin: User, client: Client
) -> None:
    client.force_login(admin)
    put(admin, 0.9, share=1.0)
    policies.apply()
    assert "Look at this first" not in client.get("/admin/").content.decode()
    for place in (0, 2, 3):
        claims.reject(some[place], by=admin)
    assert "3 of 3 that people checked, where 3.0% were expected" in client.get("/admin/").content.decode()
    for page in ("/admin/policy/", "/admin/numbers/"):
        said = " ".join(client.get(page).content.decode().split())
        assert "of 4 accepted, 4 went to people (100.0% of it, drawn at random), 1 of them wait" in said
        assert "3 were decided about, 0 of them right: <strong>0.0%</strong>" in said
        assert "expected: 97.0%" in said
        assert "more often than chance explains" in said
    assert Policy.objects.get().stopped_at is None


def test_about_one_turn_in_ten_checks_in_an_order_of_chance(
    admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    many.claims(100, over=3)
    put(admin, 0.7, share=0.5)
    policies.apply()
    monkeypatch.setattr(turns, "CHECKED", 1)
    drawn = list(Claim.objects.filter(acceptances__sampled=True).order_by("uid").values_list("pk", flat=True))
    offered = []
    for _ in drawn:
        claim = turns.take(admin)
        assert claim is not None
        offered.append(claim.pk)
        claims.accept(claim, by=admin)
    assert offered == drawn
    monkeypatch.setattr(turns, "CHECKED", 10**9)
    assert turns.take(admin) is not None


def test_what_people_found_before_is_told_by_scope(some: list[Claim], admin: User) -> None:
    claims.accept(some[0], by=admin)
    claims.reject(some[3], by=admin)
    claims.reject(some[1], by=admin)
    claims.dispute(some[6], by=None)
    for scope, expected in {
        Scope(0.9): (1, 2),
        Scope(0.7): (2, 3),
        Scope(0.9, family="speed"): (1, 1),
        Scope(0.9, kind="difference"): (0, 0),
    }.items():
        found = queries.outlook(scope).found
        assert (found.right, found.of) == expected


def test_leaders_that_would_rest_on_it_are_named(some: list[Claim], admin: User, client: Client) -> None:
    outlook = queries.outlook(Scope(0.95, kind="absolute"))
    assert (outlook.boards, outlook.leads) == (2, 0)  # 82.5 and the curated 14 lead
    outlook = queries.outlook(Scope(0.75, family="quality"))
    assert [(led.quote, led.unit, led.system) for led in outlook.led] == [("82.5", None, "")]
    assert outlook.leads == 1
    client.force_login(admin)
    address = "/admin/policy/outlook/?kind=&family=quality&threshold=0.75&share=5"
    assert "82.5, unit not stated, system not named" in client.get(address).content.decode()
    Claim.objects.filter(pk=some[1].pk).update(unit="%", system=collection.system("Net 1"))
    assert "82.5%, Net 1" in client.get(address).content.decode()


def test_stopped_it_accepts_no_more_and_keeps_what_it_did(some: list[Claim], admin: User) -> None:
    policy = put(admin, 0.97)
    policies.apply()
    policies.stop(policy, by=admin)
    policies.stop(policy, by=admin)
    Claim.objects.update(confidence=0.99, updated_at=timezone.now())
    assert policies.apply() == 0
    assert accepted(some) == {2} or accepted(some) == set()
    assert Event.objects.filter(action="stop").count() == 1
    assert put(admin, 0.97).stopped_at is None, "another one of the same scope can follow"


def test_taken_back_as_a_batch(some: list[Claim], admin: User) -> None:
    before = list(Claim.objects.order_by("pk").values())
    worth = dict(Standing.objects.values_list("claim_id", "worth"))
    policy = put(admin)
    policies.apply()
    batch = policies.take_back(policy, by=admin, reason="too many wrong")
    batches.work(seconds=60)
    batch.refresh_from_db()
    assert (batch.state, batch.total, batch.counts) == ("done", 4, {"no longer accepted": 4})
    assert accepted(some) == set()
    assert list(Claim.objects.order_by("pk").values()) == before
    assert dict(Standing.objects.values_list("claim_id", "worth")) == worth
    told = Event.objects.filter(batch=batch, action="policy_end")
    assert {(event.actor, event.reason) for event in told} == {(admin, "too many wrong")}


@pytest.mark.parametrize(
    "wrong",
    [{"threshold": 0.69}, {"threshold": 1.1}, {"share": 0.0}, {"reason": ""}, {"stopped_at": timezone.now()}],
    ids=["unsure", "too sure", "nobody checks", "no reason", "stopped by nobody"],
)
def test_the_database_refuses(admin: User, wrong: dict[str, Any]) -> None:
    policy = put(admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(pk=policy.pk).update(**wrong)


def test_two_of_the_same_scope_are_refused(admin: User) -> None:
    put(admin)
    put(admin, kind="absolute")
    with pytest.raises(ValidationError, match="in force already"):
        put(admin, 0.8)


def test_no_policy_accepts_what_was_decided(some: list[Claim], admin: User) -> None:
    policy = put(admin)
    for place in (4, 5):
        with pytest.raises(IntegrityError, match="was decided about"), transaction.atomic():
            Acceptance.objects.create(
                claim=some[place], policy=policy, confidence=0.9, sampled=False, at=timezone.now()
            )


def test_pages_say_so(some: list[Claim], admin: User, client: Client) -> None:
    address = "/boards/mathquest/accuracy/"
    assert "accepted by policy" not in client.get(address).content.decode()
    put(admin)
    policies.apply()
    page = client.get(address).content.decode()
    assert "accepted by policy" in page
    assert "no person has checked it" in page
    story = client.get(f"/claims/{some[0].uid}/history/").content.decode()
    assert "Accepted by a policy; nobody has looked at it" in story
    assert "a policy of this site" in story


def test_the_screens(some: list[Claim], admin: User, client: Client) -> None:
    client.force_login(admin)
    assert "There is no policy" in client.get("/admin/policy/").content.decode()
    asked = {"threshold": "0.9", "share": "50", "kind": "absolute", "family": ""}
    page = client.get("/admin/policy/outlook/", asked).content.decode()
    assert "2 claims now" in page
    assert "4.0%" in page
    assert "nobody has decided about such a claim yet" in page
    assert not Policy.objects.exists()
    refused = client.post("/admin/policy/set/", asked)
    assert refused.status_code == 400
    assert "say why" in refused.content.decode()
    assert client.post("/admin/policy/set/", {**asked, "reason": "measured"}).status_code == 302
    policy = Policy.objects.get()
    assert (policy.share, policy.kind, policy.family) == (0.5, "absolute", None)
    twice = client.post("/admin/policy/set/", {**asked, "reason": "measured"})
    assert "in force already" in twice.content.decode()
    policies.apply()
    assert "2, 2 of them still" in client.get("/admin/policy/").content.decode()
    client.post(f"/admin/policy/{policy.uid}/stop/")
    assert "(stopped)" in client.get("/admin/policy/").content.decode()
    batch = client.post(f"/admin/policy/{policy.uid}/stop/", {"back": "yes"}).headers["Location"]
    assert "Take back what the policy accepted" in client.get(batch).content.decode()
    batches.work(seconds=60)
    assert accepted(some) == set()


@pytest.mark.parametrize("threshold", ["0.4", "1.5", "", "much"])
def test_bad_thresholds_are_refused(admin: User, client: Client, threshold: str) -> None:
    client.force_login(admin)
    asked = {"threshold": threshold, "share": "5"}
    assert client.get("/admin/policy/outlook/", asked).status_code == 400
    assert client.post("/admin/policy/set/", {**asked, "reason": "so"}).status_code == 400
    assert not Policy.objects.exists()


def test_sql_facts_are_not_changed_by_a_policy(some: list[Claim], admin: User) -> None:
    """The log of boards tells of changes alone; an acceptance is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM leaderboard_boardlog")
        (before,) = cursor.fetchone()
        put(admin)
        policies.apply()
        cursor.execute("SELECT count(*) FROM leaderboard_boardlog")
        assert cursor.fetchone() == (before,)


def test_programs_are_told_too(some: list[Claim], admin: User, client: Client) -> None:
    put(admin)
    policies.apply()
    told = [client.get(f"/api/v1/claims/{claim.uid}/").json() for claim in some[:2]]
    assert [(each["state"], each["accepted_by_policy"]) for each in told] == [
        ("machine", True),
        ("machine", False),
    ]
