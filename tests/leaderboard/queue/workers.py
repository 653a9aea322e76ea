"""Real workers, a beat and a Valkey of their own, for tests that kill them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from config.services import processes
from config.services.valkey import Valkey
from leaderboard.models import Claim, ClaimBenchmark, Event, Paper


@dataclass
class Workers:
    """A worker of two processes and a beat, on the test's database and a broker of their own."""

    folder: Path
    valkey: Valkey
    url: str
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start the worker or the beat; one that was killed leaves no process behind."""
        words = {
            "worker": ["worker", "--concurrency", "2", "--loglevel", "INFO"],
            "beat": ["beat", "--pidfile", "", "--schedule", str(self.folder / "beat")],
        }[name]
        command = [sys.executable, "-m", "celery", "--app", "tests.leaderboard.queue.slow", *words]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = processes.spawn(
                command, output=log, env=environment(REDIS_URL=self.url), cwd=settings.BASE_DIR
            )

    def kill(self, name: str) -> None:
        """SIGKILL to the worker or beat and all its processes."""
        processes.kill_group(self.running[name])
        self.running[name].wait()

    def kill_child(self) -> None:
        """SIGKILL to one process of the worker, most likely in the middle of a batch."""
        children = Path(f"/proc/{self.running['worker'].pid}/task/{self.running['worker'].pid}/children")
        with contextlib.suppress(OSError, IndexError, ProcessLookupError):
            os.kill(int(children.read_text().split()[-1]), signal.SIGKILL)

    def kill_valkey(self) -> None:
        """SIGKILL to the broker, which forgets everything, and start it again on the same port."""
        if self.valkey.pid:
            os.kill(self.valkey.pid, signal.SIGKILL)
        self.valkey.stop()
        self.valkey.start()

    def flush(self) -> None:
        """Make the broker forget everything."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def log(self, name: str) -> str:
        """What the worker or the beat said."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def stop(self) -> None:
        """End everything."""
        for process in self.running.values():
            processes.stop(process, grace=5)
        self.valkey.stop()


@contextlib.contextmanager
def workers(folder: Path) -> Iterator[Workers]:
    """A running worker, beat and broker."""
    valkey = Valkey(data=folder)
    crew = Workers(folder, valkey, valkey.start())
    try:
        crew.start("beat")
        crew.start("worker")
        yield crew
    finally:
        crew.stop()


def environment(**changes: str) -> dict[str, str]:
    """The environment of a program that uses the test's own database."""
    head, _, tail = os.environ["DATABASE_URL"].rpartition("/")
    _, mark, query = tail.partition("?")
    name = connection.settings_dict["NAME"]
    return os.environ | {"DATABASE_URL": f"{head}/{name}{mark}{query}", "DATABASE_POOL_SIZE": "2"} | changes


def cut_connections() -> None:
    """End every other session of the database, as a restart of the server does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def wait_until(true: Callable[[], object], *, seconds: float = 60) -> None:
    """Return as soon as it is true; fail when it is not in time."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.05)


def states() -> Counter[str]:
    """Papers by state."""
    return Counter(Paper.objects.values_list("state", flat=True))


def check_complete(papers: int) -> None:
    """Every paper read, with its one claim and one event, and no paper anything else."""
    assert states() == {"done": papers}
    assert Counter(Claim.objects.values_list("paper_id", flat=True)).most_common(1)[0][1] == 1
    assert Claim.objects.filter(state="machine").count() == papers
    assert ClaimBenchmark.objects.filter(benchmark__name="Meadow").count() == papers
    assert Event.objects.filter(action="extract").values("subject_uid").distinct().count() == papers
