"""The collection as evaluation-tables.json, the dump format of Papers with Code; the same bytes every time.

Beside the keys of that format a row has its `uid`, and a table the `directions` of its metrics where they
are known. Values that are no plain number stand under `unread_metrics`, never among scores.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from leaderboard.domain import table_values
from leaderboard.models import Task
from leaderboard.queries import evaluations, table_rows
from leaderboard.queries.evaluations import Table
from leaderboard.sources.evaluation_tables import TableRow

INDENT = "  "


@dataclass(slots=True)
class Node:
    """A task with its tables (those of whole data sets) and its parts."""

    task: Task
    tables: list[Table] = field(default_factory=list)
    parts: dict[int, list[Table]] = field(default_factory=dict)
    """Tables by the data set that theirs is a part of."""

    subtasks: list["Node"] = field(default_factory=list)


def pieces() -> Iterator[str]:
    """The file in pieces; the rows are fetched a chunk at a time, so memory does not grow with them."""
    yield from _list((_task(node, 1) for node in _tree()), 0)
    yield "\n"


def _tree() -> list[Node]:
    nodes: dict[int, Node] = {}
    for table in evaluations.every_table():
        node = _node(table.task, nodes)
        within = table.stored.within_id if table.stored else None
        (node.parts.setdefault(within, []) if within else node.tables).append(table)
    for node in list(nodes.values()):
        _hang_up(node)
    for node in nodes.values():
        if node.task.parent_id is not None:
            nodes[node.task.parent_id].subtasks.append(node)
    return _sorted(node for node in nodes.values() if node.task.parent_id is None)


def _node(task: Task, nodes: dict[int, Node]) -> Node:
    """The task's node; made with those of everything that it is a part of."""
    if task.pk not in nodes:
        nodes[task.pk] = Node(task)
        if task.parent is not None:
            _node(task.parent, nodes)
    return nodes[task.pk]


def _hang_up(node: Node) -> None:
    """Parts of data sets that have no table themselves stand on their own."""
    there = {
        table.benchmark.pk for table in (*node.tables, *(t for part in node.parts.values() for t in part))
    }
    for within in [pk for pk in node.parts if pk not in there]:
        node.tables += node.parts.pop(within)


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (node.task.name, node.task.slug))


def _task(node: Node, depth: int) -> Iterator[str]:
    yield from _object(
        {
            "categories": [node.task.area] if node.task.area else [],
            "datasets": _list(
                (_dataset(table, node, depth + 2) for table in _by_name(node.tables)), depth + 1
            ),
            "description": node.task.description,
            "subtasks": _list((_task(part, depth + 2) for part in _sorted(node.subtasks)), depth + 1),
            "task": node.task.name,
        },
        depth,
    )


def _by_name(tables: Iterable[Table]) -> list[Table]:
    return sorted(tables, key=lambda table: (table.benchmark.name, table.benchmark.slug))


def _dataset(table: Table, node: Node, depth: int) -> Iterator[str]:
    parts = _by_name(node.parts.get(table.benchmark.pk, ()))
    links = table.stored.links if table.stored else {}
    yield from _object(
        {
            "dataset": table.benchmark.name,
            "dataset_citations": links.get("dataset_citations", []),
            "dataset_links": links.get("dataset_links", []),
            "description": table.stored.description if table.stored else "",
            "sota": _sota(table, depth + 1),
            "subdatasets": _list((_dataset(part, node, depth + 2) for part in parts), depth + 1),
        },
        depth,
    )


def _sota(table: Table, depth: int) -> Iterator[str]:
    columns = evaluations.columns(table)
    yield from _object(
        {
            "directions": {column.name: column.direction for column in columns if column.direction},
            "metrics": sorted(column.name for column in columns),
            "rows": _list(([_json(_row(row), depth + 2)] for row in table_rows.rows(table)), depth + 1),
        },
        depth,
    )


def _row(row: TableRow) -> dict[str, Any]:
    read = {name for name, raw in row.metrics.items() if table_values.read(raw).value is not None}
    return {
        "code_links": list(row.code_links),
        "evaluated_on": row.evaluated_on or None,
        "metrics": {name: raw for name, raw in row.metrics.items() if name in read},
        "model_links": list(row.model_links),
        "model_name": row.model_name,
        "paper_date": row.paper_date or None,
        "paper_title": row.paper_title,
        "paper_url": row.paper_url,
        "source_url": row.source_url or None,
        "uid": str(row.uid),
        "unread_metrics": {name: raw for name, raw in row.metrics.items() if name not in read},
        "uses_additional_data": row.uses_additional_data,
    }


def _object(fields: dict[str, Any], depth: int) -> Iterator[str]:
    """An object in the order of its keys; values are JSON or pieces of it."""
    yield "{"
    for place, (key, value) in enumerate(sorted(fields.items())):
        yield f"{',' if place else ''}\n{INDENT * (depth + 1)}{json.dumps(key)}: "
        if isinstance(value, Iterator):
            yield from value
        else:
            yield _json(value, depth + 1)
    yield f"\n{INDENT * depth}}}"


def _list(items: Iterable[Iterable[str]], depth: int) -> Iterator[str]:
    """A list of items that come in pieces."""
    empty = True
    for item in items:
        yield f"{'[' if empty else ','}\n{INDENT * (depth + 1)}"
        yield from item
        empty = False
    yield "[]" if empty else f"\n{INDENT * depth}]"


def _json(value: Any, depth: int) -> str:
    """The value, its further lines set in as deep as it stands."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
    return text.replace("\n", "\n" + INDENT * depth)
