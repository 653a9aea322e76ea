"""A database that goes away while a command runs and comes back, as it does under `make run`."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

TRIES = 5
AWAY_SECONDS = 60.0
POLL_SECONDS = 0.2

Answer = TypeVar("Answer")


def through_outages(step: Callable[[], Answer], *, say: Callable[[str], object]) -> Answer:
    """What the step gives; when the database went away under it, what it gives the next time.

    For steps that can be repeated. A database that is away at the start, for longer than a minute, or
    that fails again and again raises OperationalError.
    """
    connection.ensure_connection()
    for _ in range(TRIES - 1):
        try:
            return step()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            _wait_for_database()
            say("the database restarted, going on")
    return step()


def _wait_for_database() -> None:
    """Return once it answers again."""
    deadline = time.monotonic() + AWAY_SECONDS
    connection.close()
    while True:
        try:
            return connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > deadline:
                raise
        time.sleep(POLL_SECONDS)
