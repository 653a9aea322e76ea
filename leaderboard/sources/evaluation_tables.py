"""Papers with Code's evaluation-tables.json, read as a stream: no table is ever held whole.

A task's name may stand behind its tables (keys may be sorted), so the file is walked twice: first for the
tasks and data sets, then for the rows, which name their data set by its place in the file.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import ijson

from leaderboard.sources.content import Content
from leaderboard.sources.records import SourceError

MAX_DEPTH = 40
MAX_EVENTS = 50_000
"""Parts of the largest single value (a row, a list of links) that is read."""

MAX_TEXT = 20_000
MAX_METRICS = 200
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TaskNode:
    """A task of the file; `parent` is the place of the task that it is a part of."""

    number: int
    parent: int | None
    name: str
    area: str
    description: str


@dataclass(frozen=True, slots=True)
class TableNode:
    """A data set of a task; `within` is the place of the data set that it is a part of.

    `directions` holds, for metrics of which the file says so, whether higher or lower is better.
    """

    number: int
    task: int
    within: int | None
    name: str
    description: str
    metrics: tuple[str, ...]
    directions: Mapping[str, str]
    links: Json


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as the file has it: the values as written, nothing decided; `uid` is of an earlier export."""

    uid: UUID | None = field(compare=False)
    model_name: str
    metrics: Mapping[str, str]
    paper_title: str = ""
    paper_url: str = ""
    paper_date: str = ""
    evaluated_on: str = ""
    source_url: str = ""
    uses_additional_data: bool = False
    code_links: tuple[Json, ...] = ()
    model_links: tuple[Json, ...] = ()


@dataclass(slots=True)
class Outline:
    """The tasks and tables of a file, without rows; `refused` counts what cannot be either."""

    tasks: list[TaskNode] = field(default_factory=list)
    tables: list[TableNode] = field(default_factory=list)
    refused: "Counter[str]" = field(default_factory=Counter)


def outline(content: Content) -> Outline:
    """The tasks and tables of the file; raises SourceError where it is broken."""
    found = Outline()
    for part in _walked(content, found.refused, rows=False):
        if isinstance(part, TaskNode):
            found.tasks.append(part)
        elif isinstance(part, TableNode):
            found.tables.append(part)
    return found


def rows(content: Content) -> Iterator[tuple[int, TableRow | str]]:
    """The rows with the place of their table; a reason instead of one that can't be a row."""
    for part in _walked(content, Counter(), rows=True):
        if isinstance(part, tuple):
            number, given = part
            yield number, _row(given)


_Part = TaskNode | TableNode | tuple[int, Any]


def _walked(content: Content, refused: "Counter[str]", *, rows: bool) -> Iterator[_Part]:
    try:
        with content.stream() as stream:
            yield from _Walk(ijson.basic_parse(stream), content, refused, rows=rows).parts()
    except ijson.IncompleteJSONError as problem:
        raise content.error(f"the JSON is broken or ends early ({_line(problem)})") from problem
    except (ijson.JSONError, UnicodeDecodeError) as problem:
        raise content.error(f"not JSON ({_line(problem)})") from problem


