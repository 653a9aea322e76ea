"""Rows as the wire has them: every key its client knows, and never null where it wants words."""

import json
from typing import Any

from django.urls import reverse

from leaderboard.models import Author, Benchmark, Paper, Task
from leaderboard.queries.evaluations import Column, Result, Table, Value
from leaderboard.queries.pwc import Area
from leaderboard.sources.identifiers import arxiv_url

Shape = dict[str, Any]


def paper(row: Paper) -> Shape:
    """A paper; what the project does not know of it (conferences) is null."""
    return {
        "id": str(row.uid),
        "arxiv_id": row.arxiv_id,
        "nips_id": None,
        "url_abs": row.url or arxiv_url(row.arxiv_id) or reverse("paper", args=[row.uid]),
        "url_pdf": f"https://arxiv.org/pdf/{row.arxiv_id}" if row.arxiv_id else "",
        "title": row.title,
        "abstract": row.abstract,
        "authors": row.authors,
        "published": row.published_on.isoformat() if row.published_on else None,
        "conference": None,
        "conference_url_abs": None,
        "conference_url_pdf": None,
        "proceeding": None,
    }


def found_paper(row: Paper) -> Shape:
    """A paper among what was searched; repositories are not known."""
    return {"paper": paper(row), "repository": None, "is_official": False}


def author(row: Author) -> Shape:
    """An author."""
    return {"id": row.slug, "full_name": row.name}


def area(row: Area) -> Shape:
    """An area."""
    return {"id": row.id, "name": row.name}


def task(row: Task) -> Shape:
    """A task."""
    return {"id": row.slug, "name": row.name, "description": row.description}


def dataset(row: Benchmark) -> Shape:
    """A data set."""
    return {"id": row.slug, "name": row.name, "full_name": row.full_name or None, "url": row.url or None}


def table(row: Table) -> Shape:
    """An evaluation table."""
    return {
        "id": row.id,
        "task": row.task.slug,
        "dataset": row.benchmark.slug,
        "description": row.stored.description if row.stored else "",
        "mirror_url": (row.stored.mirror_url or None) if row.stored else None,
    }


def column(row: Column) -> Shape:
    """A metric of a table."""
    return {"id": row.slug, "name": row.name, "description": row.description, "is_loss": row.is_loss}


def result(row: Result) -> Shape:
    """A row of a table."""
    return {
        "id": str(row.uid),
        "best_rank": row.best_rank,
        "metrics": {name: _value(value) for name, value in row.metrics.items()},
        "methodology": row.methodology,
        "uses_additional_data": row.uses_additional_data,
        "paper": row.paper,
        "best_metric": row.best_metric,
        "evaluated_on": row.evaluated_on,
        "external_source_url": row.external_source_url,
    }


def synchronized(of: Table, columns: list[Column], rows: list[Result]) -> Shape:
    """A table after it was posted as a whole, as it now stands."""
    return table(of) | {
        "external_id": of.stored.external_id if of.stored else "",
        "metrics": [
            {"name": row.name, "description": row.description, "is_loss": row.is_loss}
            for row in columns
            if row.is_loss is not None
        ],
        "results": [result(row) | {"external_id": row.external_id} for row in rows],
    }


def _value(value: Value) -> Any:
    """The value as it was posted: words as words, numbers as numbers."""
    return value.raw if value.quoted else json.loads(value.raw)
