"""Which format a file has, told by what stands in it; its name decides only where that says nothing."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from leaderboard.sources import (
    abstract_lines,
    arxiv_atom,
    bibtex,
    daily_papers,
    jsonl,
    listing_pages,
    oai_pmh,
    tables,
)
from leaderboard.sources.content import Content
from leaderboard.sources.records import Entry, SourceError, UnknownFormatError, checked


class Format(NamedTuple):
    """A format: what people call it, how it is told, how it is read, and its usual file endings."""

    name: str
    looks_like: Callable[[str], bool]
    parse: Callable[[Content], Iterator[Entry]]
    endings: tuple[str, ...] = ()


# In the order in which they are tried: the surest signs first.
FORMATS = (
    Format("OAI-PMH", oai_pmh.looks_like, oai_pmh.parse, (".xml",)),
    Format("Atom of the arXiv API", arxiv_atom.looks_like, arxiv_atom.parse, (".atom",)),
    Format("JSON lines", jsonl.looks_like, jsonl.parse, (".jsonl", ".ndjson")),
    Format("Hugging Face daily papers", daily_papers.looks_like, daily_papers.parse, (".json",)),
    Format('text with "Abstract:" lines', abstract_lines.looks_like, abstract_lines.parse),
    Format("table (CSV)", tables.looks_like, tables.parse, (".csv", ".tsv")),
    Format("BibTeX", bibtex.looks_like, bibtex.parse, (".bib",)),
    Format("listing page", listing_pages.looks_like, listing_pages.parse),
)


def read(content: Content) -> Iterator[Entry]:
    """The records and refusals of a file; SourceError when the file as a whole cannot be read."""
    return checked(told(content).parse(content))


def told(content: Content) -> Format:
    """The format of a file; SourceError when it is empty or none that is known."""
    head = content.head()
    if not head.strip("\ufeff \t\r\n"):
        raise content.error("the file is empty")
    found = known(head) or _by_ending(content.file_name)
    if found is None:
        raise UnknownFormatError(f"{content.name}: {_unknown(head)}")
    return found


def readable(content: Content) -> bool:
    """Whether a file of a folder is one to read: of a known format, or with the ending of one.

    A damaged file with such an ending counts, so that reading it says what is wrong with it.
    """
    try:
        told(content)
    except UnknownFormatError:
        return False
    except SourceError:
        return _by_ending(content.file_name) is not None
    return True


def known(head: str) -> Format | None:
    """The format that a text's beginning shows; None when it shows none."""
    return next((form for form in FORMATS if form.looks_like(head)), None)


def _by_ending(file_name: str) -> Format | None:
    ending = PurePosixPath(file_name.lower().removesuffix(".gz")).suffix
    return next((form for form in FORMATS if ending in form.endings), None)


def _unknown(head: str) -> str:
    start = head.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        return "a web page, not a feed or file of papers"
    if start.startswith("<"):
        return "XML, but neither an Atom feed nor an OAI-PMH answer"
    return "not a format that is known here: " + ", ".join(form.name for form in FORMATS)
