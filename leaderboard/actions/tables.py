"""Taking in whole collections of result tables from files, without doubling or overwriting."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import groupby, islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from leaderboard.actions import columns, events, links
from leaderboard.actions.results import value_of
from leaderboard.domain import names, table_values
from leaderboard.models import (
    Benchmark,
    BenchmarkAlias,
    Claim,
    Evaluation,
    EvaluationMetric,
    EvaluationResult,
    EvaluationValue,
    MetricAlias,
    Paper,
    Task,
)
from leaderboard.queries import evaluations, table_rows
from leaderboard.sources.dates import iso_date
from leaderboard.sources.evaluation_tables import Outline, TableNode, TableRow, TaskNode
from leaderboard.sources.identifiers import arxiv_id

SOURCE = "tables"
BATCH = 500
EXAMPLES = 3
"""Examples of each decision that a report names."""

Rows = Iterable[tuple[int, TableRow | str]]


@dataclass(slots=True)
class Report:
    """What became of a file: rows by their fate, everything that had to be decided, with examples."""

    tasks: int = 0
    datasets: int = 0
    tables: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, what: str, example: str = "") -> None:
        """Count a decision, and keep the first few places where it was taken."""
        self.decided[what] += 1
        kept = self.examples.setdefault(what, [])
        if example and len(kept) < EXAMPLES:
            kept.append(example[:200])


@transaction.atomic
def take_in(found: Outline, *, rows: Rows, progress: Callable[[], None] = lambda: None) -> Report:
    """Store the tables of a file and report everything; the same file again changes nothing.

    All or nothing: an error while the rows are read leaves the database as it was. What a person decided
    (a row that was changed or taken back) stays.
    """
    columns.lock()
    links.lock()
    report = Report(decided=Counter(found.refused))
    tables = _tables(found, report)
    touched: set[int] = set()
    for number, group in groupby(rows, key=lambda pair: pair[0]):
        table = tables.get(number)
        if table is None:
            report.rows["left out, with their table"] += sum(1 for _ in group)
            continue
        touched |= _take_in_rows(table, (row for _, row in group), report, progress)
    report.decided.update({note.value: times for note, times in columns.rescale(touched).items()})
    return report


@dataclass(slots=True)
class _Table:
    """A table while its rows are taken in: its columns by the keys of their names."""

    evaluation: Evaluation
    node: TableNode
    columns: dict[str, EvaluationMetric]
    place: str


def _tables(found: Outline, report: Report) -> dict[int, _Table]:
    """The tables of the file by their places, made where they were not there yet."""
    tasks = _tasks(found.tasks, report)
    benchmarks = _benchmarks(found.tables, report)
    tables: dict[int, _Table] = {}
    by_pair: dict[tuple[int, int], _Table] = {}
    for node in sorted(found.tables, key=lambda node: node.number):
        task, benchmark = tasks.get(node.task), benchmarks.get(names.key(node.name))
        if task is None or benchmark is None:
            report.note("a table without a task or data set of a usable name", node.name or "(no name)")
            continue
        pair = (task.pk, benchmark.pk)
        tables[node.number] = (
            _merged(by_pair[pair], node, report) if pair in by_pair else _table(node, task, benchmark, report)
        )
        by_pair[pair] = tables[node.number]
    _nest(found.tables, tables)
    _settle_all(by_pair.values(), report)
    return {number: table for number, table in tables.items() if not table.evaluation.withdrawn}


def _merged(table: _Table, node: TableNode, report: Report) -> _Table:
    """The table, which the file names again, with the metrics that it has there."""
    report.note("a data set twice under a task, its rows put together", table.place)
    directions = {**node.directions, **table.node.directions}
    table.node = replace(table.node, metrics=(*table.node.metrics, *node.metrics), directions=directions)
    return table


def _settle_all(tables: Iterable[_Table], report: Report) -> None:
    """Store the tables; one that claims make up here already waits for a row that is no claim."""
    claimed = evaluations.claimed_pairs()
    for table in tables:
        pair = (table.evaluation.task_id, table.evaluation.benchmark_id)
        if not table.evaluation._state.adding or pair not in claimed:
            _settle(table, report)


def _tasks(nodes: Sequence[TaskNode], report: Report) -> dict[int, Task]:
    wanted = {names.key(node.name): node for node in reversed(nodes) if names.is_name(node.name)}
    rows = {task.key: task for task in Task.objects.filter(key__in=list(wanted))}
    missing = {key: node.name for key, node in wanted.items() if key not in rows}
    slugs = links.free_slugs(Task, missing)
    made = Task.objects.bulk_create(
        Task(key=key, slug=slugs[key], name=name) for key, name in sorted(missing.items())
    )
    report.tasks = len(made)
    rows |= {task.key: task for task in made}
    by_number = {node.number: rows[names.key(node.name)] for node in nodes if names.key(node.name) in rows}
    for node in nodes:
        if node.number in by_number:
            _fill_task(
                by_number[node.number], node, by_number.get(node.parent if node.parent is not None else -1)
            )
    return by_number


def _fill_task(task: Task, node: TaskNode, parent: Task | None) -> None:
    """Fill blanks; what is there stays, whoever said it."""
    blank = {"area": task.area or node.area[:100], "description": task.description or node.description}
    if task.parent_id is None and parent is not None and not _is_part(parent, of=task):
        task.parent = parent
    elif all(getattr(task, name) == value for name, value in blank.items()):
        return
    task.area, task.description = blank["area"], blank["description"]
    task.save()


def _is_part(task: Task | None, *, of: Task) -> bool:
    seen: set[int] = set()
    while task is not None and task.pk not in seen:
        if task.pk == of.pk:
            return True
        seen.add(task.pk)
        task = task.parent
    return False


def _benchmarks(nodes: Sequence[TableNode], report: Report) -> dict[str, Benchmark]:
    wanted = {names.key(node.name): node.name for node in reversed(nodes) if names.is_name(node.name)}
    for name in sorted({node.name for node in nodes}):
        if wanted.get(names.key(name), name) != name:
            report.note("data sets whose names count as one", f"{name} = {wanted[names.key(name)]}")
    aliases = BenchmarkAlias.objects.filter(key__in=list(wanted)).select_related("owner")
    rows = {alias.key: alias.owner for alias in aliases}
    missing = {key: {"name": name} for key, name in sorted(wanted.items()) if key not in rows}
    report.datasets = len(missing)
    return {**rows, **links.create(Benchmark, BenchmarkAlias, missing)}


def _table(node: TableNode, task: Task, benchmark: Benchmark, report: Report) -> _Table:
    place = f"{task.name} / {benchmark.name}"
    evaluation = Evaluation.objects.filter(task=task, benchmark=benchmark).first()
    if evaluation is None:
        said = {"description": node.description, "links": node.links}
        return _Table(Evaluation(task=task, benchmark=benchmark, **said), node, {}, place)
    if evaluation.withdrawn:
        report.note("a table that a person took back", place)
    there = evaluation.metrics.select_related("metric")
    return _Table(evaluation, node, {names.key(column.name): column for column in there}, place)


def _settle(table: _Table, report: Report) -> None:
    """Store the table, if it was not there yet, and its columns."""
    if table.evaluation._state.adding:
        table.evaluation.save()
        report.tables += 1
    for name in table.node.metrics:
        if names.key(name) not in table.columns:
            _column(table, name, report)


def _nest(nodes: Sequence[TableNode], tables: Mapping[int, _Table]) -> None:
    """Remember which data set a table's is a part of, where nobody has said so yet."""
    for node in nodes:
        outer = tables.get(node.within) if node.within is not None else None
        table = tables.get(node.number)
        if table and outer and table.evaluation.within_id is None:
            if _chain(outer.evaluation, tables) & {table.evaluation.benchmark_id}:
                continue
            table.evaluation.within = outer.evaluation.benchmark
            if not table.evaluation._state.adding:
                table.evaluation.save()


