"""Writing the whole collection: every table in every format that is asked for, as of one moment."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from extraction import ENGINE_VERSION
from leaderboard.actions import boards
from leaderboard.exports import manifest, parquet
from leaderboard.exports.manifest import File, Manifest
from leaderboard.queries import collection
from leaderboard.queries.collection import Encoding, Table

CHUNK = 2_000
"""Rows that are written at once."""


class Format(StrEnum):
    """The formats of the files."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a file is: `rows` of `total` are written."""

    file: str
    rows: int
    total: int


Watcher = Callable[[Step], None]


def export(
    to: Path, *, formats: Sequence[Format] = tuple(Format), progress: Watcher | None = None
) -> Manifest:
    """The manifest of the files that are now in the folder; the same data gives the same bytes.

    All tables are read as of one moment. Memory does not grow with the number of rows.
    """
    boards.settle()
    with collection.unchanging():
        return write(to, formats=formats, progress=progress)


def write(
    to: Path, *, formats: Sequence[Format] = tuple(Format), progress: Watcher | None = None
) -> Manifest:
    """As `export`, of the boards as they are settled, in the transaction of the caller."""
    to.mkdir(parents=True, exist_ok=True)
    watcher = progress or _unwatched
    files = [file for table in collection.TABLES for file in _files(table, to, formats, watcher)]
    made = Manifest(
        schema_version=collection.SCHEMA_VERSION,
        created_at=timezone.now().isoformat(timespec="seconds"),
        engine_version=ENGINE_VERSION,
        licence=settings.DATA_LICENCE,
        tables={
            table.name: [
                {"name": each.name, "type": each.type.value, "about": each.about} for each in table.columns
            ]
            for table in collection.TABLES
        },
        files=tuple(files),
    )
    manifest.write(made, folder=to)
    return made


def _unwatched(step: Step) -> None:
    """Nobody wants to know."""


def _files(table: Table, to: Path, formats: Sequence[Format], watcher: Watcher) -> Iterator[File]:
    """The table's files; Parquet is made of the JSON lines, which go again if nobody asked for them."""
    total = collection.count(table)
    if Format.CSV in formats:
        yield _copied(table, Encoding.CSV, to, total, watcher)
    if Format.JSONL not in formats and Format.PARQUET not in formats:
        return
    lines = _copied(table, Encoding.JSONL, to, total, watcher)
    if Format.PARQUET in formats:
        yield _as_parquet(table, to, total, watcher)
    if Format.JSONL in formats:
        yield lines
    else:
        (to / lines.name).unlink()


def _copied(table: Table, encoding: Encoding, to: Path, total: int, watcher: Watcher) -> File:
    name = f"{table.name}.{encoding}"
    digest, size, rows = hashlib.sha256(), 0, -1 if encoding is Encoding.CSV else 0
    with (to / name).open("wb") as file:
        for count, part in _chunks(collection.stream(table, encoding)):
            digest.update(part)
            size += file.write(part)
            rows += count
            watcher(Step(name, rows, total))
    watcher(Step(name, rows, total))
    return File(name, table.name, encoding.value, rows, size, digest.hexdigest())


def _chunks(rows: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield len(chunk), b"".join(chunk)


def _as_parquet(table: Table, to: Path, total: int, watcher: Watcher) -> File:
    name = f"{table.name}.parquet"
    rows = 0
    for count in parquet.write(table, lines=to / f"{table.name}.jsonl", to=to / name):
        rows += count
        watcher(Step(name, rows, total))
    with (to / name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(name, table.name, "parquet", rows, (to / name).stat().st_size, digest)
