"""`manage.py extract`: reads waiting papers here and now, without a broker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from leaderboard.actions import boards, leases
from leaderboard.actions.extract import Report, extract_batch
from leaderboard.queries import queue

PARKED = 3
"""Exit code when papers could not be read and were parked."""


class Command(BaseCommand):
    """Claims of every paper that waits."""

    help = (
        "Read the abstracts that wait and store their claims; several of these, and workers, can run at the "
        "same time. Example: python manage.py extract --again. "
        f"Exit codes: 0 all read, 1 an error, {PARKED} some papers failed three times and are parked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to read."""
        parser.add_argument("--again", action="store_true", help="read every paper again, parked ones too")
        parser.add_argument(
            "--release",
            action="store_true",
            help="take over at once what workers that no longer run had claimed",
        )

    def handle(self, *args: Any, again: bool, release: bool, **options: Any) -> None:
        """Read until nothing waits, then say what was found."""
        if release:
            self.stdout.write(f"{leases.release_all()} papers taken over")
        if again:
            leases.requeue()
        self.stdout.write(_read_waiting())
        parked = queue.counts().parked
        if parked:
            raise CommandError(
                f"{parked} papers failed {leases.ATTEMPTS} times and are parked; the admin lists them with "
                "what went wrong. Read them again with: python manage.py extract --again",
                returncode=PARKED,
            )


def _read_waiting() -> str:
    """What became of everything that waited, papers of readers that stopped included."""
    leases.expire()
    counts = queue.counts()
    if not counts.waiting:
        return "nothing waits" + (f", {counts.working} papers are being read" if counts.working else "")
    report = _read_all(counts.waiting)
    return f"{report.papers} papers read: {report.claims} claims, {report.rejections} numbers dropped"


def _read_all(waiting: int) -> Report:
    """Everything that waits, failed papers up to their last try."""
    total = Report()
    columns = (TextColumn("reading abstracts"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("", total=waiting)
        while (batch := extract_batch()).taken:
            total += batch
            progress.update(bar, completed=total.papers + total.parked)
    boards.count()
    return total