def _chain(evaluation: Evaluation, tables: Mapping[int, _Table]) -> set[int]:
    """The data sets that a table's is a part of, its own included."""
    of = {
        (table.evaluation.task_id, table.evaluation.benchmark_id): table.evaluation.within_id
        for table in tables.values()
    }
    found: set[int] = set()
    benchmark: int | None = evaluation.benchmark_id
    while benchmark is not None and benchmark not in found:
        found.add(benchmark)
        benchmark = of.get((evaluation.task_id, benchmark))
    return found


def _column(table: _Table, name: str, report: Report) -> EvaluationMetric | None:
    """The column of this name, made where there is none; None for no name or one taken back."""
    key = names.key(name)
    column = table.columns.get(key)
    if column is None and names.is_name(name):
        alias = MetricAlias.objects.filter(key=key).select_related("owner").first()
        said = table.node.directions.get(name)
        column = table.columns[key] = EvaluationMetric.objects.create(
            evaluation=table.evaluation,
            metric=alias.owner if alias else None,
            slug=_free_slug(table, name),
            name=name,
            is_loss=None if said is None else said == "lower",
            stated=said is not None,
        )
        if said is None and (column.metric is None or column.metric.direction is None):
            report.note("a metric of unknown direction, not ranked", f"{table.place} / {name}")
    if column is None:
        report.note("a metric without letters or digits, or too long a name", f"{table.place} / {name[:80]}")
    return None if column is None or column.withdrawn else column


