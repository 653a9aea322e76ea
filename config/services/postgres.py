"""An embedded PostgreSQL: a cluster under the DATA folder, reached through a socket nobody else can open."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from config import private
from config.services import binaries, identity, processes
from config.services.addresses import socket_url
from config.services.errors import ServiceError

SUPERUSER = "postgres"
USER = DATABASE = "claimboard"
LONGEST_SOCKET = 106
START_SECONDS = 60  # crash recovery replays the log before the first connection

# What differs from PostgreSQL's defaults. `mmap`: containers often have next to no /dev/shm.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "dynamic_shared_memory_type": "mmap",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}
# For clusters that are thrown away: a crash may lose them.
DISPOSABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


@dataclass(slots=True)
class Postgres:
    """One embedded server; `start` gives its URL."""

    data: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    may_create_databases: bool = False  # tests do
    _process: subprocess.Popen[bytes] | None = None
    _socket: Path | None = None

    name = "PostgreSQL"

    def start(self) -> str:
        """Create the cluster the first time, start the server, return the URL of the site's database."""
        programs = binaries.postgres_folder()
        who = self._identity(programs)
        cluster, log = self._cluster, self._log_file()
        self._end()
        self._socket = self._socket or _socket_folder(self.data, who=who)
        self._clear_leftovers(self._socket)
        if not (cluster / "PG_VERSION").exists():
            _create(cluster, programs=programs, who=who)
        _check_version(cluster, programs=programs)
        _hand_over(cluster, who=who)
        options = SETTINGS | {"unix_socket_directories": str(self._socket)} | dict(self.settings)
        with log.open("ab") as output:
            self._process = processes.spawn(
                [
                    programs / "postgres",
                    "-D",
                    cluster,
                    *(f"--{key}={value}" for key, value in options.items()),
                ],
                output=output,
                orphaned=signal.SIGINT,  # "fast": open transactions are rolled back, the data is flushed
                become=who.become,
                env=_environment(),
            )
        self._wait()
        self._provide_database()
        return socket_url(self._socket, user=USER, database=DATABASE)

    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Process id of the server, while it is ours."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """Shut down: open transactions are rolled back, everything committed is on the disk."""
        self._end()
        if self._socket and self._socket.parent != self.data:
            shutil.rmtree(self._socket, ignore_errors=True)
        self._socket = None

    def _end(self) -> None:
        if self._process:
            processes.stop(self._process, how=signal.SIGINT, grace=30)

    def _identity(self, programs: Path) -> identity.Identity:
        private.folder(self.data)
        if os.geteuid() == 0:  # whoever we become has to pass through; what is inside stays closed
            self.data.chmod(self.data.stat().st_mode | 0o011)
        return identity.choose(programs / "postgres", data=self.data)

    @property
    def _cluster(self) -> Path:
        return self.data / "postgres"

    def _log_file(self) -> Path:
        return private.folder(self.data / "log") / "postgres.log"

    def _clear_leftovers(self, sockets: Path) -> None:
        """Wait for what a killed run left behind, or end it; then remove the lock files that would stop us.

        PostgreSQL would take them for those of a running server if their process id is somebody else's
        now, or that of a dead process which nobody has collected yet (usual in containers).
        """
        deadline = time.monotonic() + 10
        while left := processes.working_in(self._cluster):
            if time.monotonic() > deadline:
                for pid in left:
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        for lock in (self._cluster / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._connect(dbname="postgres").close()
                return
            except psycopg.OperationalError:
                if not self.alive() or time.monotonic() > deadline:
                    self.stop()
                    raise ServiceError(f"PostgreSQL did not start: {_last_line(self._log_file())}") from None
            time.sleep(0.05)

    def _connect(self, *, dbname: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self._socket), user=SUPERUSER, dbname=dbname, autocommit=True, connect_timeout=5
        )

    def _provide_database(self) -> None:
        """The site's role is no superuser: it owns its database and nothing else."""
        with self._connect(dbname="postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [USER]).fetchone():
                rights = sql.SQL("CREATEDB" if self.may_create_databases else "NOCREATEDB")
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN {}").format(sql.Identifier(USER), rights))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                names = sql.Identifier(DATABASE), sql.Identifier(USER)
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(*names))


def _create(cluster: Path, *, programs: Path, who: identity.Identity) -> None:
    """Make the cluster beside its place, then move it there: a killed initdb leaves no half cluster."""
    draft = cluster.with_name("postgres-new")
    shutil.rmtree(draft, ignore_errors=True)
    private.folder(draft)
    _hand_over(draft, who=who)
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        [programs / "initdb", "-D", draft, "-U", SUPERUSER, *options],
        preexec_fn=who.become,
        env=_environment(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise ServiceError(f"PostgreSQL's initdb failed: {done.stderr.decode(errors='replace').strip()}")
    draft.rename(cluster)


def _hand_over(folder: Path, *, who: identity.Identity) -> None:
    """Make the files belong to whoever runs the server, if that is somebody else than before."""
    uid, gid = who.owner or (os.geteuid(), os.getegid())
    if folder.stat().st_uid == uid:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, uid, gid, follow_symlinks=False)


def _check_version(cluster: Path, *, programs: Path) -> None:
    wanted = (cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    answer = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    if not re.search(rf" {wanted}\b", answer.stdout):
        raise ServiceError(
            f"{cluster} was written by PostgreSQL {wanted}, this is {answer.stdout.strip()}. "
            "Carry the data over with pg_dump of the old version, or choose another DATA folder."
        )


def _socket_folder(data: Path, *, who: identity.Identity) -> Path:
    """A folder closed to others whose path leaves room for a socket's name (107 bytes with its end)."""
    near = data / "run"
    if not who.owner and len(os.fsencode(near / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return private.folder(near)
    folder = Path(tempfile.mkdtemp(prefix="claimboard-", dir="/tmp"))
    _hand_over(folder, who=who)
    return folder


def _environment() -> dict[str, str]:
    """Nothing of ours but the path: PG* variables and our secrets are no business of the server's."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return f"{lines[-1]} (more in {log})" if lines else f"it said nothing in {log}"
