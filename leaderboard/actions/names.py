"""The names of things: the bundled vocabulary as rows that curators can change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from extraction.entries import AnyEntry, BenchmarkEntry, MetricEntry, TaskEntry
from extraction.lexicon import Lexicon
from leaderboard.actions import events, links, scaling, units
from leaderboard.domain import names
from leaderboard.models import Benchmark, BenchmarkAlias, Metric, MetricAlias, Origin, Task


@dataclass(frozen=True, slots=True)
class SyncReport:
    """Rows made, changed and left to their curators; spellings taught; claims put on another scale."""

    made: int = 0
    changed: int = 0
    kept: int = 0
    aliases: int = 0
    rescaled: int = 0

    def __add__(self, other: "SyncReport") -> "SyncReport":
        return SyncReport(
            made=self.made + other.made,
            changed=self.changed + other.changed,
            kept=self.kept + other.kept,
            aliases=self.aliases + other.aliases,
            rescaled=self.rescaled + other.rescaled,
        )


def sync_lexicon(lexicon: Lexicon | None = None) -> SyncReport:
    """Bring the bundled vocabulary into the tables, all or nothing; doing it again changes nothing.

    Rows that a curator made or changed stay as they are, and so do aliases that already mean
    something. A row that came from a text gets what the vocabulary knows and keeps its slug.
    """
    source = lexicon or Lexicon.bundled()
    with transaction.atomic():
        links.lock()
        units.sync(source)
        tasks = _sync_tasks(source.tasks)
        rows = {task.key: task for task in Task.objects.all()}
        metrics = _sync(_METRICS, source.metrics, _metric_values)
        return (
            tasks
            + metrics
            + _sync(_BENCHMARKS, source.benchmarks, lambda entry: _benchmark_values(entry, rows))
        )


@dataclass(frozen=True, slots=True)
class _Table:
    model: Any
    alias: Any
    subject: str


_METRICS = _Table(Metric, MetricAlias, "metric")
_BENCHMARKS = _Table(Benchmark, BenchmarkAlias, "benchmark")
Values = Mapping[str, Any]


def _metric_values(entry: MetricEntry) -> Values:
    return {
        "name": entry.name,
        "direction": entry.direction,
        "family": entry.family,
        "unit": entry.unit,
        "percentage": entry.percentage,
        "description": entry.description,
    }


def _benchmark_values(entry: BenchmarkEntry, tasks: Mapping[str, Task]) -> Values:
    return {"name": entry.name, "task": tasks.get(names.key(entry.task or ""))}


def _sync_tasks(entries: Sequence[TaskEntry]) -> SyncReport:
    wanted = {names.key(entry.name): {"name": entry.name, "area": entry.area or ""} for entry in entries}
    there = {task.key: task for task in Task.objects.filter(key__in=list(wanted))}
    report = _change("task", Task, [(row, wanted[key]) for key, row in there.items()])
    new = {key: values for key, values in wanted.items() if key not in there}
    slugs = links.free_slugs(Task, {key: values["name"] for key, values in new.items()})
    made = Task.objects.bulk_create(
        Task(key=key, slug=slugs[key], origin=Origin.LEXICON, **values) for key, values in new.items()
    )
    return report + SyncReport(made=len(made))


def _sync(table: _Table, entries: Sequence[AnyEntry], values: Callable[[Any], Values]) -> SyncReport:
    """One table of names and its aliases; of two entries with one key the first has it."""
    wanted: dict[str, AnyEntry] = {}
    for entry in entries:
        wanted.setdefault(names.key(entry.name), entry)
    for key in links.no_names(wanted)[table.subject]:
        del wanted[key]
    owners = _owners(table, wanted)
    own = [(row, values(wanted[key])) for key, row in owners.items() if names.key(row.name) == key]
    report = _change(table.subject, table.model, own)
    new = {
        key: {**values(entry), "origin": Origin.LEXICON} for key, entry in wanted.items() if key not in owners
    }
    made = links.create(table.model, table.alias, new)
    aliases = _add_aliases(table, wanted, {**owners, **made})
    return report + SyncReport(made=len(made), kept=len(owners) - len(own), aliases=aliases)


def _owners(table: _Table, wanted: Iterable[str]) -> dict[str, Any]:
    owner = ["owner", "owner__task"] if table.model is Benchmark else ["owner"]
    aliases = table.alias.objects.filter(key__in=list(wanted)).select_related(*owner)
    return {alias.key: alias.owner for alias in aliases}


def _change(subject: str, model: Any, pairs: Sequence[tuple[Any, Values]]) -> SyncReport:
    """Give rows their values, except to those that a curator had in hand; with an event for each."""
    free = [(row, values) for row, values in pairs if row.origin != Origin.CURATOR]
    changes = [(row, before, after) for row, values in free for before, after in _difference(row, values)]
    for row, _, after in changes:
        for name, value in after.items():
            setattr(row, name, value)
        row.updated_at = timezone.now()
    rows = [row for row, _, _ in changes]
    if rows:
        model.objects.bulk_update(rows, ["origin", "updated_at", *pairs[0][1]], batch_size=500)
    facts = [(row.uid, _plain(before), _plain(after)) for row, before, after in changes]
    events.record_all("sync", subject=subject, changes=facts)
    rescaled = scaling.rescale(row.pk for row in rows) if model is Metric else 0
    return SyncReport(changed=len(rows), kept=len(pairs) - len(free), rescaled=rescaled)


def _difference(row: Any, values: Values) -> Iterable[tuple[Values, Values]]:
    """The values that the row has and has not yet, as they are and as they shall be; nothing if none."""
    wanted = {**values, "origin": Origin.LEXICON}
    after = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if after:
        yield {name: getattr(row, name) for name in after}, after


def _plain(values: Values) -> Values:
    return {name: value.slug if isinstance(value, Task) else value for name, value in values.items()}


def _add_aliases(table: _Table, wanted: Mapping[str, AnyEntry], owners: Mapping[str, Any]) -> int:
    """Teach the spellings that mean nothing yet; how many. Those that texts gave are confirmed."""
    spellings: dict[str, tuple[str, Any]] = {}
    for key, entry in wanted.items():
        for name in filter(names.is_name, (entry.name, *entry.aliases)):
            if owners[key].origin != Origin.CURATOR:
                spellings.setdefault(names.key(name), (name, owners[key]))
    for key in links.no_names(spellings)[table.subject]:
        del spellings[key]
    there = {alias.key: alias for alias in table.alias.objects.filter(key__in=list(spellings))}
    confirmed = [
        alias.pk
        for key, alias in there.items()
        if alias.origin == Origin.TEXT and alias.owner_id == spellings[key][1].pk
    ]
    if confirmed:
        rows = table.alias.objects.filter(pk__in=confirmed)
        rows.update(origin=Origin.LEXICON, updated_at=timezone.now())
    made = table.alias.objects.bulk_create(
        table.alias(owner=owner, key=key, name=name, origin=Origin.LEXICON)
        for key, (name, owner) in spellings.items()
        if key not in there
    )
    return len(made)
