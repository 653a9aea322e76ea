"""One machine's servers for one DATA folder: started here, or found elsewhere."""

import fcntl
import os
import pwd
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from config import private
from config.environment import env, shown
from config.services import external
from config.services.addresses import Addresses, addresses, publish, withdraw
from config.services.errors import BusyError, ServiceError
from config.services.postgres import Postgres
from config.services.supervisor import Supervisor
from config.services.valkey import Valkey


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Keep others from starting servers on this folder; ends with the process, however it ends."""
    with _lock_file(data) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise BusyError(
                f"Process {file.read().strip() or '?'} already works on {data}. "
                "Stop it first, or choose another folder: make run DATA=.data-2 PORT=8001"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def busy(data: Path) -> bool:
    """Whether somebody else holds the folder; one that is not there is held by nobody, and not made."""
    if not os.access(data, os.F_OK):
        return False
    try:
        with locked(data):
            return False
    except BusyError:
        return True


@contextmanager
def servers(data: Path, *, say: Callable[[str], None]) -> Iterator[tuple[Supervisor, dict[str, str]]]:
    """The supervisor of the servers, and the environment in which to use them."""
    supervisor = Supervisor(say=say)
    try:
        found = Addresses(
            database_url=_database(data, supervisor=supervisor), redis_url=_redis(data, supervisor=supervisor)
        )
        publish(data, found)
        yield supervisor, environment(data, found)
    finally:
        supervisor.stop()
        withdraw(data)


def environment(data: Path, found: Addresses | None = None) -> dict[str, str]:
    """The environment of a process that uses the folder's servers."""
    found = found or addresses(data)
    ours = {"DATA": str(data), "DATABASE_URL": found.database_url, "REDIS_URL": found.redis_url}
    return dict(os.environ) | ours


def _lock_file(data: Path) -> IO[str]:
    """The open lock; a ServiceError where the folder cannot be used."""
    try:
        return (private.folder(data / "run") / "lock").open("a+", encoding="ascii")
    except OSError as error:
        raise ServiceError(
            f"DATA={shown(data)} cannot be used: {_fault(data, error)}. "
            "Choose a folder of your own, for example: make run DATA=.data-2"
        ) from None


def _fault(data: Path, error: OSError) -> str:
    try:
        if not data.is_dir() and data.exists():
            return "it is a file"
        if isinstance(error, PermissionError) and (owner := data.stat().st_uid) != os.geteuid():
            return f"it belongs to another user ({_name(owner)})"
    except OSError:
        pass
    return f"{error.strerror} ({error.filename})"


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _database(data: Path, *, supervisor: Supervisor) -> str:
    url = env.str("DATABASE_URL", "")
    if url:
        external.check_database(url)
    return url or str(supervisor.add(Postgres(data=data)))


def _redis(data: Path, *, supervisor: Supervisor) -> str:
    url = env.str("REDIS_URL", "")
    if url:
        external.check_redis(url)
    return url or str(supervisor.add(Valkey(data=data)))
