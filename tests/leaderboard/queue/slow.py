"""The site's Celery with a slow engine, short leases and quick sweeps.

An abstract with the word "fatal" kills the process that reads it.
"""

import os
import signal
import time
from functools import partial

from config.celery import app
from extraction.claims import Document, Extraction
from extraction.lexicon import Lexicon

app.conf.beat_schedule["sweep"]["schedule"] = 0.5


@app.on_after_finalize.connect
def slow_down(**_: object) -> None:
    """Change what has to be imported once Django is set up."""
    from leaderboard import tasks
    from leaderboard.actions import leases
    from leaderboard.actions.extract import extract_batch

    leases.LEASE_SECONDS = 1
    vars(tasks)["extract_batch"] = partial(extract_batch, read=read_slowly, size=20)


def read_slowly(document: Document, lexicon: Lexicon) -> Extraction:
    """What the small engine of the tests reads, after a while."""
    from tests.leaderboard.papers import read

    if "fatal" in document.abstract:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.004)
    return read(document)
