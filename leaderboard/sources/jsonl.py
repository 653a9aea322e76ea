"""JSON lines: one object with id, title, abstract and more a line; arXiv's own dump included."""

import json
from collections.abc import Iterator
from typing import Any

from leaderboard.sources.content import Content
from leaderboard.sources.fields import from_fields
from leaderboard.sources.records import Entry


def parse(content: Content) -> Iterator[Entry]:
    """The papers of a file, a line each; empty lines are passed over."""
    for number, line in content.lines():
        if line.strip():
            fields = _loaded(line, number=number, content=content)
            otherwise = f"{content.file_name}#{number}"
            yield from_fields(_arxiv_dump(fields), place=f"line {number}", form="jsonl", otherwise=otherwise)


def looks_like(head: str) -> bool:
    """Whether a text begins with an object."""
    return head.lstrip().startswith("{")


def _arxiv_dump(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, with the names and dates of arXiv's own dump put where they are looked for.

    The dump gives names in parts as authors_parsed, and a date for each version.
    """
    people, versions = fields.get("authors_parsed"), fields.get("versions")
    if not isinstance(people, list) or not isinstance(versions, list):
        return fields
    first = versions[0] if versions and isinstance(versions[0], dict) else {}
    names = [_name(person) for person in people if isinstance(person, list)]
    return {**fields, "authors": names, "published_on": first.get("created")}


def _name(parts: list[Any]) -> str:
    last, first, *suffix = (*map(str, parts), "", "")
    return " ".join(filter(None, (first, last, *suffix)))


def _loaded(line: str, *, number: int, content: Content) -> dict[str, Any]:
    try:
        value = json.loads(line.strip())
    except json.JSONDecodeError as problem:
        place = f"line {number}, column {problem.colno}"
        raise content.error(f"broken JSON on {place}: {problem.msg}; one object a line is expected") from None
    except (RecursionError, ValueError):  # nested a thousand deep, or a number of 5,000 digits
        raise content.error(f"broken JSON on line {number}: nested too deep or a number too long") from None
    if not isinstance(value, dict):
        raise content.error(f"line {number} holds JSON but no object; one object a line is expected")
    return value
