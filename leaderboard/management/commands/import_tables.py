"""`manage.py import_tables`: result tables in the dump format of Papers with Code, into the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from leaderboard.actions import tables
from leaderboard.actions.tables import Report
from leaderboard.sources import evaluation_tables
from leaderboard.sources.content import Content
from leaderboard.sources.records import SourceError

DECIDED = 3
"""Exit code when something of the file could not be read or was left out."""


class Command(BaseCommand):
    """Counts of what was taken in, and of every decision, with examples."""

    help = (
        "Take in result tables in the format of Papers with Code's evaluation-tables.json, plain or gzip, of "
        "any size. Values are kept as written ('85,3%', '30 ± 0.2'); what had to be decided to read them is "
        "counted and shown with examples. Rows stand beside claims, never among them. The same file again "
        "changes nothing, and what a person decided stays. A broken file is refused as a whole. "
        "Exit codes: 0 all read, 1 the file cannot be read and nothing is stored, 2 wrong use, "
        f"{DECIDED} (only with --strict) stored, but something had to be decided. "
        "Example: python manage.py import_tables evaluation-tables.json.gz"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help="evaluation-tables.json, plain or gzip")
        parser.add_argument(
            "--strict", action="store_true", help=f"exit with {DECIDED} if anything was decided"
        )

    def handle(self, *args: Any, file: Path, strict: bool, verbosity: int = 1, **options: Any) -> None:
        """Take the file in, then say what became of it."""
        if not file.is_file():
            raise CommandError(
                f"{file}: there is no such file; name one in the format evaluation-tables.json"
            )
        content = Content(path=file, name=str(file), file_name=file.name)
        try:
            report = _take_in(content, shown=verbosity > 0)
        except SourceError as problem:
            raise CommandError(f"{problem}; nothing was stored") from problem
        self.stdout.write(_told(report))
        if strict and report.decided:
            raise CommandError(
                "something had to be decided, see above; all else is stored", returncode=DECIDED
            )


def _take_in(content: Content, *, shown: bool) -> Report:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not shown) as progress:
        bar = progress.add_task("reading tasks", total=max(content.size, 1))
        outline = evaluation_tables.outline(content)
        progress.update(bar, description="reading rows")
        return tables.take_in(
            outline,
            rows=evaluation_tables.rows(content),
            progress=lambda: progress.update(bar, completed=content.done),
        )


def _told(report: Report) -> str:
    counts = {
        "tasks made": report.tasks,
        "data sets made": report.datasets,
        "tables made": report.tables,
        **{f"rows {fate}": number for fate, number in sorted(report.rows.items())},
    }
    lines = [f"{name:<40} {number:>9,}" for name, number in counts.items()]
    if report.decided:
        lines.append("decided:")
    for what, times in sorted(report.decided.items()):
        lines.append(f"  {what:<38} {times:>9,}")
        lines += [f"      {example}" for example in report.examples.get(what, ())]
    return "\n".join(lines)
