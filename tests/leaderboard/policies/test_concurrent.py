"""Policies beside people and other workers, in transactions of their own."""

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection

from leaderboard.actions import claims, policies
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
