"""Boards among what is found: both names near, then one of them, pages that join."""

import pytest

from leaderboard.models import Claim
from leaderboard.queries import search
from leaderboard.queries.keysets import Cursor
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boards() -> None:
    """Every benchmark with every metric, one claim each but for two of the first."""
    number = 0
    for benchmark in ("MathQuest", "MathQuest", "ImageWorld-1K", "SpeechBook"):
        for metric in ("Top-1 Accuracy", "F1", "Word Error Rate"):
            number += 1
            paper = collection.paper(f"Paper {number} says 7.")
            on, by = collection.benchmark(benchmark), collection.metric(metric)
            collection.claim(paper, "7", on=on, metric=by)


def found(question: str) -> list[tuple[str | None, str | None]]:
    """The slugs of the boards, in the order of the answer."""
    return [(row.benchmark.slug, row.metric.slug) for row in search.boards(question).rows]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("mathquest f1", ("mathquest", "f1")),
        ("F1 on MathQuest", ("mathquest", "f1")),
        ("vision models compared by top-1 accuracy, ImageWorld 1k", ("imageworld-1k", "top-1-accuracy")),
        ("speechbok wrod error rate", ("speechbook", "word-error-rate")),
    ],
)
def test_both_names_in_the_question_come_first(question: str, first: tuple[str, str]) -> None:
    assert found(question)[0] == first


def test_one_name_finds_all_its_boards_and_no_others() -> None:
    assert {benchmark for benchmark, _ in found("imageworld")} == {"imageworld-1k"}
    assert [metric for _, metric in found("f1")] == ["f1"] * 3
    assert found("f1")[0] == ("mathquest", "f1"), "most claims first"
    assert found("glaciers") == []


def test_claims_that_nobody_stands_behind_make_no_board() -> None:
    Claim.objects.update(state="superseded")
    assert found("mathquest") == []


def test_pages_join() -> None:
    whole = found("mathquest f1")
    page = search.boards("mathquest f1", size=2)
    joined = list(page.rows)
    while page.after:
        page = search.boards("mathquest f1", size=2, cursor=Cursor(page.after))
        joined += page.rows
    assert [(row.benchmark.slug, row.metric.slug) for row in joined] == whole
    assert len(whole) == 5