class _Walk:
    """One walk over the file's events."""

    def __init__(self, events: Any, content: Content, refused: "Counter[str]", *, rows: bool) -> None:
        self._events = iter(events)
        self._content = content
        self._refused = refused
        self._rows = rows
        self._tasks = self._tables = 0

    def parts(self) -> Iterator[_Part]:
        event, _ = next(self._events, ("", None))
        if event != "start_array":
            raise self._content.error("evaluation tables are a JSON list of tasks, and this is none")
        yield from self._tasks_of(None, depth=0)
        for event, _ in self._events:
            raise self._content.error(f"something ({event}) follows the list of tasks")

    def _tasks_of(self, parent: int | None, *, depth: int) -> Iterator[_Part]:
        for _ in self._objects("task", depth=depth):
            number, self._tasks = self._tasks, self._tasks + 1
            fields: Json = {}
            for key in self._keys():
                if key == "datasets" and self._opens():
                    yield from self._tables_of(number, None, depth=depth + 1)
                elif key == "subtasks" and self._opens():
                    yield from self._tasks_of(number, depth=depth + 1)
                elif key not in ("datasets", "subtasks"):
                    self._keep(fields, key, ("task", "categories", "description"))
            areas = fields.get("categories")
            area = _text(areas[0]) if isinstance(areas, list) and areas else ""
            yield TaskNode(number, parent, _text(fields.get("task")), area, _text(fields.get("description")))

    def _tables_of(self, task: int, within: int | None, *, depth: int) -> Iterator[_Part]:
        for _ in self._objects("data set", depth=depth):
            number, self._tables = self._tables, self._tables + 1
            fields: Json = {}
            for key in self._keys():
                if key == "subdatasets" and self._opens():
                    yield from self._tables_of(task, number, depth=depth + 1)
                elif key == "sota" and self._opens("start_map"):
                    yield from self._sota(number, fields)
                elif key not in ("subdatasets", "sota"):
                    self._keep(fields, key, ("dataset", "description", *_LINKS))
            yield _table(number, task, within, fields)

    def _sota(self, table: int, fields: Json) -> Iterator[_Part]:
        for key in self._keys():
            if key != "rows":
                self._keep(fields, key, ("metrics", "directions"))
            elif self._opens():
                yield from self._rows_of(table)

    def _rows_of(self, table: int) -> Iterator[_Part]:
        for event, value in self._events:
            if event == "end_array":
                return
            if self._rows:
                yield table, self._built(event, value)
            else:
                self._skip(event)

    def _objects(self, what: str, *, depth: int) -> Iterator[None]:
        """One step for every object of the list that has begun; other things are counted and passed over."""
        if depth > MAX_DEPTH:
            raise self._content.error(f"tasks or data sets within each other, more than {MAX_DEPTH} deep")
        for event, _ in self._events:
            if event == "end_array":
                return
            if event == "start_map":
                yield
            else:
                self._refused[f"a {what} that is no object"] += 1
                self._skip(event)

    def _keys(self) -> Iterator[str]:
        for event, key in self._events:
            if event == "end_map":
                return
            yield key

    def _opens(self, wanted: str = "start_array") -> bool:
        """Whether the value that follows is a list (or object) to walk into; anything else is passed over."""
        event, _ = next(self._events)
        if event == wanted:
            return True
        if event != "null":
            self._refused["tables, tasks or rows where something else stands"] += 1
        self._skip(event)
        return False

    def _keep(self, fields: Json, key: str, wanted: tuple[str, ...]) -> None:
        event, value = next(self._events)
        if key in wanted:
            fields[key] = self._built(event, value)
        else:
            self._skip(event)

    def _skip(self, event: str) -> None:
        depth = 1 if event.startswith("start_") else 0
        while depth:
            event, _ = next(self._events)
            depth += event.startswith("start_") - event.startswith("end_")

    def _built(self, event: str, value: Any) -> Any:
        builder, depth, parts = ijson.ObjectBuilder(), 0, 0
        while True:
            builder.event(event, value)
            depth += event.startswith("start_") - event.startswith("end_")
            parts += 1
            if not depth:
                return builder.value
            if parts > MAX_EVENTS or depth > MAX_DEPTH:
                raise self._content.error(
                    f"one value of more than {MAX_EVENTS:,} parts or {MAX_DEPTH} levels"
                )
            event, value = next(self._events)


def _table(number: int, task: int, within: int | None, fields: Json) -> TableNode:
    metrics, directions = fields.get("metrics"), fields.get("directions")
    return TableNode(
        number=number,
        task=task,
        within=within,
        name=_text(fields.get("dataset")),
        description=_text(fields.get("description")),
        metrics=tuple(_text(name) for name in metrics or () if _text(name)) if _is(metrics, list) else (),
        directions=_directions(directions) if isinstance(directions, dict) else {},
        links={name: _links(fields[name]) for name in _LINKS if _links(fields.get(name))},
    )


def _directions(given: Json) -> dict[str, str]:
    return {_text(name): said for name, said in given.items() if said in ("higher", "lower")}


def _row(given: Any) -> TableRow | str:
    if not isinstance(given, dict):
        return "a row that is no object"
    values = {**_object(given.get("unread_metrics")), **_object(given.get("metrics"))}
    if len(values) > MAX_METRICS:
        return f"a row of more than {MAX_METRICS} metrics"
    return TableRow(
        uid=_uid(given.get("uid")),
        model_name=_text(given.get("model_name")),
        metrics={_text(name): _value(raw) for name, raw in values.items() if raw is not None},
        paper_title=_text(given.get("paper_title")),
        paper_url=_text(given.get("paper_url")),
        paper_date=_text(given.get("paper_date"))[:100],
        evaluated_on=_text(given.get("evaluated_on"))[:100],
        source_url=_text(given.get("source_url")),
        uses_additional_data=given.get("uses_additional_data") is True,
        code_links=tuple(_links(given.get("code_links"))),
        model_links=tuple(_links(given.get("model_links"))),
    )


def _links(given: Any) -> list[Json]:
    """Titles and addresses; whatever else stands there is no link."""
    links = [link for link in given if isinstance(link, dict)] if isinstance(given, list) else []
    kept = ({key: _text(link[key]) for key in ("title", "url") if _text(link.get(key))} for link in links)
    return [link for link in kept if link]


def _object(given: Any) -> Json:
    return given if isinstance(given, dict) else {}


def _is(given: Any, kind: type) -> bool:
    return isinstance(given, kind)


def _text(given: Any) -> str:
    """The text without what PostgreSQL cannot hold; anything else is none."""
    if not isinstance(given, str):
        return ""
    return given.replace("\0", "").encode("utf-8", "replace").decode()[:MAX_TEXT]


def _value(raw: Any) -> str:
    """The value as written; a number with the digits of the file."""
    return _text(str(raw)) if isinstance(raw, (str, int, Decimal)) and not isinstance(raw, bool) else "?"


def _uid(given: Any) -> UUID | None:
    try:
        return UUID(given) if isinstance(given, str) else None
    except ValueError:
        return None


def _line(problem: Exception) -> str:
    return " ".join(str(problem).split())[:200]


_LINKS = ("dataset_links", "dataset_citations")

__all__ = ["Outline", "SourceError", "TableNode", "TableRow", "TaskNode", "outline", "rows"]
