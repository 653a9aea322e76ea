"""Policies beside people and other workers, in transactions of their own."""

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection

from leaderboard.actions import batches, claims, policies
from leaderboard.actions.policies import Terms
from leaderboard.models import Acceptance, Claim, Event, Policy
from leaderboard.queries.policies import Scope
from tests.leaderboard.batches import many

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch) -> Policy:
    """A policy about all of 60 claims, applied in small pieces."""
    monkeypatch.setattr(policies, "CHUNK", 7)
    many.claims(60, over=2)
    Claim.objects.update(confidence=0.9)
    return policies.put(Terms(Scope(0.8), 0.5, "measured"), by=User.objects.create(username="ada"))


def at_once(*works: Callable[[], object]) -> None:
    together = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        together.wait()
        work()
        connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_workers_accept_each_claim_once(policy: Policy) -> None:
    at_once(policies.apply, policies.apply)
    policies.apply()
    assert Acceptance.objects.count() == Event.objects.filter(action="policy_accept").count() == 60


GATE = 5_140
"""The advisory lock at which a worker's statement waits after it has looked, before it locks a row."""


def waiting_at_the_gate() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def behind_the_gate(work: Callable[[], object], *, first: Callable[[], object]) -> None:
    """Let `work` look at the database, then `first` come first, and only then `work` go on."""

    def run() -> None:
        work()
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        thread = threading.Thread(target=run)
        thread.start()
        while thread.is_alive() and not waiting_at_the_gate():
            time.sleep(0.01)
        first()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
    thread.join()


def gated(statement: str) -> str:
    gate = f"(SELECT pg_advisory_lock_shared({GATE})) IS NOT NULL"
    return statement.replace("WHERE ", f"WHERE {gate} AND ", 1)


def test_overlapping_policies_note_a_claim_once(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The later statement looked before the earlier one committed, and locks the rows after it."""
    monkeypatch.setattr(policies, "CHUNK", 100)
    other = policies.put(Terms(Scope(0.8, kind="absolute"), 0.5, "measured too"), by=policy.set_by)
    plain = policies._ACCEPT
    monkeypatch.setattr(policies, "_ACCEPT", gated(plain))

    def first() -> None:
        monkeypatch.setattr(policies, "_ACCEPT", plain)
        assert policies._piece(policy) == (60, 60)

    found: list[tuple[int, int]] = []
    behind_the_gate(lambda: found.append(policies._piece(other)), first=first)
    assert found == [(60, 0)]
    assert Acceptance.objects.filter(policy=policy).count() == 60
    assert Event.objects.filter(action="policy_accept").count() == 60


def test_what_was_decided_while_it_is_taken_back_is_noted_once(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies.apply()
    policies.take_back(policy, by=policy.set_by)
    plain = policies._END
    monkeypatch.setattr(policies, "_END", gated(plain))
    claim = Claim.objects.earliest("pk")

    def first() -> None:
        monkeypatch.setattr(policies, "_END", plain)
        claims.accept(claim, by=policy.set_by)

    behind_the_gate(lambda: batches.work(seconds=60), first=first)
    assert not Acceptance.objects.filter(ended_at=None).exists()
    assert not Event.objects.filter(action="policy_end", subject_uid=claim.uid).exists()
    assert Event.objects.filter(action="policy_end").count() == 59


def test_who_decides_meanwhile_is_heard(policy: Policy) -> None:
    by = User.objects.create(username="kim")
    ten = list(Claim.objects.order_by("pk")[:10])

    def decide() -> None:
        for claim in ten:
            claims.reject(claim, by=by)

    at_once(policies.apply, decide)
    policies.apply()
    assert Claim.objects.filter(state="rejected", decided_by=by).count() == 10
    held = Acceptance.objects.filter(ended_at=None)
    assert held.count() == 50
    assert not held.exclude(claim__state="machine").exists()


def test_stopped_in_the_middle_it_goes_no_further(policy: Policy) -> None:
    assert policies.apply(pieces=2) == 14
    policies.stop(policy, by=policy.set_by)
    assert policies.apply() == 0
    assert Acceptance.objects.count() == 14
