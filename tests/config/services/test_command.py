"""What `python -m config.services` says and does at the edges."""

import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from config.services.addresses import Addresses, publish, socket_url
from config.services.identity import NOBODY
from tests.config.services.processes_of import processes_of
from tests.config.services.running import clean_environment, free_port, run

# The interpreter may lie where nobody else can start it, so rights are given up after the imports.
AS_NOBODY = f"""
import os, sys
from config.services.__main__ import main
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
sys.exit(main())
"""


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


@pytest.mark.parametrize(("below", "problem"), [("", "it is a file"), ("below", "Not a directory")])
def test_a_file_in_place_of_the_folder_is_one_line(tmp_path: Path, below: str, problem: str) -> None:
    data = tmp_path / "file" / below
    (tmp_path / "file").write_text("")
    check_one_line(manage(["extract"], data=data), "error: ")
    for words in (["run"], ["exec", "true"]):
        done = run(*words, env={"DATA": str(data), "PORT": str(free_port())})
        check_one_line(done, f"error: DATA={data} cannot be used: {problem}")
        assert "make run DATA=" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(
    ("mode", "problem"),
    [(0o700, "Permission denied"), (0o755, "it belongs to another user (root)")],
)
def test_the_folder_of_another_user_is_one_line(mode: int, problem: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(mode)
        data = Path(place) if mode & 0o5 else Path(place, "data")
        told = clean_environment() | {"DATA": str(data), "PORT": str(free_port())}
        for words in (["run"], ["exec", "true"]):
            done = subprocess.run(
                [sys.executable, "-c", AS_NOBODY, *words],
                cwd=BASE_DIR,
                env=told,
                capture_output=True,
                check=False,
                text=True,
                timeout=60,
            )
            check_one_line(done, f"error: DATA={data} cannot be used: {problem}")


@pytest.mark.parametrize("corpus", ["/nonexist", "no/such/file.jsonl"])
def test_a_corpus_that_is_not_there_is_told_before_anything_starts(tmp_path: Path, corpus: str) -> None:
    told = {"DATA": str(tmp_path / "data"), "PORT": str(free_port()), "CORPUS": corpus}
    done = run("run", env=told)
    check_one_line(done, f"error: CORPUS={corpus}: there is no such file or folder")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", [["ingest", "README.md"], ["extract"], ["migrate", "--check"]])
def test_a_command_without_a_site_says_so_and_leaves_nothing(tmp_path: Path, words: list[str]) -> None:
    data = tmp_path / "data"
    done = manage(words, data=data)
    check_one_line(done, f"error: nothing runs on DATA={data}; start it with `make run`, or set DATA")
    assert not data.exists()


def test_what_a_killed_site_left_behind_is_no_running_site(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    publish(tmp_path, Addresses(database_url=socket_url(tmp_path / "run"), redis_url="redis://127.0.0.1:1/0"))
    done = manage(["extract"], data=tmp_path)
    check_one_line(done, f"error: nothing runs on DATA={tmp_path};")


def manage(words: list[str], *, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=BASE_DIR,
        env=clean_environment() | {"DATA": str(data)},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


def check_one_line(done: subprocess.CompletedProcess[str], start: str) -> None:
    assert done.returncode != 0
    assert done.stderr.startswith(start)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["exec", "--help"]])
def test_help_shows_an_example_or_the_variables(arguments: list[str]) -> None:
    done = run(*arguments, env={})
    assert done.returncode == 0
    assert "example" in done.stdout or "variables" in done.stdout
