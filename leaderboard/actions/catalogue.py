"""Tasks and benchmarks that people add, describe and take back, each change with its event."""

from typing import Any, TypedDict, TypeVar

from django.db import transaction
from django.db.models import ProtectedError

from leaderboard.actions import decisions, events, links
from leaderboard.actions.decisions import ConflictError, RefusedError
from leaderboard.domain import names
from leaderboard.models import Benchmark, BenchmarkAlias, Origin, Task

Row = TypeVar("Row", Task, Benchmark)


class TaskFacts(TypedDict, total=False):
    """What can be said of a task; what is left out stays."""

    name: str
    description: str
    area: str
    parent: Task | None


class BenchmarkFacts(TypedDict, total=False):
    """What can be said of a benchmark; what is left out stays."""

    name: str
    full_name: str
    url: str


@transaction.atomic
def add_task(name: str, *, facts: TaskFacts, by: Any) -> Task:
    """A new task, made by a person; raises RefusedError where there is one of this name."""
    links.lock()
    key = _key(name)
    _refuse_taken(Task.objects.filter(key=key).first(), "task")
    task = Task(name=name, key=key, slug=links.free_slugs(Task, {key: name})[key], origin=Origin.CURATOR)
    return _saved(task, facts, by=by, action="add")


@transaction.atomic
def change_task(task: Task, *, facts: TaskFacts, by: Any) -> Task:
    """The task with the facts; raises ConflictError where another person decided about it."""
    links.lock()
    row = Task.objects.select_for_update().get(pk=task.pk)
    if "name" in facts and _key(facts["name"]) != row.key:
        _refuse_taken(Task.objects.filter(key=_key(facts["name"])).first(), "task")
        row.key = _key(facts["name"])
    parent = facts.get("parent")
    if parent is not None and row.pk in _line(parent):
        raise RefusedError(f"{parent.name} is a part of {row.name}, and can't be its parent.")
    return _saved(row, facts, by=by, action="describe")


@transaction.atomic
def remove_task(task: Task, *, by: Any) -> None:
    """Nothing; the task is gone if a person added it and nothing is about it (else ConflictError)."""
    if task.benchmarks.exists() or task.children.exists():
        raise ConflictError(f"{task.name} has benchmarks or parts, and stays.")
    _remove(task, by=by)


@transaction.atomic
def add_benchmark(name: str, *, facts: BenchmarkFacts, by: Any) -> Benchmark:
    """A new benchmark, made by a person; raises RefusedError where a name like this means one already."""
    links.lock()
    key = _key(name)
    alias = BenchmarkAlias.objects.filter(key=key).select_related("owner").first()
    _refuse_taken(alias.owner if alias else None, "dataset")
    made = links.create(Benchmark, BenchmarkAlias, {key: {"name": name, "origin": Origin.CURATOR}})
    benchmark: Benchmark = made[key]
    return _saved(benchmark, facts, by=by, action="add")


@transaction.atomic
def change_benchmark(benchmark: Benchmark, *, facts: BenchmarkFacts, by: Any) -> Benchmark:
    """The benchmark with the facts, a new name besides the old ones; its address stays."""
    links.lock()
    row = Benchmark.objects.select_for_update().get(pk=benchmark.pk)
    if "name" in facts:
        _add_name(row, facts["name"])
    return _saved(row, facts, by=by, action="describe")


@transaction.atomic
def remove_benchmark(benchmark: Benchmark, *, by: Any) -> None:
    """Nothing; the benchmark is gone if a person added it and nothing is about it (else ConflictError)."""
    _remove(benchmark, by=by)


def _key(name: str) -> str:
    if not names.is_name(name):
        raise RefusedError(f"name: {name[:80]!r} has no letter or digit, or more than {names.MAX_NAME}.")
    return names.key(name)


def _refuse_taken(row: Task | Benchmark | None, what: str) -> None:
    if row is not None:
        raise RefusedError(f"name: there is a {what} of this name already, its id is {row.slug}.")


def _line(task: Task | None) -> set[int]:
    """The task and everything that it is a part of."""
    found: set[int] = set()
    while task is not None and task.pk not in found:
        found.add(task.pk)
        task = task.parent
    return found


def _add_name(benchmark: Benchmark, name: str) -> None:
    alias = BenchmarkAlias.objects.filter(key=_key(name)).select_related("owner").first()
    if alias is None:
        BenchmarkAlias.objects.create(owner=benchmark, key=_key(name), name=name, origin=Origin.CURATOR)
    elif alias.owner_id != benchmark.pk:
        _refuse_taken(alias.owner, "dataset")


def _saved(row: Row, facts: Any, *, by: Any, action: str) -> Row:
    before = None if action == "add" else _facts(row)
    if action != "add":
        decisions.check(decisions.decider(row.uid), by=by, what=row.name)
    for name, value in facts.items():
        setattr(row, name, value)
    if before == _facts(row):
        return row
    row.origin = Origin.CURATOR
    row.save()
    events.record(
        action, subject=(_kind(row), row.uid), by=by, before=before, after=_facts(row), source="pwc"
    )
    return row


def _remove(row: Any, *, by: Any) -> None:
    decisions.check(decisions.decider(row.uid), by=by, what=row.name)
    if row.origin != Origin.CURATOR:
        raise ConflictError(f"{row.name} comes from papers or from the bundled lists, and stays.")
    before, kind = _facts(row), (_kind(row), row.uid)
    try:
        row.delete()
    except ProtectedError as error:
        raise ConflictError(f"{before['name']} has results, and stays; take those back first.") from error
    events.record("remove", subject=kind, by=by, before=before, after=None, source="pwc")


def _kind(row: Task | Benchmark) -> str:
    return "task" if isinstance(row, Task) else "benchmark"


def _facts(row: Task | Benchmark) -> dict[str, Any]:
    if isinstance(row, Task):
        parent = row.parent.slug if row.parent else None
        return {"name": row.name, "description": row.description, "area": row.area, "parent": parent}
    return {"name": row.name, "full_name": row.full_name, "url": row.url}
