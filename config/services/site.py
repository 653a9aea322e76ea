"""The whole site on one machine, from nothing to `ready`, until somebody stops it."""

import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from config import private
from config.environment import BASE_DIR, env, shown
from config.services import addresses, machine, processes
from config.services.errors import ServiceError
from config.services.programs import programs
from config.services.supervisor import Supervisor

TEND_SECONDS = 0.2
WEB_SECONDS = 60
PREPARE_TRIES = 5
ENDING_SECONDS = 20  # a killed run's programs get the time to end that Ctrl-C would give them


@dataclass(frozen=True, slots=True)
class Site:
    """What `make run` can be told."""

    data: Path
    host: str
    port: int
    workers: int
    corpus: str


def run(site: Site) -> None:
    """Start everything, say when it is ready, then keep it running; ends with an exception only."""
    _check_corpus(site.corpus)
    with machine.locked(site.data):
        print(f"starting the site on DATA={shown(site.data)} ...", flush=True)
        _check_port(site, patience=ENDING_SECONDS if addresses.published(site.data) else 0)
        with machine.servers(site.data, say=_say) as (supervisor, use), _announced_end():
            _open(site, supervisor=supervisor, use=use)
            while True:
                supervisor.tend()
                time.sleep(TEND_SECONDS)


def _check_corpus(corpus: str) -> None:
    """Raise a ServiceError if nothing to read is there; what an address has is seen when it is read."""
    path = BASE_DIR / corpus
    if "://" in corpus or os.access(path, os.R_OK):
        return
    problem = "cannot be read by this user" if os.path.lexists(path) else "there is no such file or folder"
    raise ServiceError(f"CORPUS={corpus}: {problem}. Name a file, a folder or an address of papers.")


@contextmanager
def _announced_end() -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(OSError):  # the terminal may be gone
            _say("stopping ...")


def _open(site: Site, *, supervisor: Supervisor, use: Mapping[str, str]) -> None:
    """Bring the site from running servers to `ready`."""
    password = {"DJANGO_SUPERUSER_PASSWORD": private.secret(_password_file(site.data), length=15)}
    alone = [] if env.str("DATABASE_URL", "") else ["--alone"]
    _manage(["prepare_database", *alone], supervisor=supervisor, env={**use, **password})
    for program in programs(site.data, host=site.host, port=site.port, workers=site.workers, env=use):
        supervisor.add(program)
    _manage(["prepare_papers", *([site.corpus] if site.corpus else [])], supervisor=supervisor, env=use)
    _wait_for_web(site, supervisor=supervisor)
    print(f"ready: {_address(site)}", flush=True)
    print(f"admin: {_address(site)}admin/ - {_sign_in(site.data)}", flush=True)


def _check_port(site: Site, *, patience: float) -> None:
    """Raise a ServiceError if the port is taken, and still so when an earlier, killed run has ended."""
    deadline = time.monotonic() + patience
    while problem := _port_problem(site):
        if time.monotonic() >= deadline:
            raise ServiceError(
                f"Port {site.port} of {site.host} cannot be used ({problem}). "
                f"Choose another: make run PORT={site.port + 1 if site.port < 65535 else 8000}"
            )
        time.sleep(TEND_SECONDS)


def _port_problem(site: Site) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((site.host, site.port))
        except (OSError, OverflowError) as error:
            return getattr(error, "strerror", "") or str(error)
    return ""


def _manage(arguments: Sequence[str], *, supervisor: Supervisor, env: Mapping[str, str]) -> None:
    """Run a command that can be repeated; do so if a server went away in the middle of it."""
    for _ in range(PREPARE_TRIES):
        restarts = supervisor.restarts
        code = _attend([sys.executable, "manage.py", *arguments], supervisor=supervisor, env=env)
        if code == 0:
            return
        supervisor.tend()
        if code != os.EX_UNAVAILABLE and supervisor.restarts == restarts:
            break
    raise ServiceError(f"`manage.py {' '.join(arguments)}` failed, see above.")


def _attend(command: Sequence[str], *, supervisor: Supervisor, env: Mapping[str, str]) -> int:
    child = processes.spawn(command, env=env, cwd=BASE_DIR)
    try:
        while child.poll() is None:
            supervisor.tend()
            time.sleep(TEND_SECONDS / 4)
        return child.returncode
    finally:
        processes.stop(child)


def _wait_for_web(site: Site, *, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + WEB_SECONDS
    while not _answers(_address(site) + "health/ready"):
        if time.monotonic() > deadline:
            raise ServiceError(f"The web server does not answer; its log: {site.data / 'log' / 'web.log'}")
        supervisor.tend()
        time.sleep(TEND_SECONDS / 4)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (our own http address)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _address(site: Site) -> str:
    host = "127.0.0.1" if site.host in {"0.0.0.0", "::"} else site.host  # noqa: S104 (compared, not bound)
    return f"http://{host}:{site.port}/"


def _sign_in(data: Path) -> str:
    where = shown(_password_file(data))
    given = (
        "" if env.str("DATABASE_URL", "") == "" else "an administrator of that database, or, if it had none, "
    )
    return f"sign in as {given}admin, whose password is in {where}"


def _password_file(data: Path) -> Path:
    return data / "admin-password"


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
