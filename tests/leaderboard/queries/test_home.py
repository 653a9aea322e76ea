"""The front page's example: the claim that deserves most trust, never a doubtful one."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from leaderboard.models import Claim, Paper
from leaderboard.queries import catalogue, home
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


def claimed(name: str, *, whole: bool = True, retracted: bool = False, **fields: object) -> Claim:
    """The claim of a paper of its own; `whole` names metric, benchmark and system."""
    paper = collection.paper(
        f"{name} reaches 7 on MathQuest.",
        state=Paper.State.DONE,
        published_on=date(2026, 1, 1 + Paper.objects.count()),
        retracted_on=date(2026, 6, 1) if retracted else None,
        extracted_at=timezone.now(),
        engine_version="test",
    )
    decided = fields.get("state", "machine") != "machine"
    return collection.claim(
        paper,
        "7",
        on=collection.benchmark() if whole else None,
        metric=collection.metric(),
        system=collection.system(name) if whole else None,
        decided_at=timezone.now() if decided else None,
        **fields,
    )


def specimen() -> str | None:
    """The first word of the example's sentence."""
    found = home.examples().specimen
    return found.words.before.split()[0] if found else None


def test_what_a_person_has_checked_comes_first() -> None:
    claimed("Sure", confidence=0.99)
    claimed("Checked", confidence=0.2, state="curated")
    claimed("Partial", confidence=0.99, state="confirmed", whole=False)
    assert specimen() == "Checked"


def test_else_the_surest_that_names_everything() -> None:
    claimed("Sure", confidence=0.8)
    claimed("Partial", confidence=0.99, whole=False)
    claimed("Unsure", confidence=0.79)
    assert specimen() == "Sure"


def test_else_the_best_there_is() -> None:
    claimed("Better", confidence=0.76, whole=False)
    claimed("Good", confidence=0.75)
    assert specimen() == "Better"


@pytest.mark.parametrize(
    "fields",
    [
        {"confidence": 0.69},
        {"confidence": 0.99, "state": "disputed"},
        {"confidence": 0.99, "state": "rejected"},
        {"confidence": 0.99, "role": "reference"},
        {"confidence": 0.99, "retracted": True},
    ],
)
def test_rather_none_than_one_that_cannot_be_trusted(fields: dict[str, object]) -> None:
    claimed("Doubtful", **fields)  # type: ignore[arg-type]
    assert specimen() is None


def test_the_example_is_not_repeated_among_the_newest() -> None:
    older, newer = claimed("Sure", confidence=0.9), claimed("Newer", confidence=0.8)
    latest = claimed("Latest", confidence=0.75)
    claimed("Doubtful", confidence=0.69)
    found = home.examples()
    assert found.specimen
    assert found.specimen.uid == older.uid
    assert [row.uid for row in found.newest] == [latest.uid, newer.uid]


def test_the_latest_records_are_the_leaders_that_came_last() -> None:
    """One result alone beats nobody; a later result that only meets the best is no record."""
    metric = collection.metric(direction="higher")

    def result(on: str, value: str, day: str | None) -> Claim:
        paper = collection.paper(f"On {on} in {day} it has {value}.", published_on=day)
        bench = collection.benchmark(on)
        return collection.claim(
            paper,
            value,
            on=bench,
            metric=metric,
            system=collection.system("Net"),
            scaled=Decimal(value),
        )

    result("Alone", "9", "2026-05-05")
    result("Hills", "7", "2024-01-01")
    first = result("Hills", "8", "2025-01-01")
    result("Hills", "8", "2026-01-01")
    result("Dunes", "7", "2025-01-01")
    last = result("Dunes", "8", "2025-06-01")
    result("Lakes", "7", "2025-01-01")
    result("Lakes", "8", None)
    collection.settled()
    lines = catalogue.newest_records(most=6)
    assert [line.leader and line.leader.uid for line in lines] == [last.uid, first.uid]


def test_a_merged_paper_is_counted_once() -> None:
    kept, gone = (collection.paper(f"Paper {number}.") for number in range(2))
    collection.settled()
    assert home.numbers().papers == 2
    Paper.objects.filter(pk=gone.pk).update(merged_into=kept)
    collection.settled()
    assert home.numbers().papers == 1
