"""One table of boards, for the rule in Python and for the one in SQL.

A case is the metric's direction, the entries of one board in the order that the board must have, and for
each its rank or the reason why it has none. The tests shuffle them first.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from leaderboard.domain.ranking import Entry
from leaderboard.domain.ranking import UnrankedReason as Why


@dataclass(frozen=True)
class Case:
    name: str
    direction: str | None
    expected: tuple[tuple[Entry, int | Why], ...]


def entry(
    number: int, scaled: str | None = "80", *, direction: str | None = "higher", **facts: object
) -> Entry:
    values = {
        "kind": "absolute",
        "role": "result",
        "state": "machine",
        "bound": "exact",
        "confidence": 0.8,
        **facts,
    }
    return Entry(
        uid=UUID(int=number),
        direction=direction,
        scaled=None if scaled is None else Decimal(scaled),
        **values,  # type: ignore[arg-type]
    )


def lower(number: int, scaled: str | None = "80", **facts: object) -> Entry:
    return entry(number, scaled, direction="lower", **facts)


CASES = (
    Case("empty board", "higher", ()),
    Case("higher is better", "higher", ((entry(1, "90"), 1), (entry(2, "80.5"), 2), (entry(3, "-3"), 3))),
    Case("lower is better", "lower", ((lower(1, "-1"), 1), (lower(2, "3.2"), 2), (lower(3, "10"), 3))),
    Case(
        "ties share a rank and the next is skipped",
        "higher",
        (
            (entry(1, "91"), 1),
            (entry(2, "90"), 2),
            (entry(3, "90.0"), 2),
            (entry(4, "89"), 4),
        ),
    ),
    Case(
        "within a tie the earliest date first, unknown dates last, then the uid",
        "lower",
        (
            (lower(9, "5", published_on=date(2023, 12, 31)), 1),
            (lower(2, "5", published_on=date(2024, 1, 1)), 1),
            (lower(3, "5", published_on=date(2024, 1, 1)), 1),
            (lower(1, "5"), 1),
            (lower(4, "5"), 1),
        ),
    ),
    Case(
        "digits beyond thirty still tell values apart",
        "higher",
        (
            (entry(1, "0.1234567890123456789012345678901234568"), 1),
            (entry(2, "0.1234567890123456789012345678901234567"), 2),
        ),
    ),
    Case(
        "unknown direction: nothing is ranked",
        None,
        (
            (entry(2, "1", direction=None, published_on=date(2020, 1, 1)), Why.DIRECTION),
            (entry(1, "99", direction=None), Why.DIRECTION),
        ),
    ),
    Case(
        "what cannot be ranked stands below",
        "higher",
        (
            (entry(20, "10"), 1),
            (entry(1, "99", retracted=True), Why.RETRACTED),
            (entry(2, "99", state="disputed"), Why.STATE),
            (entry(3, "99", state="rejected"), Why.STATE),
            (entry(4, "99", state="superseded"), Why.STATE),
            (entry(5, "99", kind="difference"), Why.KIND),
            (entry(6, "99", kind=None), Why.KIND),
            (entry(7, "99", role="reference"), Why.REFERENCE),
            (entry(8, "99", ranged=True), Why.RANGE),
            (entry(9, "99", benchmarks=2), Why.BENCHMARKS),
            (entry(10, "99", systems=2), Why.SYSTEMS),
            (entry(11, None), Why.SCALE),
            (entry(12, "99", bound="at_most"), Why.BOUND),
            (entry(13, "99", confidence=0.69), Why.UNSURE),
            (entry(14, "99", other_task=True), Why.TASK),
        ),
    ),
    Case(
        "just sure enough is, less is not",
        "higher",
        (
            (entry(1, "3", confidence=0.7), 1),
            (entry(2, "99", confidence=0.6999), Why.UNSURE),
            (entry(3, "98", confidence=0.0), Why.UNSURE),
        ),
    ),
    Case(
        "what a person has checked needs no confidence",
        "lower",
        (
            (lower(1, "3", confidence=0.1, state="curated"), 1),
            (lower(2, "4", confidence=0.0, state="confirmed"), 2),
            (lower(3, "1", confidence=0.1, state="machine"), Why.UNSURE),
        ),
    ),
    Case(
        "states that stand behind a number are ranked alike",
        "higher",
        (
            (entry(1, "3", state="curated"), 1),
            (entry(2, "2", state="confirmed"), 2),
            (entry(3, "1", state="machine"), 3),
        ),
    ),
    Case(
        "higher is better: at least is safe to rank, at most is not",
        "higher",
        (
            (entry(1, "90", bound="at_least"), 1),
            (entry(2, "85", bound="about"), 2),
            (entry(3, "95", bound="at_most"), Why.BOUND),
        ),
    ),
    Case(
        "lower is better: at most is safe to rank, at least is not",
        "lower",
        (
            (lower(1, "5", bound="at_most"), 1),
            (lower(2, "6", bound="about"), 2),
            (lower(3, "1", bound="at_least"), Why.BOUND),
        ),
    ),
    Case("a number without a system has its rank", "higher", ((entry(1, systems=0), 1),)),
    Case(
        "the first reason that holds is given",
        "higher",
        ((entry(1, None, retracted=True, state="rejected", kind=None, confidence=0.0), Why.RETRACTED),),
    ),
)
