"""An embedded Valkey on loopback, behind a generated password.

It only wakes workers: what waits to be done is in PostgreSQL, so it keeps nothing on the disk.
"""

import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis

from config import private
from config.services import binaries, processes
from config.services.errors import ServiceError

START_SECONDS = 15


@dataclass(slots=True)
class Valkey:
    """One embedded server; `start` gives its URL, the same after a restart."""

    data: Path
    _process: subprocess.Popen[bytes] | None = None
    _port: int = 0

    name = "Valkey"

    def start(self) -> str:
        """Start the server and return its URL."""
        self._port = self._port or _free_port()
        password = private.secret(self.data / "valkey-password")
        config = private.folder(self.data / "run") / "valkey.conf"
        private.write(config, _config(port=self._port, password=password, folder=config.parent))
        log = private.folder(self.data / "log") / "valkey.log"
        with log.open("ab") as output:
            self._process = processes.spawn([binaries.valkey_server(), config], output=output)
        url = f"redis://:{password}@127.0.0.1:{self._port}/0"
        self._wait(url, log=log)
        return url

    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Process id of the server, while it is ours."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the server."""
        if self._process:
            processes.stop(self._process, how=signal.SIGTERM, grace=5)

    def _wait(self, url: str, *, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        with redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.RedisError as error:
                    if not self.alive() or time.monotonic() > deadline:
                        self.stop()
                        raise ServiceError(f"Valkey did not start: {error} (its log: {log})") from None
                time.sleep(0.05)


def _config(*, port: int, password: str, folder: Path) -> str:
    return "\n".join(
        [
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {password}",
            'save ""',
            "appendonly no",
            "daemonize no",
            "set-proc-title no",
            f'dir "{folder}"',
            "",
        ]
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
