"""`manage.py ingest`: papers from files, folders and addresses into the database."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from kombu.exceptions import OperationalError as BrokerError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from leaderboard.actions.ingest import IngestReport, ingest
from leaderboard.sources import formats, places
from leaderboard.sources.content import Content
from leaderboard.sources.records import Entry, SourceError
from leaderboard.tasks import extract_waiting

READING_SHARE = 0.2  # of a file's bar; the rest is storing and indexing


@dataclass
class _Tally:
    """What a run has done so far."""

    report: IngestReport = field(default_factory=IngestReport)
    files: int = 0
    problems: list[str] = field(default_factory=list)
    code: int = 1


class Command(BaseCommand):
    """Counts of what was read, and a line for each file that could not be."""

    help = (
        "Take in papers from files, folders and addresses, then wake a worker to read them. Formats, told "
        "by what stands in the files (plain or gzip): JSON lines, CSV, BibTeX with abstracts, the Atom feed "
        "of the arXiv API, OAI-PMH (arXiv, arXivRaw, oai_dc), Hugging Face daily papers, saved listing "
        "pages, text with 'Abstract:' lines. A paper that is there already is not taken in twice. A broken "
        "file (cut off, damaged, not UTF-8, broken JSON on one line) is refused as a whole: nothing of it is "
        "stored, good lines included; the files before and after it are taken in. A record that is well "
        "formed but no paper (no abstract) is rejected alone. Counts: 'merged' filled a blank of a paper "
        "that is there, 'conflicts' have the number of a paper with another abstract and are left out. "
        "Exit code 0: every file was read (records that were rejected are listed); 1: a file was not; "
        "2: wrong use; 69: the database failed, the same again does the rest. "
        "Example: python manage.py ingest papers.jsonl.gz feeds/ 'https://export.arxiv.org/api/query?"
        "search_query=cat:cs.CL&max_results=100'"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One or more places."""
        parser.add_argument(
            "places", nargs="+", metavar="PATH_OR_URL", help="a file, a folder or an http(s) address"
        )

    def handle(self, *args: Any, places: list[str], verbosity: int = 1, **options: Any) -> None:
        """Take in every file, print the counts, then name what failed."""
        connection.ensure_connection()  # before anything is read or drawn
        tally = _Tally()
        try:
            with _progress(shown=verbosity > 0) as progress:
                for place in places:
                    _take_in(place, tally=tally, progress=progress)
        except KeyboardInterrupt:
            tally.problems.append("stopped; the files taken in before stay, nothing of the last one does")
        except OperationalError as problem:
            tally.code = os.EX_UNAVAILABLE
            tally.problems.append(
                f"the database failed, nothing of the last file is stored: {_line(problem)}"
            )
        if verbosity > 0 and tally.files:
            self.stdout.write(_counts(tally))
        if tally.report.new or tally.report.merged:
            self._wake()
        if tally.problems:
            raise CommandError("\n".join(tally.problems), returncode=tally.code)

    def _wake(self) -> None:
        """Ask a worker to read what waits. The rows are the queue, so a broker that is away loses nothing."""
        try:
            extract_waiting.delay_on_commit()
        except BrokerError:
            self.stdout.write("The broker is away: a worker picks the new papers up once it is back.")


def _take_in(place: str, *, tally: _Tally, progress: Progress) -> None:
    try:
        openers = places.contents(place)
    except SourceError as problem:
        tally.problems.append(str(problem))
        return
    for opener in openers:
        try:
            with opener as content:
                tally.report += _stored(content, progress=progress)
                tally.files += 1
        except SourceError as problem:
            tally.problems.append(str(problem))


def _stored(content: Content, *, progress: Progress) -> IngestReport:
    bar = progress.add_task(content.file_name[:40], total=1.0)

    def stored(done: int, total: int) -> None:
        progress.update(bar, completed=READING_SHARE + (1 - READING_SHARE) * done / max(total, 1))

    report = ingest(_watched(content, progress=progress, bar=bar), progress=stored)
    progress.update(bar, completed=1.0)
    examples = tuple(f"{content.name}, {example}" for example in report.examples)
    return replace(report, examples=examples)


def _watched(content: Content, *, progress: Progress, bar: TaskID) -> Iterator[Entry]:
    """The records of a file, moving the bar as they pass."""
    size = max(content.size, 1)
    for entry in formats.read(content):
        progress.update(bar, completed=READING_SHARE * content.done / size)
        yield entry


def _progress(*, shown: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=not shown)


def _counts(tally: _Tally) -> str:
    report = tally.report
    rows = {
        "files": tally.files,
        "read": report.read,
        "new": report.new,
        "already there": report.there,
        "merged": report.merged,
        "conflicts": report.conflicts,
        "rejected": report.rejected,
    }
    rows |= {f"  {reason}": count for reason, count in sorted(report.refused.items())}
    width = max(map(len, rows))
    lines = [f"{name:<{width}}  {count:>9,}" for name, count in rows.items()]
    return "\n".join((*lines, *(f"  {example}" for example in report.examples)))


def _line(problem: Exception) -> str:
    return " ".join(str(problem).split())[:300]
