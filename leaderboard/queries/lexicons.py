"""The names of the database as the engine's vocabulary: the one bridge between the two."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet

from extraction.entries import AnyEntry, Entry
from extraction.lexicon import BenchmarkEntry, Lexicon, MetricEntry, TaskEntry
from leaderboard.domain import names
from leaderboard.models import Benchmark, BenchmarkAlias, Metric, MetricAlias, Origin, Task

Version = tuple[str, ...]
T = TypeVar("T", bound=AnyEntry)


def current() -> Lexicon:
    """The vocabulary as it stands, built anew only when a name has changed since the last time.

    Names that were only found in texts are left out: the engine must not learn from itself. What the
    rows do not hold (the metrics usual on a benchmark, rules on ambiguous names, units) is the bundled
    vocabulary's. An empty database gives the bundled vocabulary.
    """
    return _at(version())


def version() -> Version:
    """Changes whenever a name does: how many there are and when the last change was, by table."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        return tuple(cursor.fetchone())


_TABLES = (Metric, MetricAlias, Benchmark, BenchmarkAlias, Task)
_CHANGED = (
    "(SELECT count(*) || ' ' || coalesce(max(updated_at)::text, '') FROM {} WHERE NOT (origin = 'text'))"
)
_VERSION = "SELECT " + ", ".join(_CHANGED.format(model._meta.db_table) for model in _TABLES)


@lru_cache(maxsize=2)
def _at(version: Version) -> Lexicon:
    """The vocabulary of that version; the key is all there is to it, the rows are read as they are."""
    metrics, benchmarks, tasks = tuple(_metrics()), tuple(_benchmarks()), tuple(_tasks())
    if not metrics and not benchmarks:
        return Lexicon.bundled()
    return Lexicon.from_entries(metrics=metrics, benchmarks=benchmarks, tasks=tasks)


def _metrics() -> Iterable[MetricEntry]:
    taught, bundled = _taught(MetricAlias.objects.all()), _by_key(Lexicon.bundled().metrics)
    for row in Metric.objects.exclude(origin=Origin.TEXT).order_by("pk"):
        yield MetricEntry(
            name=row.name,
            aliases=taught.spellings(row.pk, row.name, bundled.get(names.key(row.name))),
            direction=row.direction,
            family=row.family or "other",
            unit=row.unit,
            percentage=row.percentage,
            description=row.description,
        )


def _benchmarks() -> Iterable[BenchmarkEntry]:
    taught, bundled = _taught(BenchmarkAlias.objects.all()), _by_key(Lexicon.bundled().benchmarks)
    rows = Benchmark.objects.exclude(origin=Origin.TEXT).select_related("task").order_by("pk")
    for row in rows:
        known = bundled.get(names.key(row.name))
        yield BenchmarkEntry(
            name=row.name,
            aliases=taught.spellings(row.pk, row.name, known),
            task=row.task.name if row.task else None,
            area=(row.task.area or None) if row.task else None,
            metrics=known.metrics if known else (),
        )


def _tasks() -> Iterable[TaskEntry]:
    bundled = _by_key(Lexicon.bundled().tasks)
    for row in Task.objects.exclude(origin=Origin.TEXT).order_by("pk"):
        known = bundled.get(row.key)
        yield TaskEntry(row.name, known.aliases if known else (), row.area or None)


def _by_key(entries: Sequence[T]) -> dict[str, T]:
    """The entries by the keys of their own names; of two alike the first, which is the one with a row."""
    return {names.key(entry.name): entry for entry in reversed(entries)}


@dataclass(frozen=True, slots=True)
class _Taught:
    """Names of every owner by their comparison keys, and the keys that nobody moved since the bundle."""

    names: Mapping[int, Mapping[str, str]]
    unmoved: AbstractSet[str]

    def spellings(self, owner: int, own: str, known: Entry | None) -> tuple[str, ...]:
        """The other names of one thing, the bundled ones in all their spellings.

        A row stands for every spelling with its key; the engine minds capitals (GFLOPs counts, GFLOPS
        is a speed), so it gets each of those that are bundled, as long as no curator moved the key.
        """
        bundled = known.aliases if known else ()
        kept = [name for name in bundled if names.key(name) in self.unmoved]
        covered = {names.key(name) for name in (own, *kept)}
        mine = self.names.get(owner, {})
        return (*kept, *(name for key, name in mine.items() if key not in covered))


def _taught(rows: "QuerySet[MetricAlias] | QuerySet[BenchmarkAlias]") -> _Taught:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    unmoved = set()
    for owner, key, name, origin in rows.order_by("pk").values_list("owner_id", "key", "name", "origin"):
        if origin == Origin.LEXICON:
            unmoved.add(key)
        if origin != Origin.TEXT:
            found[owner][key] = name
    return _Taught(found, unmoved)
