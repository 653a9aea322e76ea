"""What is done to names and taken back leaves every table as it was, byte for byte."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard.actions import name_changes
from leaderboard.actions.name_changes import Leaving, NotPossibleError
from leaderboard.domain import names
from leaderboard.models import Claim, NameChange
from tests.leaderboard.names import small
from tests.leaderboard.names.dumps import dump
from tests.leaderboard.names.small import asker, seen

pytestmark = pytest.mark.django_db

NAMES = ("Alder Set", "Birch Set", "Cedar Set")
DRAWN = st.lists(st.lists(st.sampled_from(range(3)), unique=True, max_size=3), min_size=1, max_size=6)
Do = Callable[[list[Any]], NameChange]

DONE: dict[str, Do] = {
    "merge": lambda those: name_changes.merge(seen(those[0]), into=seen(those[1]), asker=asker()),
    "unname": lambda those: name_changes.unname(seen(those[0]), asker=asker()),
    "confirm": lambda those: name_changes.confirm(seen(those[0]), asker=asker()),
    "split to another": lambda those: name_changes.split(
        seen(those[0]), leaving=Leaving(claims=_claims_of(those[0])), to=seen(those[2]), asker=asker()
    ),
    "split to a new one": lambda those: name_changes.split(
        seen(those[0]), leaving=Leaving(claims=_claims_of(those[0])), to="Dogwood Set", asker=asker()
    ),
}


def _claims_of(thing: Any) -> list[int]:
    kind = name_changes.kind_of(thing)
    named = {"benchmark": "claim_benchmarks__benchmark", "metric": "metric", "system": "system"}[kind]
    found = list(Claim.objects.filter(**{named: thing}).values_list("pk", flat=True))
    return found or [0]


@pytest.mark.parametrize("kind", small.KINDS)
@pytest.mark.parametrize("done", DONE)
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=DRAWN)
def test_taken_back_is_never_done(kind: str, done: str, drawn: list[list[int]]) -> None:
    with transaction.atomic():
        those = small.things(kind, *NAMES)
        small.claims(kind, drawn, those)
        small.settled()
        before = dump()
        change = DONE[done](those)
        assert dump() != before
        change.refresh_from_db()
        assert name_changes.undo(change, asker=asker()) == 0
        after = dump()
        for table, rows in before.items():
            assert after[table] == rows, table
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", small.KINDS)
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=DRAWN)
def test_two_merges_are_taken_back_in_either_order(kind: str, drawn: list[list[int]]) -> None:
    with transaction.atomic():
        first, second, into = small.things(kind, *NAMES)
        small.claims(kind, drawn, [first, second, into])
        small.settled()
        before = dump()
        links = {table: rows for table, rows in before.items() if "claim" in table or "alias" in table}
        one = name_changes.merge(seen(first), into=seen(into), asker=asker())
        other = name_changes.merge(seen(second), into=seen(into), asker=asker())
        for change in _order(one, other):
            name_changes.undo(change, asker=asker())
        after = dump()
        for table in links:
            assert _linked(after[table]) == _linked(before[table]), table
        transaction.set_rollback(True)


def _order(one: NameChange, other: NameChange) -> list[NameChange]:
    """The first first, unless the second moved again what it had moved, which is refused."""
    try:
        with transaction.atomic():
            name_changes.undo(one, asker=asker())
            transaction.set_rollback(True)
    except NotPossibleError:
        return [other, one]
    return [one, other]


def _linked(rows: list[str]) -> list[str]:
    """The rows without when they were changed, which says that there was something between."""
    import json

    return [json.dumps({k: v for k, v in json.loads(row).items() if k != "updated_at"}) for row in rows]


@pytest.mark.parametrize("kind", small.KINDS)
def test_split_of_what_was_merged(kind: str) -> None:
    first, second, _ = those = small.things(kind, *NAMES)
    small.claims(kind, [[0], [1], [0], [2, 1]], those)
    small.settled()
    before = {name: _spoken_of(kind, name) for name in NAMES}
    name_changes.merge(seen(first), into=seen(second), asker=asker())
    assert _spoken_of(kind, "Birch Set") == before["Alder Set"] | before["Birch Set"]
    leaving = Leaving(keys=[names.key("Alder Set")])
    name_changes.split(seen(second), leaving=leaving, to="Alder Set", asker=asker())
    assert {name: _spoken_of(kind, name) for name in NAMES} == before
    again = name_changes.MODELS[kind].objects.get(name="Alder Set")
    assert again.slug == "alder-set"
    assert [alias.name for alias in again.aliases.all()] == ["Alder Set"]


def _spoken_of(kind: str, name: str) -> set[int]:
    named = {"benchmark": "claim_benchmarks__benchmark", "metric": "metric", "system": "system"}[kind]
    return set(Claim.objects.filter(**{f"{named}__name": name}).values_list("pk", flat=True))
