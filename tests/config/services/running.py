"""A whole site of a test's own, started as `make run` starts it."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from config.environment import BASE_DIR
from config.services.addresses import addresses
from tests.config.services.processes_of import processes_of, wait_until


@dataclass
class Running:
    """A site in a folder of its own."""

    data: Path
    port: int
    corpus: str = ""
    lines: list[str] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Running":
        told = {"DATA": str(self.data), "PORT": str(self.port), "CORPUS": self.corpus, "WORKERS": "1"}
        assert not self.running(), "it runs already"
        command = [sys.executable, "-m", "config.services", "run"]
        output = self.data.parent / "stdout"
        with output.open("w") as stdout, (self.data.parent / "stderr").open("a") as stderr:
            self.process = subprocess.Popen(
                command, cwd=BASE_DIR, env=clean_environment() | told, stdout=stdout, stderr=stderr
            )
        process = self.process
        wait_until(lambda: "admin: " in output.read_text() or process.poll() is not None, seconds=60)
        assert process.poll() is None, self.errors()
        self.lines = output.read_text().splitlines()[-2:]
        return self

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ensure(self) -> None:
        """Start it unless it runs."""
        if not self.running():
            self.start()

    def kill(self) -> None:
        """Kill the supervisor, and nothing else."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def errors(self) -> str:
        return (self.data.parent / "stderr").read_text()

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except (urllib.error.URLError, ConnectionError):
            return 0, ""

    def count(self, table: str) -> int:
        with psycopg.connect(addresses(self.data).database_url) as connection:
            row = connection.execute(f"SELECT count(*) FROM leaderboard_{table}").fetchone()
        assert row
        return int(row[0])

    def pids(self, words: str) -> list[int]:
        return [pid for pid, command in processes_of(self.data).items() if words in command]

    def end(self) -> None:
        if self.running():
            self.kill()
        wait_until(lambda: not processes_of(self.data))


def clean_environment() -> dict[str, str]:
    ours = ("DATABASE_URL", "REDIS_URL", "DATA", "SECRET_KEY", "STATIC_HASHED", "DATABASE_POOL_SIZE")
    return {name: value for name, value in os.environ.items() if name not in ours}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "config.services", *arguments]
    environment = clean_environment() | env
    return subprocess.run(
        command, cwd=BASE_DIR, env=environment, capture_output=True, check=False, text=True, timeout=60
    )
