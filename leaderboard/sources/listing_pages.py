"""Listing pages of papers saved as text: titles, abstracts, and under some a count of authors and a date.

Blocks stand apart by empty lines. A page begins with the site's furniture and may name its own day;
a paper is a title, an abstract and, on some pages, a footer of three lines:

      • 12 authors
    ·
    Jun 15, 2022

A footer may name an organisation in place of the count.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from leaderboard.sources.content import Content
from leaderboard.sources.dates import page_date
from leaderboard.sources.records import Entry, PaperRecord, Refusal

FURNITURE = re.compile(
    r"new|get trending papers in your email inbox!?|subscribe|daily papers|by ?ak and the research community",
    re.IGNORECASE,
)
LONGEST_TITLE = 300  # characters; a longer block can only be an abstract

_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_FOOTER = re.compile(r"(?:•\s*(?P<count>\d+) authors?|[^\n]+)\n\s*·\s*\n(?P<date>[^\n]+)\Z")


@dataclass(frozen=True)
class _Block:
    line: int
    text: str


@dataclass(frozen=True)
class _Footer:
    author_count: int | None
    published_on: date | None
    date_text: str


def parse(content: Content) -> Iterator[Entry]:
    """The papers of a page in their order."""
    blocks = _without_furniture(_blocks(content.text()))
    for number, (title, abstract, footer) in enumerate(_grouped(blocks)):
        yield _entry(title, abstract=abstract, footer=footer, source=f"page:{content.file_name}#{number:03d}")


def looks_like(head: str) -> bool:
    """Whether a text begins with the furniture of a listing page, or holds a footer of one."""
    blocks = _blocks(head)
    furniture = [block for block in blocks[:6] if FURNITURE.fullmatch(block.text)]
    return len(furniture) > 1 or any(_footer(block.text) for block in blocks)


def _blocks(text: str) -> list[_Block]:
    text = text.replace("\r\n", "\n")
    found, line, end = [], 1, 0
    for match in _BLOCK.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        found.append(_Block(line=line, text=match[0].strip()))
    return found


def _without_furniture(blocks: list[_Block]) -> list[_Block]:
    """The blocks of papers. The page's own day stands before the first title and dates no paper."""
    first = 0
    while first < len(blocks) and _is_furniture(blocks[first].text):
        first += 1
    return [block for block in blocks[first:] if not FURNITURE.fullmatch(block.text)]


def _is_furniture(text: str) -> bool:
    return FURNITURE.fullmatch(text) is not None or page_date(text) is not None


def _grouped(blocks: list[_Block]) -> Iterator[tuple[_Block, _Block | None, _Footer | None]]:
    """Titles with their abstracts and footers; a block that is too long for a title goes without one."""
    rest = list(reversed(blocks))
    while rest:
        first = rest.pop()
        untitled = len(first.text) > LONGEST_TITLE
        title = _Block(line=first.line, text="") if untitled else first
        abstract = first if untitled else _abstract(rest)
        footer = _footer(rest[-1].text) if rest else None
        if footer:
            rest.pop()
        yield title, abstract, footer


def _abstract(rest: list[_Block]) -> _Block | None:
    return rest.pop() if rest and _footer(rest[-1].text) is None else None


def _footer(text: str) -> _Footer | None:
    match = _FOOTER.match(text)
    when = page_date(match["date"]) if match else None
    if match is None or when is None:
        return None
    return _Footer(
        author_count=int(match["count"]) if match["count"] else None, published_on=when[0], date_text=when[1]
    )


def _entry(title: _Block, *, abstract: _Block | None, footer: _Footer | None, source: str) -> Entry:
    place = f"line {title.line}"
    if abstract is None:
        return Refusal(place=place, reason="a title without an abstract")
    return PaperRecord(
        title=title.text,
        abstract=abstract.text,
        source=source,
        place=place,
        author_count=footer.author_count if footer else None,
        published_on=footer.published_on if footer else None,
        date_text=footer.date_text if footer else "",
    )
