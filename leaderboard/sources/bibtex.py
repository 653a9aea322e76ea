"""BibTeX entries that carry an abstract."""

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date

import bibtexparser
from bibtexparser.bibdatabase import UndefinedString
from bibtexparser.bparser import BibTexParser

from leaderboard.sources import identifiers
from leaderboard.sources.content import Content
from leaderboard.sources.dates import MONTHS, dated
from leaderboard.sources.records import Entry, PaperRecord, one_line, short_terms

_START = re.compile(
    r"^[ \t]*@[ \t]*(?!comment|preamble|string)(\w+)[ \t]*[{(][ \t]*([^,\s{}]*)",
    re.IGNORECASE | re.MULTILINE,
)

# The parser logs every entry that it skips; what is skipped is an error here.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def parse(content: Content) -> Iterator[Entry]:
    """The papers of a file, an entry each."""
    text = content.text()
    starts = list(_START.finditer(text))
    entries = _entries(text, content=content)
    lines = {start[2]: text.count("\n", 0, start.start()) + 1 for start in starts}
    if len(entries) != len(starts):
        raise content.error(_missing(starts, entries=entries, lines=lines))
    for fields in entries:
        yield _record(fields, place=f"line {lines.get(fields['ID'], 1)}")


def looks_like(head: str) -> bool:
    """Whether an entry begins somewhere in a text."""
    return _START.search(head) is not None


def _entries(text: str, *, content: Content) -> list[dict[str, str]]:
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    try:
        entries: list[dict[str, str]] = bibtexparser.loads(text, parser).entries
    except UndefinedString as problem:
        raise content.error(f"BibTeX uses the undefined abbreviation {problem}") from None
    return entries


def _missing(starts: list[re.Match[str]], *, entries: list[dict[str, str]], lines: Mapping[str, int]) -> str:
    """What to say of the first entry that the parser could not read."""
    known = [fields["ID"] for fields in entries]
    lost = next((start[2] for start in starts if start[2] not in known), starts[-1][2] if starts else "")
    return f'broken BibTeX: the entry "{lost}" on line {lines.get(lost, 1)} is not closed or not well formed'


def _record(fields: Mapping[str, str], *, place: str) -> PaperRecord:
    number = _arxiv_number(fields)
    published_on, date_text = _published(fields)
    return PaperRecord(
        title=one_line(fields.get("title", "").translate(str.maketrans("", "", "{}"))),
        abstract=one_line(fields.get("abstract", "")),
        source=f"bibtex:{fields['ID']}",
        place=place,
        arxiv_id=number,
        doi=identifiers.doi(fields.get("doi", "")),
        url=fields.get("url", "") or identifiers.arxiv_url(number),
        categories=short_terms(fields.get("primaryclass", "").split()),
        authors=_authors(fields.get("author", "")),
        published_on=published_on,
        date_text=date_text,
    )


def _arxiv_number(fields: Mapping[str, str]) -> str | None:
    """The arXiv number from eprint, or from an address or DOI at arXiv."""
    eprint = fields.get("eprint", "") if fields.get("archiveprefix", "arxiv").lower() == "arxiv" else ""
    names = (eprint, fields.get("url", ""), fields.get("doi", ""))
    return next(filter(None, map(identifiers.arxiv_id, names)), None)


def _authors(text: str) -> tuple[str, ...]:
    names = re.split(r"\s+and\s+", one_line(text.translate(str.maketrans("", "", "{}"))))
    return tuple(name for name in names if name and name != "others")


def _published(fields: Mapping[str, str]) -> tuple[date | None, str]:
    """The day from date, or from year, month and day when all three are there; else their words."""
    if fields.get("date"):
        return dated(fields["date"])
    year, month, day = (fields.get(name, "").strip() for name in ("year", "month", "day"))
    if month[:3].lower() in MONTHS:
        month = f"{MONTHS.index(month[:3].lower()) + 1:02d}"
    elif month.isdecimal():
        month = f"{int(month):02d}"
    parts = [part for part in (year, month, day.zfill(2) if day else "") if part]
    return dated("-".join(parts))
