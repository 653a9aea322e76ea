"""What `python -m config.services` says and does at the edges."""

import re
import socket
import sys
from pathlib import Path

import pytest

from tests.config.services.processes_of import processes_of
from tests.config.services.running import free_port, run


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("run", env={"DATA": str(tmp_path / "data"), "PORT": str(port)})
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: Port {port} of 127.0.0.1 cannot be used (Address already in use)")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (
            "DATABASE_URL",
            "postgres://me:hush@127.0.0.1:1/x",
            "DATABASE_URL (postgres://127.0.0.1:1/x) cannot",
        ),
        ("DATABASE_URL", "nonsense", "DATABASE_URL (not a URL) cannot be used"),
        ("REDIS_URL", "redis://:hush@127.0.0.1:1/0", "REDIS_URL (redis://127.0.0.1:1/0) cannot be used"),
        ("REDIS_URL", "nonsense", "REDIS_URL (not a URL) cannot be used"),
        ("PORT", "many", '"PORT" invalid'),
        ("PORT", "70000", "Port 70000"),
    ],
)
def test_a_wrong_setting_is_one_line_without_secrets(
    tmp_path: Path, variable: str, value: str, message: str
) -> None:
    done = run("run", env={"DATA": str(tmp_path / "data"), "PORT": str(free_port()), variable: value})
    assert done.returncode == 1
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert "hush" not in done.stderr


def test_exec_starts_servers_around_a_command(tmp_path: Path) -> None:
    script = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL']); raise SystemExit(7)"
    done = run("exec", sys.executable, "-c", script, env={"DATA": str(tmp_path / "data")})
    assert done.returncode == 7
    assert re.match(r"postgresql://claimboard@.* redis://", done.stdout)
    assert processes_of(tmp_path / "data") == {}


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["exec", "--help"]])
def test_help_shows_an_example_or_the_variables(arguments: list[str]) -> None:
    done = run(*arguments, env={})
    assert done.returncode == 0
    assert "example" in done.stdout or "variables" in done.stdout
