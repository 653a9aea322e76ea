"""Reading papers: claim a batch, run the engine over it, write what it found."""

import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connection

from extraction.claims import Document, Extraction
from extraction.lexicon import Lexicon
from extraction.pipeline import extract
from leaderboard.actions import boards, leases, writing
from leaderboard.actions.leases import Job
from leaderboard.queries import lexicons

Read = Callable[[Document, Lexicon], Extraction]

PAUSES = (0.2, 1.0, 3.0)
"""Seconds to wait for a database that went away in the middle of a write; all well within a lease."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a batch: `failed` papers wait for another try, `lost` ones are somebody else's now."""

    papers: int = 0
    claims: int = 0
    rejections: int = 0
    failed: int = 0
    parked: int = 0
    lost: int = 0

    @property
    def taken(self) -> int:
        """The papers that were claimed; 0 when nothing waited."""
        return self.papers + self.failed + self.parked + self.lost

    def __add__(self, other: "Report") -> "Report":
        return Report(
            papers=self.papers + other.papers,
            claims=self.claims + other.claims,
            rejections=self.rejections + other.rejections,
            failed=self.failed + other.failed,
            parked=self.parked + other.parked,
            lost=self.lost + other.lost,
        )


def extract_batch(*, read: Read = extract, size: int = leases.BATCH) -> Report:
    """Read up to `size` waiting papers and store their claims.

    A paper whose reading fails takes no other along; after `leases.ATTEMPTS` failures it is parked.
    A database that is away for longer than the pauses raises OperationalError: the leases end by
    themselves and the papers are read later.
    """
    jobs = leases.claim(size=size)
    if not jobs:
        return Report()
    readings, report = [], Report()
    for job, answer in _read_all(jobs, read):
        if isinstance(answer, Extraction):
            readings.append((job, answer))
        else:
            report += _failed(job, answer)
    report += _write(readings)
    boards.settle()
    return report


def _read_all(jobs: Sequence[Job], read: Read) -> Iterator[tuple[Job, Extraction | str]]:
    """What the engine says of each paper, or the traceback; leases are prolonged on the way."""
    lexicon = lexicons.current()
    renewed = time.monotonic()
    for job in jobs:
        if time.monotonic() - renewed > leases.LEASE_SECONDS / 3:
            leases.renew(jobs)
            renewed = time.monotonic()
        yield job, _answer(job, read, lexicon)


def _answer(job: Job, read: Read, lexicon: Lexicon) -> Extraction | str:
    try:
        return read(job.document, lexicon)
    except Exception:  # noqa: BLE001 (whatever an engine throws is noted at its paper)
        return traceback.format_exc()


def _failed(job: Job, error: str) -> Report:
    return Report(parked=1) if leases.fail(job, error=error) else Report(failed=1)


def _write(readings: Sequence[tuple[Job, Extraction]]) -> Report:
    """Store all at once; where the database refuses that, one by one, so that only the bad ones fail."""
    if not readings:
        return Report()
    try:
        written = _patiently(readings)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # noqa: BLE001 (what can't be stored is noted at its paper)
        if len(readings) == 1:
            return _failed(readings[0][0], traceback.format_exc())
        return sum((_write([reading]) for reading in readings), Report())
    return Report(
        papers=written.papers,
        claims=written.claims,
        rejections=written.rejections,
        lost=len(readings) - written.papers,
    )


def _patiently(readings: Sequence[tuple[Job, Extraction]]) -> writing.Written:
    """Write, and write again on a new connection while the database is restarting."""
    for pause in PAUSES:
        try:
            return writing.write(readings)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
    return writing.write(readings)
