"""The site's own long-running programs: web server, worker, beat."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from config import private
from config.environment import BASE_DIR
from config.services import processes

WEB_THREADS = 4
LONGEST_LOG = 10_000_000


@dataclass(slots=True)
class Program:
    """One program that runs until it is stopped."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    grace: float = 10
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program, its output in its log."""
        self.stop()
        with _open_log(self.log) as output:
            self._process = processes.spawn(self.command, output=output, env=self.env, cwd=BASE_DIR)

    def alive(self) -> bool:
        """Whether the program runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Process id of the program, while it is ours."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the program and everything that it started."""
        if self._process:
            processes.stop(self._process, grace=self.grace)


def programs(data: Path, *, host: str, port: int, workers: int, env: Mapping[str, str]) -> list[Program]:
    """Web server, worker and beat for one machine."""
    logs = private.folder(data / "log")
    for_web = dict(env) | {"DATABASE_POOL_SIZE": str(WEB_THREADS), "DIE_WITH_PARENT": "true"}
    return [
        Program(
            name,
            [sys.executable, "-m", *words],
            log=logs / f"{name}.log",
            env=for_web if name == "web" else env,
        )
        for name, words in commands(data, host=host, port=port, workers=workers).items()
    ]


def commands(data: Path, *, host: str, port: int, workers: int) -> dict[str, list[str]]:
    """Module and arguments of each program; deploy/compose.yaml runs the same ones."""
    web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", str(workers), "--blocking-threads", str(WEB_THREADS), "--no-ws"]
    web += ["--respawn-failed-workers", "--workers-kill-timeout", "5", "config.wsgi:application"]
    celery = ["celery", "--app", "config"]
    worker = [*celery, "worker", "--concurrency", str(workers), "--loglevel", "INFO"]
    worker += ["--without-mingle", "--without-gossip"]  # workers need not know of one another
    beat = [*celery, "beat", "--loglevel", "INFO", "--pidfile", "", "--schedule", str(data / "run" / "beat")]
    return {"web": web, "worker": worker, "beat": beat}


def _open_log(path: Path) -> BinaryIO:
    if path.exists() and path.stat().st_size > LONGEST_LOG:
        path.replace(path.with_suffix(".old.log"))
    return path.open("ab")
