"""`manage.py export`: the whole collection as files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leaderboard.exports import store
from leaderboard.exports.collection import Format, export
from leaderboard.exports.manifest import Manifest
from leaderboard.management.bars import Bars, drawn


class Command(BaseCommand):
    """A line for each file: its name, its rows and its SHA-256 sum."""

    help = (
        "Write the whole collection as files, one a table and format, and manifest.json with their SHA-256 "
        "sums, row counts, columns, licence and versions. Tables: papers, claims, benchmarks, metrics, "
        "systems, boards, standings. Without --to the export is kept in DATA and offered at /exports/, as "
        "the nightly one is. The same data gives the same bytes. Exit code 0: written; 1: it could not be; "
        "2: wrong use. Example: python manage.py export --to backup --formats csv parquet"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and which formats."""
        parser.add_argument("--to", type=Path, metavar="DIR", help="a folder; made if it is not there")
        parser.add_argument(
            "--formats", nargs="+", choices=[each.value for each in Format], metavar="FORMAT",
            help="jsonl, csv, parquet; all of them if none is named (only together with --to)",
        )  # fmt: skip

    def handle(
        self, *args: Any, to: Path | None, formats: list[str] | None, verbosity: int = 1, **options: Any
    ) -> None:
        """Write, and say what was written."""
        if to is None and formats:
            raise CommandError(
                "--formats goes with --to DIR: what /exports/ offers has all formats.", returncode=2
            )
        with drawn(shown=verbosity > 0) as progress:
            made = _written(to, [Format(each) for each in formats or Format], Bars(progress))
        if verbosity > 0:
            for file in made.files:
                self.stdout.write(f"{file.sha256}  {file.name}  {file.rows:,} rows")


def _written(to: Path | None, formats: list[Format], bars: Bars) -> Manifest:
    try:
        if to is not None:
            return export(to, formats=formats, progress=bars)
        made = store.make(progress=bars)
    except OSError as problem:
        raise CommandError(f"the files cannot be written: {problem}. Nothing else was changed.") from problem
    if made is None:
        raise CommandError("another process is making an export; wait for it, or name a folder with --to.")
    return made.manifest
