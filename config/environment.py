"""The environment that settings and servers are told things by: variables, and an optional `.env` file."""

from pathlib import Path

from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)


def shown(path: Path) -> Path:
    """The path as messages give it: seen from the checkout where it is in there."""
    return path.relative_to(BASE_DIR) if path.is_relative_to(BASE_DIR) else path


def data_folder() -> Path:
    """The folder of everything that is kept: `DATA`, seen from the checkout."""
    return (BASE_DIR / env.path("DATA", Path(".data"))).resolve()