def _free_slug(table: _Table, name: str) -> str:
    slug = names.slug(name)
    taken = {column.slug for column in table.columns.values()}
    return names.slug_apart(name) if slug in taken else slug


def _take_in_rows(
    table: _Table, rows: Iterable[TableRow | str], report: Report, progress: Callable[[], None]
) -> set[int]:
    """Store the rows; the ids of the columns whose values changed."""
    copies: Counter[str] = Counter()
    touched: set[int] = set()
    before = report.rows.copy()
    for chunk in _batches(rows):
        progress()
        usable = [(_key(row, copies), row) for row in chunk if isinstance(row, TableRow)]
        for reason in chunk:
            if isinstance(reason, str):
                report.rows["left out"] += 1
                report.note(reason, table.place)
        touched |= _store(table, usable, report)
    gained = {fate: report.rows[fate] - before[fate] for fate in ("new", "changed")}
    if any(gained.values()):
        events.record(
            "import",
            subject=("evaluation", table.evaluation.uid),
            by=None,
            before=None,
            after=gained,
            source=SOURCE,
        )
    return touched


def _batches(rows: Iterable[TableRow | str]) -> Iterator[list[TableRow | str]]:
    rest = iter(rows)
    while chunk := list(islice(rest, BATCH)):
        yield chunk


def _key(row: TableRow, copies: "Counter[str]") -> str:
    """What tells the row from the others of its table when the file comes again; copies are counted."""
    said = json.dumps(["file", row.model_name, row.paper_url, row.paper_title, row.paper_date])
    copies[said] += 1
    return sha256(f"{said} {copies[said]}".encode()).hexdigest()


def _store(table: _Table, pairs: Sequence[tuple[str, TableRow]], report: Report) -> set[int]:
    there = _there(table, pairs)
    claims = _claims(row for _, row in pairs)
    papers = _papers([row for _, row in pairs])
    touched: set[int] = set()
    made: list[EvaluationResult] = []
    cells: list[EvaluationValue] = []
    for key, row in pairs:
        stored = there.get(str(row.uid)) or there.get(key)
        if row.uid in claims:
            report.rows["there as a claim"] += 1
        elif stored is None:
            if table.evaluation._state.adding:
                _settle(table, report)
            fresh = EvaluationResult(evaluation=table.evaluation, key=key)
            cells += _fill(fresh, row, table, papers, report)
            made.append(fresh)
        else:
            touched |= _update(stored, row, table, papers, report)
    EvaluationResult.objects.bulk_create(made)
    EvaluationValue.objects.bulk_create(cells)
    report.rows["new"] += len(made)
    return touched | {cell.column_id for cell in cells}


@dataclass(slots=True)
class _Stored:
    """A row that is there, and what a file would say of it."""

    row: EvaluationResult
    said: TableRow


def _there(table: _Table, pairs: Sequence[tuple[str, TableRow]]) -> dict[str, _Stored]:
    """The rows that are there already, by their keys and uids."""
    uids = [row.uid for _, row in pairs if row.uid]
    of = EvaluationResult.objects.select_related("paper", "evaluation")
    mine = of.filter(evaluation=table.evaluation.pk, made_by=None, key__in=[key for key, _ in pairs])
    found = [*mine] if not table.evaluation._state.adding else []
    found += of.filter(uid__in=uids).exclude(pk__in=[row.pk for row in found])
    stored = [_Stored(row, said) for row, said in zip(found, table_rows.of_results(found), strict=True)]
    by_key = {one.row.key: one for one in stored if one.row.made_by_id is None}
    return by_key | {str(one.row.uid): one for one in stored}


