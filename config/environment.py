"""The environment that settings and servers are told things by: variables, and an optional `.env` file."""

from pathlib import Path

from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)


def data_folder() -> Path:
    """The folder of everything that is kept: `DATA`, seen from the checkout."""
    return (BASE_DIR / env.path("DATA", Path(".data"))).resolve()
