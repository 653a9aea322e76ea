"""Names that are known: metrics, benchmarks and units, as frozen tables."""

from dataclasses import dataclass


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
    """A benchmark with its names, its task and area, and the metrics usually reported on it."""

    name: str
    aliases: tuple[str, ...] = ()
    task: str | None = None
    area: str | None = None
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables that the engine looks names up in."""

    metrics: tuple[MetricEntry, ...] = ()
    benchmarks: tuple[BenchmarkEntry, ...] = ()
