"""Child processes that never outlive the process that started them."""

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def spawn(
    command: Sequence[str | Path],
    *,
    output: IO[bytes] | int | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    orphaned: signal.Signals = signal.SIGTERM,
    become: Callable[[], None] | None = None,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """The started child, leader of its own process group.

    The kernel sends it `orphaned` when the calling thread ends, however it ends. Ctrl-C in the terminal
    reaches only the parent, which then stops its children in order. `become` runs in the child first and
    gives up rights; `keep` are descriptors that the child inherits.
    """
    parent = os.getpid()

    def prepare() -> None:
        if become is not None:
            become()
        # After `become`: changing credentials clears the signal.
        if _libc.prctl(PR_SET_PDEATHSIG, int(orphaned), 0, 0, 0) or os.getppid() != parent:
            os._exit(os.EX_OSERR)

    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=None if env is None else dict(env),
        cwd=cwd,
        preexec_fn=prepare,  # noqa: PLW1509 (nothing here runs threads before it forks)
        start_new_session=True,
        pass_fds=keep,
    )


def die_with_parent(number: signal.Signals) -> None:
    """Let the kernel send this process the signal when the process that started it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def stop(child: subprocess.Popen[bytes], *, how: signal.Signals = signal.SIGTERM, grace: float = 10) -> None:
    """Ask the child to end, wait up to `grace` seconds, then kill what is left of its group."""
    if child.poll() is None:
        child.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(grace)
    kill_group(child)
    child.wait()


def kill_group(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and whatever it left behind in its process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def working_in(folder: Path) -> list[int]:
    """Ids of the processes whose working folder this is: a PostgreSQL cluster's own and nobody else's."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if link.samefile(folder):
                found.append(int(link.parent.name))
        except OSError:
            continue
    return found
