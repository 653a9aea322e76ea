"""Files for parsers to read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from leaderboard.sources import formats
from leaderboard.sources.content import Content
from leaderboard.sources.records import PaperRecord, Refusal

MakeContent = Callable[..., Content]
ReadAll = Callable[..., tuple[list[PaperRecord], list[Refusal]]]


@pytest.fixture
def content(tmp_path: Path) -> MakeContent:
    """Write text or bytes under a name; the file as parsers see it."""

    def make(data: str | bytes, name: str = "file.txt") -> Content:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return Content(path=path, name=str(path), file_name=name)

    return make


@pytest.fixture
def read_all(content: MakeContent) -> ReadAll:
    """Write text or bytes and read it: the records and the refusals."""

    def read(data: str | bytes, name: str = "file.txt") -> tuple[list[PaperRecord], list[Refusal]]:
        entries = list(formats.read(content(data, name)))
        records = [entry for entry in entries if isinstance(entry, PaperRecord)]
        return records, [entry for entry in entries if isinstance(entry, Refusal)]

    return read
