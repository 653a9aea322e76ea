"""The daily papers of Hugging Face, as its API gives them: a JSON array."""

import json
from collections.abc import Iterator
from typing import Any

from leaderboard.sources import identifiers
from leaderboard.sources.content import Content
from leaderboard.sources.dates import dated, iso_date
from leaderboard.sources.records import Entry, PaperRecord, Refusal, one_line


def parse(content: Content) -> Iterator[Entry]:
    """The papers of an answer in their order."""
    for number, item in enumerate(_loaded(content), start=1):
        yield _entry(item, place=f"item {number}", content=content)


def looks_like(head: str) -> bool:
    """Whether a text begins with an array of objects."""
    return head.lstrip().startswith("[")


def _loaded(content: Content) -> list[Any]:
    try:
        value = json.loads(content.text())
    except json.JSONDecodeError as problem:
        place = f"line {problem.lineno}, column {problem.colno}"
        raise content.error(f"broken JSON at {place}: {problem.msg}") from None
    except (RecursionError, ValueError):
        raise content.error("broken JSON: nested too deep or a number too long") from None
    if not isinstance(value, list):
        raise content.error("JSON, but not the array of daily papers")
    return value


def _entry(item: Any, *, place: str, content: Content) -> Entry:
    paper = item.get("paper") if isinstance(item, dict) else None
    if not isinstance(paper, dict):
        raise content.error(f'{place} of the array has no "paper"; for other JSON write one object a line')
    wrong = [name for name in ("id", "title", "summary", "publishedAt") if not _is_text(paper.get(name))]
    if wrong:
        return Refusal(place=place, reason=f"{wrong[0]} is not text")
    return _record(paper, place=place, listed=item.get("publishedAt"))


def _record(paper: dict[str, Any], *, place: str, listed: Any) -> PaperRecord:
    identifier = paper.get("id") or ""
    number = identifiers.arxiv_id(identifier)
    published_on, date_text = dated(paper.get("publishedAt") or "")
    return PaperRecord(
        title=one_line(paper.get("title") or ""),
        abstract=paper.get("summary") or "",
        source=f"huggingface:{identifier}",
        place=place,
        arxiv_id=number,
        url=identifiers.arxiv_url(number),
        authors=_authors(paper.get("authors")),
        published_on=published_on,
        date_text=date_text,
        listed_on=iso_date(listed) if isinstance(listed, str) else None,
    )


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _authors(value: Any) -> tuple[str, ...]:
    people = value if isinstance(value, list) else []
    names = (person.get("name") for person in people if isinstance(person, dict))
    return tuple(name for name in names if isinstance(name, str) and name.strip())
