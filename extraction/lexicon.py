"""Names that are known: metrics, benchmarks, tasks and units, as frozen tables with quick look-up."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from extraction.entries import (
    AnyEntry,
    BenchmarkEntry,
    Entry,
    MetricEntry,
    NameKind,
    Rule,
    TaskEntry,
    UnitEntry,
)
from extraction.finding import Finder, Hit, Name
from extraction.keys import key

__all__ = ["BenchmarkEntry", "Hit", "Lexicon", "MetricEntry", "NameKind", "Rule", "TaskEntry", "UnitEntry"]

DATA = Path(__file__).parent / "data"
T = TypeVar("T", bound=Entry)


@dataclass(frozen=True)
class Lexicon:
    """The tables that the engine looks names up in; equal tables are equal lexicons."""

    metrics: tuple[MetricEntry, ...] = ()
    benchmarks: tuple[BenchmarkEntry, ...] = ()
    tasks: tuple[TaskEntry, ...] = ()
    units: tuple[UnitEntry, ...] = ()
    rules: tuple[Rule, ...] = ()
    qualifiers: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()

    @classmethod
    def bundled(cls) -> "Lexicon":
        """The vocabulary that comes with the engine, read once."""
        return _bundled()

    @classmethod
    def from_entries(
        cls,
        *,
        metrics: Iterable[MetricEntry] = (),
        benchmarks: Iterable[BenchmarkEntry] = (),
        tasks: Iterable[TaskEntry] = (),
    ) -> "Lexicon":
        """A vocabulary of these entries, with the bundled units and the bundled rules on ambiguous names."""
        return replace(_bundled(), metrics=tuple(metrics), benchmarks=tuple(benchmarks), tasks=tuple(tasks))

    def metric(self, name: str) -> MetricEntry | None:
        """The metric of that name in any usual spelling, or None."""
        return self._metrics.get(key(name))

    def benchmark(self, name: str) -> BenchmarkEntry | None:
        """The benchmark of that name in any usual spelling, or None."""
        return self._benchmarks.get(key(name))

    def task(self, name: str) -> TaskEntry | None:
        """The task of that name in any usual spelling, or None."""
        return self._tasks.get(key(name))

    def unit(self, name: str) -> UnitEntry | None:
        """The unit written so, rates composed; capitals count where they tell units apart ("Mb", "MB")."""
        written = name.strip()
        return self._units.get(written) or self._units.get(written.casefold()) or self._rate(written)

    def find(self, text: str, *, context: str = "") -> tuple[Hit, ...]:
        """The known names in the text, in its order, the longest at each place; none overlap.

        A stretch that names both a metric and a benchmark gives a hit for each. `context` (the title,
        the rest of the abstract) is where ambiguous names may find what they need as well.
        """
        return self._finder.find(text, context=context)

    @cached_property
    def _metrics(self) -> dict[str, MetricEntry]:
        return self._with_rules(by_key(self.metrics), kind=NameKind.METRIC)

    @cached_property
    def _benchmarks(self) -> dict[str, BenchmarkEntry]:
        return self._with_rules(by_key(self.benchmarks), kind=NameKind.BENCHMARK)

    @cached_property
    def _tasks(self) -> dict[str, TaskEntry]:
        return by_key(self.tasks)

    @cached_property
    def _units(self) -> dict[str, UnitEntry]:
        exact = {name: unit for unit in self.units for name in (unit.name, *unit.aliases)}
        return {name.casefold(): unit for name, unit in reversed(exact.items())} | exact

    @cached_property
    def _finder(self) -> Finder:
        return Finder(list(self._names()), compounds=self.compounds)

    def _names(self) -> Iterable[Name]:
        """Every name to be found in texts, the rules on ambiguous ones first."""
        ruled = list(self._ruled())
        yield from ruled
        special = {(name.kind, name.alias) for name in ruled}
        tables: tuple[Sequence[AnyEntry], ...] = (self.metrics, self.benchmarks, self.tasks)
        for kind, entries in zip(NameKind, tables, strict=True):
            for entry in entries:
                for name in (entry.name, *entry.aliases):
                    if (kind, name) not in special:
                        yield Name(name, entry, kind)

    def _ruled(self) -> Iterable[Name]:
        """The names that have rules; a rule on an entry that is not in the tables says nothing."""
        look: dict[NameKind, Callable[[str], AnyEntry | None]] = {
            NameKind.METRIC: self.metric,
            NameKind.BENCHMARK: self.benchmark,
            NameKind.TASK: self.task,
        }
        for rule in self.rules:
            entry = look[rule.kind](rule.means) if rule.means else None
            if entry is not None or not rule.means:
                yield Name(rule.alias, entry, rule.kind, rule.needs, rule.case)

    def _with_rules(self, found: dict[str, T], *, kind: NameKind) -> dict[str, T]:
        """The look-up with the ambiguous names that can only mean one entry."""
        meanings: dict[str, set[str]] = {}
        for rule in self.rules:
            if rule.kind is kind and rule.means:
                meanings.setdefault(key(rule.alias), set()).add(key(rule.means))
        only = {name: means.pop() for name, means in meanings.items() if len(means) == 1}
        return {name: found[means] for name, means in only.items() if means in found} | found

    def _rate(self, written: str) -> UnitEntry | None:
        """A unit over a unit ("tokens/s", "images per second"), or None where a part is unknown."""
        above, slash, below = written.replace(" per ", "/").partition("/")
        top, bottom = self._units.get(above.strip()), self._units.get(below.strip())
        if not slash or top is None or bottom is None:
            return None
        factor = top.factor / bottom.factor if top.factor and bottom.factor else None
        base = f"{top.base or top.name}/{bottom.base or bottom.name}"
        return UnitEntry(written, (), "rate", base, factor, top.magnitude)


def by_key(entries: Iterable[T]) -> dict[str, T]:
    """The entries by the comparison forms of all their names; own names go before aliases."""
    found: dict[str, T] = {}
    for entry in (rows := tuple(entries)):
        found.setdefault(key(entry.name), entry)
    for entry in rows:
        for alias in entry.aliases:
            found.setdefault(key(alias), entry)
    return found


@cache
def _bundled() -> Lexicon:
    metrics, benchmarks, units = (_read(name) for name in ("metrics", "benchmarks", "units"))
    return Lexicon(
        metrics=tuple(MetricEntry(**_frozen(row)) for row in metrics["metrics"]),
        benchmarks=tuple(_benchmarks(benchmarks["tasks"])),
        tasks=tuple(_tasks(benchmarks["tasks"])),
        units=tuple(UnitEntry(**_frozen(row)) for row in units["units"]),
        rules=(*_rules(metrics, NameKind.METRIC), *_rules(benchmarks, NameKind.BENCHMARK)),
        qualifiers=tuple(metrics["qualifiers"]),
        compounds=tuple(benchmarks["compounds"]),
    )


def _read(name: str) -> dict[str, Any]:
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def _benchmarks(groups: Iterable[Mapping[str, Any]]) -> Iterable[BenchmarkEntry]:
    """The benchmarks of every task; they have the task's metrics where they name none of their own."""
    for group in groups:
        for row in group["benchmarks"]:
            common = {"task": group["name"], "area": group["area"], "metrics": group["metrics"]}
            yield BenchmarkEntry(**_frozen(common | row))


def _tasks(groups: Iterable[Mapping[str, Any]]) -> Iterable[TaskEntry]:
    for group in groups:
        yield TaskEntry(group["name"], tuple(group.get("aliases", ())), group["area"])


def _rules(data: Mapping[str, Any], kind: NameKind) -> Iterable[Rule]:
    """The file's rules on ambiguous names, and its phrases that only look like names."""
    for row in data["ambiguous"]:
        yield Rule(kind=kind, **_frozen(row))
    for phrase in data["ordinary"]:
        yield Rule(phrase, "", kind, case=False)


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with tuples for lists and exact decimals for factors."""
    frozen = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    if "factor" in frozen:
        frozen["factor"] = Decimal(frozen["factor"])
    return frozen
