"""Which results are ranked, in which order, and why the others are not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class UnrankedReason(StrEnum):
    """Why a claim has no rank; the first that holds, in this order, is the one given."""

    RETRACTED = "retracted"
    """The paper was retracted."""
    STATE = "state"
    """Disputed, rejected or superseded."""
    KIND = "kind"
    """Not a value of the metric itself but a gain, a change, a factor, a fraction, or unclear."""
    REFERENCE = "reference"
    """A number of the thing compared with, not the paper's own result."""
    DIRECTION = "direction"
    """Nobody has said whether higher or lower is better."""
    RANGE = "range"
    """From one number to another."""
    BENCHMARKS = "benchmarks"
    """Measured on several benchmarks at once, or on none that is named."""
    TASK = "task"
    """About another task than the benchmark's own: instance segmentation on a board of object detection."""
    SYSTEMS = "systems"
    """One number of several systems."""
    SCALE = "scale"
    """In a unit that can't be compared with the board's."""
    BOUND = "bound"
    """Only the best case is known ("up to" where higher is better)."""
    UNSURE = "unsure"
    """Read by a machine that is not sure enough of it, and checked by nobody."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What ranking needs to know of a claim; the words are those of the stored choices.

    `direction` is the metric's ("higher", "lower", None: unknown), `scaled` the value on its common
    scale, `confidence` the calibrated probability that everything read of the number is right, `ranged`
    whether the number is a range, `other_task` whether the text says that it is about a known task which
    is not the one of its benchmark.
    """

    uid: UUID
    kind: str | None
    role: str
    state: str
    bound: str
    direction: str | None
    scaled: Decimal | None
    confidence: float
    ranged: bool = False
    benchmarks: int = 1
    other_task: bool = False
    systems: int = 1
    published_on: date | None = None
    retracted: bool = False


RANKED_STATES = frozenset({"machine", "curated", "confirmed"})

SURE_ENOUGH = 0.7
"""The confidence that a claim needs for a rank while nobody has checked it (docs/decisions/0033).

In SQL it is `leaderboard_is_sure`; a new one needs a migration as 0130 is.
"""

CONSERVATIVE = {"higher": "at_least", "lower": "at_most"}
"""The bound that makes a number look no better than it is, by the metric's direction."""


def rank(entries: Iterable[Entry]) -> list[tuple[Entry, int | None]]:
    """The entries in the order of a board, each with its rank; None for those without, which come last.

    Equal values share a rank and the next one is skipped (1, 2, 2, 4). Within a rank, and among those
    without, the earliest date comes first, unknown dates last, then the smallest uid.
    """
    placed: list[tuple[Entry, int | None]] = []
    for position, entry in enumerate(sorted(entries, key=_order), start=1):
        if unranked(entry) is not None:
            placed.append((entry, None))
        elif placed and placed[-1][0].scaled == entry.scaled:
            placed.append((entry, placed[-1][1]))
        else:
            placed.append((entry, position))
    return placed


def unranked(entry: Entry) -> UnrankedReason | None:
    """Why the entry has no rank; None: it has one."""
    for reason, holds in _RULES.items():
        if holds(entry):
            return reason
    return None


_RULES: dict[UnrankedReason, Callable[[Entry], bool]] = {
    UnrankedReason.RETRACTED: lambda entry: entry.retracted,
    UnrankedReason.STATE: lambda entry: entry.state not in RANKED_STATES,
    UnrankedReason.KIND: lambda entry: entry.kind != "absolute",
    UnrankedReason.REFERENCE: lambda entry: entry.role != "result",
    UnrankedReason.DIRECTION: lambda entry: entry.direction is None,
    UnrankedReason.RANGE: lambda entry: entry.ranged,
    UnrankedReason.BENCHMARKS: lambda entry: entry.benchmarks != 1,
    UnrankedReason.TASK: lambda entry: entry.other_task,
    UnrankedReason.SYSTEMS: lambda entry: entry.systems > 1,
    UnrankedReason.SCALE: lambda entry: entry.scaled is None,
    UnrankedReason.BOUND: lambda entry: not _bound_ranks(entry),
    UnrankedReason.UNSURE: lambda entry: entry.state == "machine" and entry.confidence < SURE_ENOUGH,
}


def _bound_ranks(entry: Entry) -> bool:
    return entry.bound in ("exact", "about") or entry.bound == CONSERVATIVE.get(entry.direction or "")


def _order(entry: Entry) -> tuple[bool, Decimal, date, UUID]:
    """Sort key of a board: ranked before unranked, best value first, then earliest, then by uid."""
    left_out = unranked(entry) is not None
    value = Decimal(0) if left_out or entry.scaled is None else entry.scaled
    better_first = value if entry.direction == "lower" else value.copy_negate()
    return left_out, better_first, entry.published_on or date.max, entry.uid
