"""`manage.py prepare_papers`: papers to look at, read by the worker, with a progress bar."""

import os
import time
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from kombu.exceptions import OperationalError as BrokerError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from config.celery import app
from leaderboard.management.outages import through_outages
from leaderboard.models import Paper
from leaderboard.queries import queue
from leaderboard.tasks import extract_waiting

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample"
READING = "reading abstracts"
POLL_SECONDS = 0.1
STILL_SECONDS = 3.0  # much longer than a worker needs for a batch
PATIENCE_SECONDS = 120.0


class Command(BaseCommand):
    """Papers in the database and the worker done with them."""

    help = (
        "Load the places given, or the sample into an empty database, then wait until a worker has read "
        "every paper. Ends with an error if nothing moves for two minutes. "
        "Example: python manage.py prepare_papers papers.jsonl"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Places are what `ingest` takes."""
        parser.add_argument("places", nargs="*", metavar="PATH_OR_URL", help="in place of the sample")
        parser.add_argument(
            "--patience", type=float, default=PATIENCE_SECONDS, help="seconds without progress"
        )

    def handle(self, *args: Any, places: list[str], patience: float, **options: Any) -> None:
        """Load, wait, and say what could not be read."""
        through_outages(lambda: self._load(places), say=self.stderr.write)
        _wait(patience)
        parked = queue.counts().parked
        if parked:
            self.stderr.write(
                f"{parked} papers could not be read; the admin lists them with what went wrong."
            )

    def _load(self, places: list[str]) -> None:
        if places or not Paper.objects.exists():
            self._ingest(places or [str(SAMPLE)])
        if queue.is_due():
            with suppress(BrokerError):  # beat wakes a worker later
                extract_waiting.delay()

    def _ingest(self, places: list[str]) -> None:
        """Take the places in; a broken file is reported, and ends us only if nothing else is there."""
        counts = StringIO()
        try:
            call_command("ingest", *places, stdout=counts)
        except CommandError as problem:
            if problem.returncode == os.EX_UNAVAILABLE:
                raise OperationalError(str(problem)) from problem
            if not Paper.objects.exists():
                raise
            self.stderr.write(f"error: {problem}")
        self.stdout.write(counts.getvalue())


def _wait(patience: float) -> None:
    total = left = queue.counts().left
    if not total:
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    moved = time.monotonic()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(READING, total=total)
        while left:
            time.sleep(POLL_SECONDS)
            before, left = left, through_outages(_left, say=progress.console.print)
            moved = time.monotonic() if left != before else moved
            still = time.monotonic() - moved
            doing = (
                through_outages(_stopped, say=progress.console.print) if still > STILL_SECONDS else READING
            )
            progress.update(bar, completed=total - left, description=doing)
            if still > patience:
                raise CommandError(f"{left} papers still wait and nothing moves: does a worker run?")


def _left() -> int:
    return queue.counts().left


def _stopped() -> str:
    """What a bar that stands still stands for: papers of a worker that was killed are read later."""
    lease = queue.lease_seconds()
    if lease is None:
        return READING
    sweep = app.conf.beat_schedule["sweep"]["schedule"]
    return f"waiting for a reader that stopped (up to {lease + sweep:.0f} s)"
