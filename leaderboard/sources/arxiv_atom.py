"""The Atom feed that the arXiv API answers with."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from leaderboard.sources import identifiers
from leaderboard.sources.content import Content
from leaderboard.sources.dates import dated
from leaderboard.sources.records import Entry, PaperRecord, Refusal, short_terms
from leaderboard.sources.xml_records import elements, local, text

_ERROR_ID = "arxiv.org/api/errors"


def parse(content: Content) -> Iterator[Entry]:
    """The papers of a feed, an entry each."""
    for number, entry in enumerate(elements(content, "entry"), start=1):
        if _ERROR_ID in text(entry, "id"):
            raise content.error(f"arXiv answered with an error: {text(entry, 'summary')[:200]}")
        yield _entry(entry, place=f"entry {number}")


def looks_like(head: str) -> bool:
    """Whether a text is a feed."""
    return re.search(r"<(?:\w+:)?feed[\s>]", head) is not None


def _entry(entry: Element, *, place: str) -> Entry:
    identifier = text(entry, "id")
    if not identifier:
        return Refusal(place=place, reason="an entry without an id")
    number = identifiers.arxiv_id(identifier)
    published_on, date_text = dated(text(entry, "published"))
    return PaperRecord(
        title=text(entry, "title"),
        abstract=text(entry, "summary"),
        source=f"arxiv:{number or identifier}",
        place=place,
        arxiv_id=number,
        doi=identifiers.doi(text(entry, "doi")),
        url=identifiers.arxiv_url(number) or identifier,
        categories=short_terms(child.get("term", "") for child in entry if local(child) == "category"),
        authors=tuple(name for child in entry if local(child) == "author" if (name := text(child, "name"))),
        published_on=published_on,
        date_text=date_text,
    )
