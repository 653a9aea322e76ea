"""Which processes a test's DATA folder has, seen from outside."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def processes_of(data: Path) -> dict[int, str]:
    """Command lines, by process id, of the living processes that name the folder or were told it."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            told = (place / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(place.name) != os.getpid() and (f"DATA={data}".encode() in told or str(data) in command):
            found[int(place.name)] = command
    return found


def wait_until(true: Callable[[], object], *, seconds: float = 20) -> None:
    """Return as soon as it is true; fail when it is not in time."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.05)
