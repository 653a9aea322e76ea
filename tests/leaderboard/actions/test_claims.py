"""Decisions about claims: state, who and when, and the event in the same transaction."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection

from extraction.claims import Extraction, Mention
from leaderboard.actions import claims
from leaderboard.actions.extract import extract_batch
from leaderboard.models import Benchmark, Claim, Event, Metric, MetricAlias, System
from tests.leaderboard.papers import claim, paper

pytestmark = pytest.mark.django_db

TEXT = "Fern and Moss score 0.815 accuracy on Meadow, above Bramble."


@pytest.fixture
def kim() -> User:
    return User.objects.create(username="kim")


@pytest.fixture
def stored() -> Claim:
    metric = Metric.objects.create(slug="accuracy", name="accuracy", percentage=True, direction="higher")
    MetricAlias.objects.create(owner=metric, name="accuracy", key="accuracy")
    paper(TEXT)
    found = claim(
        TEXT,
        "0.815",
        benchmarks=(Mention("Meadow"),),
        systems=(Mention("Fern"), Mention("Moss")),
        baselines=(Mention("Bramble"),),
    )
    extract_batch(read=lambda document, lexicon: Extraction((found,), ()))
    return Claim.objects.get()


@pytest.mark.parametrize(
    ("decide", "action", "state"),
    [
        (claims.accept, "accept", "curated"),
        (claims.reject, "reject", "rejected"),
        (claims.dispute, "dispute", "disputed"),
    ],
)
def test_a_decision_changes_the_state_and_leaves_an_event(
    stored: Claim, kim: User, decide: Callable[..., Claim], action: str, state: str
) -> None:
    decided = decide(stored, by=kim, reason="read it twice", source="admin")
    row = Claim.objects.get()
    assert (row.state, row.decided_by) == (state, kim)
    assert row.decided_at == decided.decided_at is not None
    event = Event.objects.get(action=action)
    assert event.before is not None
    assert event.after is not None
    assert (event.actor, event.subject_type, event.subject_uid) == (kim, "claim", stored.uid)
    assert (event.reason, event.source) == ("read it twice", "admin")
    assert event.before["state"] == "machine"
    assert event.after["state"] == state
    assert {name for name in event.after if event.after[name] != event.before[name]} == {
        "state",
        "decided_at",
        "decided_by_id",
    }


def test_the_public_may_dispute_without_an_account(stored: Claim) -> None:
    claims.dispute(stored, by=None, reason="table 3 says otherwise")
    row = Claim.objects.get()
    assert (row.state, row.decided_by) == ("disputed", None)
    assert row.decided_at is not None


def test_a_decision_can_be_changed_by_a_later_one(stored: Claim, kim: User) -> None:
    for decide in (claims.reject, claims.accept):
        decide(stored, by=kim)
    assert list(Event.objects.order_by("id").values_list("action", flat=True)) == [
        "extract",
        "reject",
        "accept",
    ]
    assert Claim.objects.get().state == "curated"


def test_who_saw_an_older_version_decides_nothing(stored: Claim, kim: User) -> None:
    seen = stored.updated_at
    claims.accept(stored, by=kim, seen=seen)
    with pytest.raises(claims.StaleClaimError, match="look at it again"):
        claims.reject(stored, by=kim, seen=seen)
    assert Claim.objects.get().state == "curated"
    assert not Event.objects.filter(action="reject").exists()


def test_a_correction_changes_what_it_names_and_scales_anew(stored: Claim, kim: User) -> None:
    pond = Benchmark.objects.create(slug="pond", name="Pond")
    reed, sedge = (System.objects.create(slug=name.lower(), name=name) for name in ("Reed", "Sedge"))
    claims.correct(
        stored,
        changes={
            "value": Decimal("0.9"),
            "bound": "at_least",
            "setting": "zero-shot",
            "benchmarks": [pond],
            "systems": [reed, sedge],
            "baselines": [],
        },
        by=kim,
    )
    row = Claim.objects.get()
    assert (row.state, row.value, row.scaled, row.bound) == (
        "curated",
        Decimal("0.9"),
        Decimal(90),
        "at_least",
    )
    assert (row.system, row.system_text, row.setting, row.quote) == (reed, "Reed", "zero-shot", "0.815")
    assert [link.benchmark for link in row.claim_benchmarks.all()] == [pond]
    assert [(link.system, link.position) for link in row.claim_systems.all()] == [(sedge, 1)]
    assert not row.claim_baselines.exists()
    event = Event.objects.get(action="correct")
    assert event.before is not None
    assert event.after is not None
    assert event.before["systems"] == [
        {"slug": "fern", "text": "Fern"},
        {"slug": "moss", "text": "Moss"},
    ]
    assert event.after["systems"] == [
        {"slug": "reed", "text": "Reed"},
        {"slug": "sedge", "text": "Sedge"},
    ]
    assert (event.before["scaled"], event.after["scaled"]) == ("81.500", "90.0")


def test_a_correction_can_make_things_unknown(stored: Claim, kim: User) -> None:
    changes: claims.Changes = {"metric": None, "kind": None, "systems": [], "benchmarks": []}
    claims.correct(stored, changes=changes, by=kim)
    row = Claim.objects.get()
    assert (row.metric, row.kind, row.scaled, row.system, row.system_text) == (None, None, None, None, "")
    event = Event.objects.get(action="correct")
    assert event.before is not None
    assert event.after is not None
    assert (event.after["metric"], event.after["systems"], event.after["benchmarks"]) == (None, [], [])


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"direction": "up"}, "claim_absolute_has_no_direction"),
        ({"value_high": Decimal("0.1")}, "claim_range_upwards"),
        ({"unit": ""}, "claim_unknown_unit_is_null"),
        ({"role": "spectator"}, "role"),
    ],
)
def test_a_correction_that_breaks_a_rule_saves_nothing(
    stored: Claim, kim: User, changes: Any, rule: str
) -> None:
    before = Claim.objects.values().get()
    with pytest.raises(ValidationError, match=rule):
        claims.correct(stored, changes=changes, by=kim)
    assert Claim.objects.values().get() == before
    assert not Event.objects.filter(action="correct").exists()


def test_without_its_event_a_decision_is_not_saved(stored: Claim, kim: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE leaderboard_event ADD CONSTRAINT no_more CHECK (action <> 'accept') NOT VALID"
        )
    before = Claim.objects.values().get()
    with pytest.raises(DatabaseError, match="no_more"):
        claims.accept(stored, by=kim)
    assert Claim.objects.values().get() == before
