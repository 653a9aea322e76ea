"""What lies beside exported files and says what they are: sums, counts, columns, licence, versions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class File:
    """One exported file; `sha256` is the sum over its bytes."""

    name: str
    table: str
    format: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """An export: when and by what it was made, and its files. `tables` maps each to its columns."""

    schema_version: int
    created_at: str
    engine_version: str
    licence: str
    tables: Mapping[str, Sequence[Mapping[str, str]]]
    files: tuple[File, ...]

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {file.table: file.rows for file in self.files}

    def file(self, name: str) -> File | None:
        """The file of this name; None where there is none."""
        return next((file for file in self.files if file.name == name), None)


def write(manifest: Manifest, *, folder: Path) -> None:
    """Store the manifest in the folder."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest | None:
    """The manifest of the folder; None where it holds none that can be read."""
    try:
        held: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Manifest(**{**held, "files": tuple(File(**each) for each in held["files"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
