"""Named fields, as JSON lines and tables hold them, made into paper records."""

from collections.abc import Mapping, Sequence
from typing import Any

from leaderboard.sources import identifiers
from leaderboard.sources.dates import dated, iso_date
from leaderboard.sources.records import Entry, PaperRecord, Refusal, one_line, short_terms

TRUE_WORDS = {"true", "yes", "1"}
FALSE_WORDS = {"false", "no", "0", ""}


class FieldError(ValueError):
    """A field that does not hold what its name promises."""


def from_fields(fields: Mapping[str, Any], *, place: str, form: str, otherwise: str) -> Entry:
    """The record that the fields describe, or why there is none.

    `form` and the record's own id (`otherwise` where it has none) name its source. Read are id,
    arxiv_id, doi, title, abstract, url, categories, authors, author_count, published_on (or
    published), date_text, listed_on (or listed) and is_summary; other fields are passed over.
    """
    try:
        return _record(fields, place=place, form=form, otherwise=otherwise)
    except FieldError as problem:
        return Refusal(place=place, reason=str(problem))


def _record(fields: Mapping[str, Any], *, place: str, form: str, otherwise: str) -> PaperRecord:
    identifier = _identifier(fields)
    number = identifiers.arxiv_id(_text(fields, "arxiv_id")) or identifiers.arxiv_id(identifier)
    published_on, date_text = dated(_text(fields, "published_on") or _text(fields, "published"))
    return PaperRecord(
        title=one_line(_text(fields, "title")),
        abstract=_text(fields, "abstract"),
        source=f"{form}:{identifier or otherwise}",
        place=place,
        arxiv_id=number,
        doi=identifiers.doi(_text(fields, "doi")),
        url=_text(fields, "url") or identifiers.arxiv_url(number),
        categories=_words(fields, "categories"),
        authors=_names(fields, "authors"),
        author_count=_count(fields, "author_count"),
        published_on=published_on,
        date_text=date_text or _text(fields, "date_text"),
        listed_on=iso_date(_text(fields, "listed_on") or _text(fields, "listed")),
        is_summary=_flag(fields, "is_summary"),
    )


def _identifier(fields: Mapping[str, Any]) -> str:
    value = fields.get("id")
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else one_line(_text(fields, "id"))


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FieldError(f"{name} is not text")
    return value


def _words(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = fields.get(name)
    return short_terms(value.split() if isinstance(value, str) else _texts(value, name=name))


def _names(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Names from a list, or from text with semicolons between them (a comma may stand inside a name)."""
    value = fields.get(name)
    if isinstance(value, str):
        value = value.split(";")
    return tuple(one_line(entry) for entry in _texts(value, name=name) if entry.strip())


def _texts(value: Any, *, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, Sequence) and all(isinstance(entry, str) for entry in value):
        return tuple(value)
    raise FieldError(f"{name} is not a list of texts")


def _count(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise FieldError(f"{name} is not a whole number")


def _flag(fields: Mapping[str, Any], name: str) -> bool:
    value = fields.get(name)
    word = str(value).lower() if value is not None else ""
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise FieldError(f"{name} is neither true nor false")
    return word in TRUE_WORDS
