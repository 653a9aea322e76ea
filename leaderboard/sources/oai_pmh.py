"""OAI-PMH answers with records of the formats arXiv, arXivRaw and oai_dc (Dublin Core)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from leaderboard.sources import identifiers
from leaderboard.sources.content import Content
from leaderboard.sources.dates import dated
from leaderboard.sources.records import Entry, PaperRecord, Refusal, short_terms
from leaderboard.sources.xml_records import elements, local, text, texts


def parse(content: Content) -> Iterator[Entry]:
    """The papers of an answer, a record each; deleted records are refused with that reason."""
    for number, element in enumerate(elements(content, "record", "error"), start=1):
        if local(element) == "error":
            problem = f"{element.get('code', '')} {element.text or ''}".strip()
            raise content.error(f"the repository answered with an error: {problem[:200]}")
        yield _entry(element, place=f"record {number}")


def looks_like(head: str) -> bool:
    """Whether a text is an answer of an OAI-PMH repository."""
    return re.search(r"<(?:\w+:)?OAI-PMH[\s>]", head) is not None


def _entry(record: Element, *, place: str) -> Entry:
    header = next((child for child in record if local(child) == "header"), Element("header"))
    metadata = next((part for child in record if local(child) == "metadata" for part in child), None)
    if header.get("status") == "deleted":
        return Refusal(place=place, reason="deleted by the repository")
    if metadata is None or local(metadata) not in _READERS:
        return Refusal(place=place, reason="metadata neither arXiv, arXivRaw nor oai_dc")
    return _READERS[local(metadata)](metadata, place, text(header, "identifier"))


def _arxiv(metadata: Element, place: str, identifier: str) -> PaperRecord:
    number = identifiers.arxiv_id(text(metadata, "id")) or identifiers.arxiv_id(identifier)
    published_on, date_text = dated(_first_date(metadata))
    return PaperRecord(
        title=text(metadata, "title"),
        abstract=text(metadata, "abstract"),
        source=f"oai:{number or identifier}",
        place=place,
        arxiv_id=number,
        doi=identifiers.doi(text(metadata, "doi")),
        url=identifiers.arxiv_url(number),
        categories=short_terms(text(metadata, "categories").split()),
        authors=_authors(metadata),
        published_on=published_on,
        date_text=date_text,
    )


def _dublin_core(metadata: Element, place: str, identifier: str) -> PaperRecord:
    """Dublin Core gives an arXiv paper's abstract first and its comments after it, both as description."""
    names = [identifier, *texts(metadata, "identifier")]
    number = next(filter(None, map(identifiers.arxiv_id, names)), None)
    published_on, date_text = dated(min(texts(metadata, "date"), default=""))
    return PaperRecord(
        title=text(metadata, "title"),
        abstract=text(metadata, "description"),
        source=f"oai:{number or identifier}",
        place=place,
        arxiv_id=number,
        doi=next(filter(None, map(identifiers.doi, names)), None),
        url=identifiers.arxiv_url(number) or next((name for name in names if name.startswith("http")), ""),
        categories=short_terms(texts(metadata, "subject")),
        authors=tuple(texts(metadata, "creator")),
        published_on=published_on,
        date_text=date_text,
    )


_READERS = {"arXiv": _arxiv, "arXivRaw": _arxiv, "dc": _dublin_core}


def _first_date(metadata: Element) -> str:
    """When the first version came: a field in arXiv records, inside the first version in raw ones."""
    versions = (text(child, "date") for child in metadata if local(child) == "version")
    return text(metadata, "created") or next(versions, "")


def _authors(metadata: Element) -> tuple[str, ...]:
    """Names from author elements. Raw records hold one text, which cannot be split without guessing."""
    lists = (child for child in metadata if local(child) == "authors")
    people = [person for people in lists for person in people if local(person) == "author"]
    return tuple(filter(None, map(_name, people)))


def _name(person: Element) -> str:
    return " ".join(filter(None, (text(person, part) for part in ("forenames", "keyname", "suffix"))))
