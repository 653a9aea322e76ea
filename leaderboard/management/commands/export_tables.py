"""`manage.py export_tables`: results in the dump format of Papers with Code."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from leaderboard.exports import evaluation_tables
from leaderboard.queries import evaluations


class Command(BaseCommand):
    """The file, and what does not stand in it."""

    help = (
        "Write every result that has a rank, and every table that was handed in, in the format of Papers "
        "with Code's evaluation-tables.json: two spaces, sorted keys, the same bytes while nothing changes; "
        "`import_tables` of it changes nothing. Gains never stand there. "
        "Exit codes: 0 written, 1 the file cannot be written, 2 wrong use. "
        "Example: python manage.py export_tables evaluation-tables.json"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, nargs="?", help="where to write; standard output if left out")

    @transaction.atomic
    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """Write it as it stands at one moment; a file appears when it is whole."""
        with connection.cursor() as cursor:
            if not connection.savepoint_ids:  # the outermost transaction, which has asked for nothing yet
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        if file is None:
            for piece in evaluation_tables.pieces():
                self.stdout.write(piece, ending="")
        else:
            _write(file, evaluation_tables.pieces())
        left_out = evaluations.boards_without_task()
        if left_out:
            self.stderr.write(
                f"{left_out:,} boards stand in no table: the task of their benchmark is unknown"
            )


def _write(file: Path, pieces: Iterable[str]) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as unfinished:
                unfinished.writelines(pieces)
            Path(name).chmod(0o644)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise CommandError(f"{file} cannot be written: {problem.strerror}") from problem
