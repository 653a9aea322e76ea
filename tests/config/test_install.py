"""The environment that make installs into: made once, filled only when the lock has changed."""

import subprocess
import sys
from pathlib import Path

import pytest

from config import install
from config.environment import BASE_DIR


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "venv"
    monkeypatch.setattr(install, "VENV", folder)
    return folder


def lock_file(folder: Path, text: str) -> Path:
    lock = folder / "some.lock"
    lock.write_text(text)
    return lock


def test_an_unchanged_lock_installs_nothing(
    venv: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lock = lock_file(tmp_path, "# nothing\n")
    assert install.main(lock) == ""
    assert "installing some.lock" in capfd.readouterr().out
    assert install.main(lock) == ""
    assert capfd.readouterr().out == ""


def test_a_changed_lock_is_installed_and_needs_hashes(venv: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    lock = lock_file(tmp_path, "idna==3.10\n")
    assert install.main(lock) == "some.lock could not be installed; pip says above why."
    assert not (venv / ".some.lock").exists()


def test_another_python_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(install, "WANTED", (3, 99))
    assert install.main(lock_file(tmp_path, "")).startswith("Claimboard needs Python 3.11, this is 3.11.")


def test_a_python_without_venv_says_what_to_install(
    venv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    assert "apt-get install python3.11-venv" in install.main(lock_file(tmp_path, ""))


def test_locks_name_no_host_and_no_path() -> None:
    for lock in BASE_DIR.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert "--find-links" not in text
        assert "--index" not in text
        lines = [line for line in text.splitlines() if line and not line.startswith(" ")]
        assert all(" ;" in line or line.endswith("\\") for line in lines)
