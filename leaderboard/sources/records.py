"""What every source hands on: paper records, refused records, and errors that name a place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

MAX_ABSTRACT = 50_000  # characters; the longest real abstracts are a tenth of this
MAX_TITLE = 2_000
MAX_NAME = 500  # one author
MAX_CATEGORY = 60
MAX_ENTRIES = 10_000  # authors of one paper; the largest collaborations have 5,000
LIMITS = {"title": MAX_TITLE, "url": 2_000, "date_text": 100, "doi": 255, "source": 500}


class SourceError(Exception):
    """A file or feed that cannot be read; its message names file and place and fits on a line."""


class UnknownFormatError(SourceError):
    """A file that shows none of the known formats."""


@dataclass(frozen=True)
class PaperRecord:
    """A paper as one source gives it.

    The abstract stands exactly as given. Dates are set only where the source gives a full date; what
    it gives instead ("Oct 30", "2019") stands in date_text. A place is where the record was found
    ("line 7"), for messages; a source is "format:identifier" and stays with the paper.
    """

    abstract: str
    title: str = ""
    source: str = ""
    place: str = ""
    arxiv_id: str | None = None
    doi: str | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    published_on: date | None = None
    date_text: str = ""
    listed_on: date | None = None
    is_summary: bool = False


@dataclass(frozen=True)
class Refusal:
    """A record that is not taken in, with where it stands and why."""

    place: str
    reason: str


Entry = PaperRecord | Refusal


def checked(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The same entries, with records that no database row can hold turned into refusals."""
    for entry in entries:
        reason = fault(entry) if isinstance(entry, PaperRecord) else None
        yield entry if reason is None else Refusal(place=entry.place, reason=reason)


def fault(record: PaperRecord) -> str | None:
    """Why a record cannot be a paper; None when it can."""
    if not any(character.isalnum() for character in record.abstract):
        return "no abstract"
    if len(record.abstract) > MAX_ABSTRACT:
        return f"abstract longer than {MAX_ABSTRACT:,} characters"
    return _long_field(record) or _damaged_text(record) or _bad_count(record)


def short_terms(terms: Iterable[str]) -> tuple[str, ...]:
    """The terms that can be categories; sources put free text there too, which is left out."""
    return tuple(term for term in map(one_line, terms) if 0 < len(term) <= MAX_CATEGORY)


def one_line(text: str) -> str:
    """The text with its lines joined by single spaces, for formats that wrap lines at will."""
    return " ".join(text.split())


def _long_field(record: PaperRecord) -> str | None:
    for name, limit in LIMITS.items():
        if len(getattr(record, name) or "") > limit:
            return f"{name} longer than {limit:,} characters"
    for name, limit in (("authors", MAX_NAME), ("categories", MAX_CATEGORY)):
        values = getattr(record, name)
        if len(values) > MAX_ENTRIES:
            return f"more than {MAX_ENTRIES:,} {name}"
        if any(len(value) > limit for value in values):
            return f"one of the {name} longer than {limit:,} characters"
    return None


def _damaged_text(record: PaperRecord) -> str | None:
    """PostgreSQL can hold neither NUL nor half of a surrogate pair."""
    texts = (record.abstract, record.title, record.url, record.date_text, record.doi or "", record.source)
    for text in (*texts, *record.authors, *record.categories):
        if "\0" in text:
            return "a NUL character in the text"
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            return "a lone surrogate in the text"
    return None


def _bad_count(record: PaperRecord) -> str | None:
    count = record.author_count
    if count is not None and not 0 < count <= MAX_ENTRIES:
        return f"author count {count} is not between 1 and {MAX_ENTRIES:,}"
    return None
