"""Where the servers of a DATA folder listen, written down by whoever started them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from config import private
from config.environment import shown
from config.services.errors import ServiceError


@dataclass(frozen=True, slots=True)
class Addresses:
    """URLs of PostgreSQL and of Valkey or Redis."""

    database_url: str
    redis_url: str


def addresses(data: Path) -> Addresses:
    """Addresses of the running servers, or those where they would be if they ran.

    A folder without running servers is no error here: commands that need none work, the others fail
    when they connect. One that we may not look into is a ServiceError.
    """
    try:
        return Addresses(**json.loads(_file(data).read_text(encoding="utf-8")))
    except PermissionError:
        raise ServiceError(
            f"DATA={shown(data)} is closed to this user. Run as its owner, or set DATA to another folder."
        ) from None
    except (FileNotFoundError, NotADirectoryError):
        return Addresses(database_url=socket_url(data / "run"), redis_url="redis://127.0.0.1:6379/0")


def publish(data: Path, addresses: Addresses) -> None:
    """Write the addresses down for every other process that works on this folder."""
    private.write(_file(data), json.dumps(asdict(addresses)))


def published(data: Path) -> bool:
    """Whether addresses are written down: servers run, or were killed."""
    return _file(data).exists()


def withdraw(data: Path) -> None:
    """Forget the addresses: the servers are gone."""
    _file(data).unlink(missing_ok=True)


def socket_url(folder: Path, *, user: str = "claimboard", database: str = "claimboard") -> str:
    """The URL of a PostgreSQL that listens on a socket in the folder."""
    return f"postgresql://{user}@/{database}?host={quote(str(folder), safe='')}"


def _file(data: Path) -> Path:
    return data / "run" / "addresses.json"
