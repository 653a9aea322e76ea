"""Records over time, and what narrows a board."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from leaderboard.models import Claim
from leaderboard.queries import boards
from leaderboard.queries.boards import Board, Column, Filters, Sort, Tab
from leaderboard.queries.progress import progress
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


def board(values: list[tuple[date | None, str]], *, direction: str = "higher", **fields: object) -> Board:
    metric, quest = collection.metric(direction=direction), collection.benchmark("MathQuest")
    for number, (day, scaled) in enumerate(values):
        paper = collection.paper(f"Paper {number} of {len(values)} says 5.", published_on=day)
        collection.claim(paper, "5", on=quest, metric=metric, scaled=Decimal(scaled), **fields)
    found = boards.find("mathquest", metric="accuracy")
    assert found
    return found


def again(made: Board) -> Board:
    """The same board, once its records are stored."""
    collection.settled()
    found = boards.find(made.benchmark.slug, metric=made.metric.slug)
    assert found
    assert found.settled
    return found


@pytest.mark.parametrize("direction", ["higher", "lower"])
@pytest.mark.parametrize("seed", range(3))
def test_a_record_is_better_than_all_before_it(direction: str, seed: int) -> None:
    pick = random.Random(seed)
    days = [date(2024, 1, 1) + timedelta(days=pick.randrange(9)) for _ in range(25)]
    made = board([(day, str(pick.randrange(12))) for day in days], direction=direction)
    best: Decimal | None = None
    turn = 1 if direction == "lower" else -1
    points = progress(made)
    assert [point.day for point in points] == sorted(days)
    for point in points:
        assert point.record is (best is None or point.value * turn < best)
        best = point.value * turn if best is None else min(best, point.value * turn)
    assert progress(again(made)) == points


def test_only_ranked_results_of_known_date_are_drawn() -> None:
    made = board([(date(2024, 1, 1), "5"), (None, "9")])
    board([(date(2024, 1, 2), "99")], bound="at_most")
    board([(date(2024, 1, 3), "99"), (date(2024, 1, 3), "98"), (date(2024, 1, 3), "1")], kind="difference")
    assert [point.value for point in progress(made)] == [5]


def test_among_many_the_records_and_the_best_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leaderboard.queries.progress.OTHERS", 2)
    made = board([(date(2024, 1, day), value) for day, value in enumerate(("1", "0", "2", "9", "8", "3"), 1)])
    assert [(int(p.value), p.record) for p in progress(made)] == [(1, True), (2, True), (9, True), (8, False)]


def test_filters_narrow_rows_ranks_and_records() -> None:
    board([(date(2023, 1, 1), "9"), (date(2024, 1, 1), "8")], setting="zero-shot")
    made = board([(date(2024, 2, 1), "7"), (None, "6"), (date(2024, 3, 1), "5")], setting="5-shot")
    filters = Filters(setting="5-shot", year=2024)
    found = boards.rows(made, tab=Tab.RESULTS, sort=Sort(Column.RANK), cursor=None, filters=filters)
    assert [(row.rank, str(row.claim.scaled)) for row in found.rows] == [(1, "7"), (2, "5")]
    drawn = progress(made, filters=filters)
    assert [(str(point.value), point.record) for point in drawn] == [("7", True), ("5", False)]


@pytest.mark.parametrize(("role", "rows"), [("result", 2), ("reference", 1), (None, 3)])
def test_own_and_quoted_results(role: str | None, rows: int) -> None:
    made = board([(None, "1"), (None, "2"), (None, "3")])
    Claim.objects.filter(scaled=3).update(role="reference")
    filters = Filters(role=role)
    found = boards.rows(made, tab=Tab.RESULTS, sort=Sort(Column.RANK), cursor=None, filters=filters)
    assert len(found.rows) == rows


def test_facets_say_what_there_is() -> None:
    board([(date(2023, 1, 1), "9"), (date(2024, 1, 1), "8")], setting="zero-shot")
    made = board([(date(2024, 2, 1), "7"), (None, "6"), (None, "5")])
    facets = made.facets[Tab.RESULTS]
    assert facets.settings == (("zero-shot", 2),)
    assert facets.years == (("2024", 2), ("2023", 1))
    assert facets.states == (("machine", 5),)
    assert facets.roles == (("result", 5),)
    assert made.facets[Tab.GAINS].states == ()
    assert again(made).facets == made.facets
