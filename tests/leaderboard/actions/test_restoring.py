"""Decisions can be taken back: the claim is then as it was, to the last row, and history only grows."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from leaderboard.actions import claims, restoring
from leaderboard.models import Benchmark, Claim, ClaimBaseline, ClaimSystem, Event, System
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim() -> User:
    return User.objects.create(username="kim")


@pytest.fixture
def claim() -> Claim:
    paper = collection.paper("Fern and Moss reach 81.50% accuracy on Meadow, above Bramble.", title="Fern")
    metric = collection.metric(direction="higher", unit="%", percentage=True)
    made = collection.claim(
        paper,
        "81.50",
        on=collection.benchmark("Meadow"),
        metric=metric,
        metric_text="accuracy",
        system=collection.system("Fern"),
        system_text="Fern",
        unit="%",
    )
    ClaimSystem.objects.create(claim=made, system=collection.system("Moss"), text="Moss", position=1)
    ClaimBaseline.objects.create(claim=made, system=None, text="Bramble", position=0)
    return made


def everything(claim: Claim) -> dict[str, list[Any]]:
    """All columns of the claim and its lists, but for row numbers and the time of the last change."""
    with connection.cursor() as cursor:
        found = {}
        for table in ("claim", "claimbenchmark", "claimsystem", "claimbaseline"):
            own = "id" if table == "claim" else "claim_id"
            cursor.execute(
                f"SELECT to_jsonb(t) - 'updated_at' - 'id' FROM leaderboard_{table} t "
                f"WHERE {own} = %s ORDER BY id",
                [claim.pk],
            )
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def _correct(claim: Claim, *, by: User) -> Claim:
    changes: Any = {
        "value": Decimal("18.5"),
        "value_high": Decimal(19),
        "unit": None,
        "kind": None,
        "setting": "zero-shot",
        "metric": None,
        "benchmarks": [Benchmark.objects.create(slug="pond", name="Pond")],
        "systems": [],
        "baselines": [System.objects.create(slug="reed", name="Reed")],
    }
    return claims.correct(claim, changes=changes, by=by)


DECISIONS: dict[str, Callable[..., Claim]] = {
    "accept": claims.accept,
    "reject": claims.reject,
    "dispute": claims.dispute,
    "correct": _correct,
}


@pytest.mark.parametrize("first", DECISIONS)
@pytest.mark.parametrize("second", DECISIONS)
def test_undoing_leaves_everything_as_before(claim: Claim, kim: User, first: str, second: str) -> None:
    DECISIONS[first](claim, by=kim)
    if first == second == "correct":
        Benchmark.objects.filter(slug="pond").update(name="Lake")
        claims.accept(claim, by=kim)
        second = "reject"
    before = everything(claim)
    Benchmark.objects.filter(slug="pond").exclude(claim_benchmarks__claim=claim).delete()
    DECISIONS[second](claim, by=kim)
    assert everything(claim) != before
    events = list(Event.objects.order_by("pk").values())
    event = Event.objects.latest("pk")
    restoring.undo(event, by=kim)
    assert everything(claim) == before
    assert list(Event.objects.order_by("pk").values())[:-1] == events
    undone = Event.objects.latest("pk")
    assert (undone.action, undone.actor, undone.before, undone.after) == (
        "undo",
        kim,
        event.after,
        event.before,
    )


def test_an_undo_can_be_undone(claim: Claim, kim: User) -> None:
    _correct(claim, by=kim)
    corrected = everything(claim)
    restoring.undo(Event.objects.latest("pk"), by=kim)
    restoring.undo(Event.objects.latest("pk"), by=kim)
    assert everything(claim) == corrected


def test_what_was_decided_since_is_not_overwritten(claim: Claim, kim: User) -> None:
    claims.reject(claim, by=kim)
    event = Event.objects.latest("pk")
    claims.accept(claim, by=kim)
    before = everything(claim)
    with pytest.raises(claims.StaleClaimError, match="changed again by “accept”"):
        restoring.undo(event, by=kim)
    assert everything(claim) == before


@pytest.mark.parametrize(("side", "state"), [("before", "machine"), ("after", "rejected")])
def test_any_earlier_state_can_be_restored(claim: Claim, kim: User, side: Any, state: str) -> None:
    claims.reject(claim, by=kim)
    event = Event.objects.latest("pk")
    _correct(claim, by=kim)
    restoring.restore(event, side=side, by=kim, reason="it was right")
    row = Claim.objects.get()
    assert (row.state, row.value, row.setting) == (state, Decimal("81.50"), "")
    assert Event.objects.latest("pk").reason == "it was right"


def test_a_state_that_names_what_is_gone_is_not_restored(claim: Claim, kim: User) -> None:
    _correct(claim, by=kim)
    event = Event.objects.latest("pk")
    restoring.undo(event, by=kim)
    Benchmark.objects.get(slug="pond").delete()
    before = everything(claim)
    with pytest.raises(restoring.NotRestorableError, match="benchmark “pond”, which is gone"):
        restoring.restore(event, side="after", by=kim)
    assert everything(claim) == before


def test_events_of_other_things_restore_nothing(claim: Claim, kim: User) -> None:
    event = Event.objects.create(action="sync", subject_type="metric", subject_uid=claim.uid, actor=kim)
    with pytest.raises(restoring.NotRestorableError, match="about no claim"):
        restoring.undo(event, by=kim)
