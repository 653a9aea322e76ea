"""What decisions are worth: the order in which the queue offers claims."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from leaderboard.actions import boards, turns
from leaderboard.models import Claim, Standing
from leaderboard.queries import curation
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db

# A board of four claims (size 3 = 1 + log2 of 4): the leader has 90, others 70 and 60, and the one tried.
CASES: dict[str, tuple[str, dict[str, Any], float | None]] = {
    "leads, doubtful": ("95", {"confidence": 0.75}, 0.25 * 10 * 3),
    "leads, sure": ("95", {"confidence": 0.9}, 0.1 * 10 * 3),
    "ranked further down": ("80", {"confidence": 0.75}, 0.25 * 3),
    "would lead if right": ("95", {"confidence": 0.3}, 0.3 * 10 * 3),
    "would share the lead": ("90", {"confidence": 0.3}, 0.3 * 10 * 3),
    "would be ranked if right": ("80", {"confidence": 0.3}, 0.3 * 3),
    "disputed, would lead": ("95", {"state": "disputed"}, 0.5 * 10 * 3),
    "disputed": ("80", {"state": "disputed"}, 0.5 * 3),
    "only listed": ("95", {"kind": "factor", "confidence": 0.75}, 0.25 * 0.1 * 3),
    "of the thing compared with": ("95", {"role": "reference", "confidence": 0.75}, 0.25 * 0.1 * 3),
    "decided": ("95", {"state": "curated"}, None),
}


@pytest.fixture
def kim() -> User:
    return User.objects.create(username="kim")


def _claim(quote: str, **fields: Any) -> Claim:
    paper = collection.paper(f"Net {Claim.objects.count()} reaches {quote} accuracy on MathQuest.")
    if fields.get("state") in {"curated", "disputed"}:
        fields["decided_at"] = timezone.now()
    metric = collection.metric(direction="higher")
    return collection.claim(paper, quote, on=collection.benchmark(), metric=metric, **fields)


@pytest.mark.parametrize("case", CASES)
def test_worth(case: str) -> None:
    quote, fields, worth = CASES[case]
    for other in ("90", "70", "60"):
        _claim(other, state="curated")
    tried = _claim(quote, **fields)
    boards.settle()
    found = Standing.objects.get(claim=tried).worth
    assert found == (None if worth is None else pytest.approx(worth))


def test_lower_may_be_better() -> None:
    low = collection.metric("Error", direction="lower")
    paper = collection.paper("Net has 3 and 2 error on MathQuest.")
    collection.claim(paper, "3", on=collection.benchmark(), metric=low)
    doubted = collection.claim(paper, "2", on=collection.benchmark(), metric=low, confidence=0.4)
    boards.settle()
    assert Standing.objects.get(claim=doubted).worth == pytest.approx(0.4 * 10 * 2)


def test_the_queue_goes_by_worth_then_by_doubt_off_the_boards(kim: User) -> None:
    sure, doubtful = _claim("95", confidence=0.9), _claim("60", confidence=0.75)
    nowhere = collection.paper("It costs 7 and 8 dollars.")
    less, more = (
        collection.claim(nowhere, quote, confidence=confidence)
        for quote, confidence in (("7", 0.2), ("8", 0.7))
    )
    _claim("99", state="rejected", decided_at=timezone.now())
    boards.settle()
    order = []
    while found := turns.take(kim):
        order.append(found)
        turns.leave(found, by=kim, passing=True)
    assert order == [sure, doubtful, less, more]
    assert turns.bring_back(kim) == 4
    assert turns.take(kim) == sure


def test_the_first_is_found_along_the_index(
    kim: User, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "CHECKED", 10**9)
    monkeypatch.setattr(turns, "READERS", 10**9)
    _claim("95")
    boards.settle()
    # Held, what an engine or a colleague reads otherwise, what people said, worth most; take it, read it.
    with django_assert_num_queries(7):
        assert turns.take(kim) is not None
    assert curation.waiting() == curation.Waiting(claims=1, on_boards=1, by_policy=0, conflicts=0)
