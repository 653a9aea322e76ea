"""The real client in a virtual environment of its own, and the site in a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.config.services.running import free_port

CLIENT = "paperswithcode-client==0.3.1"
PATIENCE = 60
"""Seconds that making the environment may take on a machine that is not CI."""

Script = Callable[..., Any]


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the client and the old libraries that it pins."""
    folder = tmp_path_factory.mktemp("client") / "venv"
    limit = None if os.environ.get("CI") else PATIENCE
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True, timeout=limit)
        command: list[str | Path] = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", CLIENT]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=limit)
    except (subprocess.SubprocessError, OSError) as error:
        reason = f"{CLIENT} cannot be installed: {error} {getattr(error, 'stderr', '') or ''}"[-600:]
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the site, served by a process of its own from a small collection."""
    from django.core.management import call_command
    from django.db import connection

    from tests.leaderboard.pwc import small

    with django_db_blocker.unblock():
        small.build()
        process, address = _serve(connection.settings_dict)
        try:
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def client(python: Path, site: str, token: str) -> Script:
    """Runs a script with the client and gives what it leaves in `out`."""

    def run(script: str, *, token: str = token) -> Any:
        whole = _BEFORE + script + _AFTER
        command: list[str | Path] = [python, "-c", whole, f"{site}/pwc", token]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="module")
def token(site: str, django_db_blocker: Any) -> str:
    """A token that may write tables."""
    from tests.leaderboard.pwc import small

    with django_db_blocker.unblock():
        return small.token("ada")


@pytest.fixture(scope="module")
def other_token(site: str, django_db_blocker: Any) -> str:
    """A token that may hand in papers, and write no tables."""
    from tests.leaderboard.pwc import small

    with django_db_blocker.unblock():
        return small.token("eve", "papers")


_BEFORE = """
import json, sys
from paperswithcode import PapersWithCodeClient
from paperswithcode.models import *
from tea_client.errors import HttpClientError
client = PapersWithCodeClient(url=sys.argv[1], token=sys.argv[2])
out = {}
def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except HttpClientError as error:
        return [error.status_code, error.message]
    raise AssertionError("was not refused")
"""
_AFTER = """
print(json.dumps(out, default=lambda model: model.dict() if hasattr(model, "dict") else str(model)))
"""


def _serve(database: dict[str, Any]) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + database["NAME"]).geturl()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "config.wsgi:application",
    ]
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            if httpx.get(f"{address}/health/live").is_success:
                return process, address
        except httpx.HTTPError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError("the site did not start")
