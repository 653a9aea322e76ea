"""Makes `.venv` and installs a hashed lock file into it; run by make, when nothing else is there yet."""

import subprocess
import sys
from pathlib import Path

WANTED = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
NO_PIP = (
    "This Python can make no environment. On Debian: apt-get install python3.11-venv (then the same again)."
)


def main(lock: Path) -> str:
    """What went wrong, or nothing: the environment holds exactly what the lock file says."""
    if sys.version_info[:2] != WANTED:
        found = ".".join(map(str, sys.version_info[:2]))
        return f"Claimboard needs Python 3.11, this is {found}. Name one: make PYTHON=/path/to/python3.11 ..."
    done = VENV / f".{lock.name}"
    if done.exists() and done.read_bytes() == lock.read_bytes() and _works():
        return ""
    pip = _environment()
    if not pip:
        return NO_PIP
    print(f"installing {lock.name} into .venv", flush=True)
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    if subprocess.run([*pip, "install", *options, "-r", str(lock)], cwd=ROOT, check=False).returncode:
        return f"{lock.name} could not be installed; pip says above why."
    done.write_bytes(lock.read_bytes())
    return ""


def _works() -> bool:
    """Whether the environment's Python runs; a Python since removed leaves one that does not."""
    try:
        return subprocess.run([VENV / "bin" / "python", "-c", ""], check=False).returncode == 0
    except OSError:
        return False


def _environment() -> list[str]:
    """How to call the pip of the environment, made if need be; nothing if this machine has no pip at all."""
    inside = [str(VENV / "bin" / "python"), "-m", "pip"]
    if _works() and _silent([*inside, "--version"]):
        return inside
    if _silent([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        return inside
    outside = [sys.executable, "-m", "pip", "--python", str(VENV / "bin" / "python")]
    if _silent([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)]) and _silent(
        [*outside, "--version"]
    ):
        return outside
    return []


def _silent(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    problem = main(Path(sys.argv[1]))
    if problem:
        sys.exit(f"error: {problem}")
