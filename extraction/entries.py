"""The rows of the vocabulary: frozen, with names as the field writes them."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

FAMILIES = frozenset(
    {"quality", "error", "speed", "latency", "throughput", "memory", "compute", "size", "cost", "energy"}
    | {"data", "similarity", "ranking", "preference", "other"}
)
"""What a metric is about, as far as its unit and its words go."""


class NameKind(StrEnum):
    """The table that a name is from."""

    METRIC = "metric"
    BENCHMARK = "benchmark"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class MetricEntry:
    """A metric with its names; `direction` is "higher", "lower" or None for unknown."""

    name: str
    aliases: tuple[str, ...] = ()
    direction: str | None = None
    family: str = "other"
    unit: str | None = None
    percentage: bool | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class BenchmarkEntry:
    """A benchmark with its names, its task and area, and the metrics reported on it, primary one first."""

    name: str
    aliases: tuple[str, ...] = ()
    task: str | None = None
    area: str | None = None
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A task with its names and the area of computer science it belongs to."""

    name: str
    aliases: tuple[str, ...] = ()
    area: str | None = None


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit: `factor` of it make one `base` of its family (None: not convertible).

    `magnitude` says that the letters K, M, B before it belong to the value ("5.7M tokens").
    """

    name: str
    aliases: tuple[str, ...] = ()
    family: str = "count"
    base: str | None = None
    factor: Decimal | None = None
    magnitude: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """When an ambiguous name means an entry: capitals exact, and one of `needs` somewhere in the text.

    `means` is the entry's name, or "" where the words are no name at all ("mixed precision").
    """

    alias: str
    means: str
    kind: NameKind
    needs: tuple[str, ...] = ()
    case: bool = True


class Entry(Protocol):
    """What every table's rows have in common."""

    @property
    def name(self) -> str:
        """The canonical name."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every other name."""


AnyEntry = MetricEntry | BenchmarkEntry | TaskEntry
