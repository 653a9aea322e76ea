"""The rule of ranks, by a table of boards and by properties."""

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.domain.ranking import Entry, rank, unranked
from tests.leaderboard.domain.ranking_cases import CASES, Case, entry


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_board(case: Case) -> None:
    shuffled = [entry for entry, _ in case.expected]
    random.Random(7).shuffle(shuffled)
    placed = rank(shuffled)
    assert [(entry, place or unranked(entry)) for entry, place in placed] == list(case.expected)


def test_a_board_without_a_benchmark_ranks_nothing() -> None:
    assert unranked(entry(1, benchmarks=0)) == "benchmarks"


entries = st.lists(
    st.builds(
        Entry,
        uid=st.integers(0, 10**6).map(lambda number: UUID(int=number)),
        kind=st.sampled_from(["absolute", "absolute", "difference", None]),
        role=st.sampled_from(["result", "result", "reference"]),
        state=st.sampled_from(["machine", "curated", "rejected"]),
        bound=st.sampled_from(["exact", "at_most", "at_least", "about"]),
        direction=st.just("lower"),
        scaled=st.none() | st.integers(-3, 3).map(Decimal),
        confidence=st.sampled_from([0.0, 0.6999, 0.7, 1.0]),
        published_on=st.none() | st.integers(0, 3).map(lambda days: date(2024, 1, 1) + timedelta(days=days)),
    ),
    unique_by=lambda one: one.uid,
)


@given(entries, st.randoms())
def test_the_order_of_arrival_does_not_matter(board: list[Entry], chance: random.Random) -> None:
    shuffled = list(board)
    chance.shuffle(shuffled)
    assert rank(shuffled) == rank(board)


@given(entries)
def test_a_rank_is_one_more_than_the_number_of_better_values(board: list[Entry]) -> None:
    ranked = [one for one in board if unranked(one) is None]
    for one, place in rank(board):
        if unranked(one) is None:
            better = [other for other in ranked if (other.scaled or 0) < (one.scaled or 0)]
            assert place == len(better) + 1
        else:
            assert place is None


@given(entries)
def test_nothing_is_lost_and_ranked_rows_come_first(board: list[Entry]) -> None:
    placed = rank(board)
    assert sorted(one.uid for one, _ in placed) == sorted(one.uid for one in board)
    assert [place is None for _, place in placed] == sorted(place is None for _, place in placed)
