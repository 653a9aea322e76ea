"""Two curators at once: each in transactions of their own, on one claim and on many."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from leaderboard.actions import boards, claims, turns
from leaderboard.models import Claim, Event, Turn
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def curators() -> tuple[User, User]:
    return User.objects.create(username="kim"), User.objects.create(username="lou")


def _claims(count: int) -> list[Claim]:
    made = []
    for number in range(count):
        paper = collection.paper(f"Net {number} reaches 8{number}.5 accuracy on MathQuest.")
        metric = collection.metric(direction="higher")
        made.append(collection.claim(paper, f"8{number}.5", on=collection.benchmark(), metric=metric))
    boards.settle()
    return made


def _at_once(*works: Callable[[], Any]) -> list[Any]:
    """What the works give, begun at the same moment; having seen an old claim counts as what it gives."""
    together, given = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int) -> None:
        together.wait()
        try:
            given[place] = works[place]()
        except claims.StaleClaimError as error:
            given[place] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_two_who_begin_at_once_get_different_claims(curators: tuple[User, User]) -> None:
    _claims(9)
    for _ in range(3):
        found = _at_once(*(lambda by=by: turns.take(by) for by in curators))
        assert None not in found
        assert found[0] != found[1]
        for claim, by in zip(found, curators, strict=True):
            claims.accept(claim, by=by)
            turns.leave(claim, by=by)


def test_only_one_gets_the_last_claim(curators: tuple[User, User]) -> None:
    (last,) = _claims(1)
    found = _at_once(*(lambda by=by: turns.take(by) for by in curators))
    assert sorted(found, key=bool) == [None, last]


def test_of_two_decisions_about_what_both_saw_one_counts(curators: tuple[User, User]) -> None:
    (claim,) = _claims(1)
    seen = Claim.objects.get().updated_at
    kim, lou = curators
    found = _at_once(
        lambda: claims.accept(claim, by=kim, seen=seen), lambda: claims.reject(claim, by=lou, seen=seen)
    )
    assert sorted(type(each).__name__ for each in found) == ["Claim", "StaleClaimError"]
    assert Event.objects.filter(subject_uid=claim.uid).count() == 1


def test_a_turn_ends_by_itself(curators: tuple[User, User]) -> None:
    (claim,) = _claims(1)
    kim, lou = curators
    assert turns.take(kim) == claim
    assert turns.take(lou) is None
    assert turns.holder_besides(claim, by=lou) == "kim"
    assert turns.holder_besides(claim, by=kim) is None
    Turn.objects.update(until="2020-01-01T00:00:00Z")
    assert turns.holder_besides(claim, by=lou) is None
    assert turns.take(lou) == claim


def test_who_comes_back_gets_the_claim_they_hold(curators: tuple[User, User]) -> None:
    _claims(3)
    kim, _ = curators
    first = turns.take(kim)
    assert turns.take(kim) == first
    assert first is not None
    turns.leave(first, by=kim, passing=True)
    assert turns.take(kim) not in {None, first}


def test_what_one_sets_aside_is_offered_to_the_other(curators: tuple[User, User]) -> None:
    (claim,) = _claims(1)
    kim, lou = curators
    turns.leave(claim, by=kim, passing=True)
    assert turns.take(kim) is None
    assert turns.take(lou) == claim
    turns.leave(claim, by=kim, passing=True)  # takes nothing from lou
    assert turns.holder_besides(claim, by=kim) == "lou"


def test_what_was_decided_meanwhile_is_not_taken(curators: tuple[User, User]) -> None:
    (claim,) = _claims(1)
    kim, lou = curators
    claims.accept(claim, by=lou)
    assert turns.take(kim) is None
