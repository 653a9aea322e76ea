"""Tables: CSV with commas, semicolons or tabs, and a header that names a column "abstract"."""

import csv
from collections.abc import Iterator

from leaderboard.sources.content import Content
from leaderboard.sources.fields import from_fields
from leaderboard.sources.records import Entry

DELIMITERS = ",;\t"
MAX_CELL = 1_000_000  # characters; a longer one is a quote that was never closed


def parse(content: Content) -> Iterator[Entry]:
    """The papers of a table, a row each; column names are compared without regard to case."""
    csv.field_size_limit(MAX_CELL)
    lines = (line for _, line in content.lines())
    first = next(lines, "")
    header = _header(first)
    if "abstract" not in header:
        raise content.error(f'line 1 names no column "abstract", only: {", ".join(header)[:200]}')
    reader = csv.reader(lines, delimiter=_delimiter(first), strict=True)
    yield from _rows(reader, header=header, content=content)


def looks_like(head: str) -> bool:
    """Whether the first line of a text is a header with a column "abstract"."""
    header = _header(head.split("\n", 1)[0])
    return len(header) > 1 and "abstract" in header


def _rows(reader: Iterator[list[str]], *, header: list[str], content: Content) -> Iterator[Entry]:
    line = 2
    try:
        for row in reader:
            place = f"line {line}"
            line = reader.line_num + 2  # type: ignore[attr-defined]
            if not row:
                continue
            if len(row) != len(header):
                raise content.error(f"{place} has {len(row)} columns where line 1 has {len(header)}")
            fields = dict(zip(header, row, strict=True))
            yield from_fields(fields, place=place, form="csv", otherwise=f"{content.file_name}#{place[5:]}")
    except csv.Error as problem:
        raise content.error(f"broken table in the row that begins on line {line}: {problem}") from None


def _header(line: str) -> list[str]:
    """The column names, none when the line is no row of a table."""
    try:
        cells = next(csv.reader([line.rstrip("\r\n")], delimiter=_delimiter(line)), [])
    except csv.Error:
        return []
    return [cell.strip().casefold() for cell in cells]


def _delimiter(line: str) -> str:
    return max(DELIMITERS, key=line.count)