def _claims(rows: Iterable[TableRow]) -> set[Any]:
    uids = [row.uid for row in rows if row.uid]
    return set(Claim.objects.filter(uid__in=uids).values_list("uid", flat=True))


def _papers(rows: Sequence[TableRow]) -> dict[str, Paper]:
    numbers = {row.paper_url: number for row in rows if (number := arxiv_id(row.paper_url))}
    found = {paper.arxiv_id: paper for paper in Paper.objects.filter(arxiv_id__in=numbers.values())}
    return {url: found[number] for url, number in numbers.items() if number in found}


def _update(
    stored: _Stored, row: TableRow, table: _Table, papers: Mapping[str, Paper], report: Report
) -> set[int]:
    """Bring a row that is there to what the file says, unless it says the same or a person decided."""
    if stored.row.decided_by_id is not None and (stored.row.withdrawn or stored.said != _kept(row, table)):
        report.rows["kept as a person decided"] += 1
        return set()
    if stored.said == _kept(row, table):
        report.rows["there already"] += 1
        return set()
    before = set(stored.row.values.values_list("column", flat=True))
    cells = _fill(stored.row, row, table, papers, report)
    stored.row.save()
    stored.row.values.all().delete()
    EvaluationValue.objects.bulk_create(cells)
    report.rows["changed"] += 1
    facts = [{"metrics": dict(said.metrics), "methodology": said.model_name} for said in (stored.said, row)]
    subject = ("result", stored.row.uid)
    events.record("import", subject=subject, by=None, before=facts[0], after=facts[1], source=SOURCE)
    return before | {cell.column_id for cell in cells}


def _kept(row: TableRow, table: _Table) -> TableRow:
    """The row as it would come back: values of columns that are not kept left out, names as the columns'."""
    kept = {
        column.name: raw
        for name, raw in row.metrics.items()
        if (column := table.columns.get(names.key(name))) and not column.withdrawn
    }
    return TableRow(**{**{name: getattr(row, name) for name in TableRow.__slots__}, "metrics": kept})


def _fill(
    result: EvaluationResult, row: TableRow, table: _Table, papers: Mapping[str, Paper], report: Report
) -> list[EvaluationValue]:
    """Give the row what the file says; its cells, not stored yet."""
    place = f"{table.place} / {row.model_name or '(no model)'}"
    if row.uid and result._state.adding:
        result.uid = row.uid
    result.methodology, result.paper_title, result.paper_text = row.model_name, row.paper_title, row.paper_url
    result.paper = papers.get(row.paper_url)
    result.date_text, result.evaluated_on = row.evaluated_on, iso_date(row.evaluated_on)
    result.external_source_url = row.source_url
    result.uses_additional_data = row.uses_additional_data
    given = {"paper_date": row.paper_date, "code_links": row.code_links, "model_links": row.model_links}
    result.links = {
        name: list(value) if isinstance(value, tuple) else value for name, value in given.items() if value
    }
    if not row.model_name.strip():
        report.note("a row without a model's name", place)
    _note_date(row.paper_date, place, report)
    return _cells(result, row, table, report)


def _note_date(given: str, place: str, report: Report) -> None:
    day: date | None = iso_date(given)
    if not given:
        report.note("no date of the paper", place)
    elif day is None:
        report.note("a date that is no full day, kept as words", f"{place}: {given}")
    elif day > timezone.now().date():
        report.note("a date in the future, kept as words", f"{place}: {given}")


def _cells(result: EvaluationResult, row: TableRow, table: _Table, report: Report) -> list[EvaluationValue]:
    cells: dict[int, EvaluationValue] = {}
    for name, raw in row.metrics.items():
        column = _column(table, name, report)
        place = f"{table.place} / {row.model_name} / {name}: {raw}"
        if column is None:
            continue
        if column.pk in cells:
            report.note("a metric twice in a row, the first one kept", place)
            continue
        cells[column.pk] = value_of(result, column, raw)
        for note in table_values.read(raw).notes:
            report.note(note.value, place)
    return list(cells.values())
