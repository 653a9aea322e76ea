"""Files that only their owner may read: generated keys and passwords."""

import contextlib
import os
import secrets
from pathlib import Path


def folder(path: Path) -> Path:
    """The folder, made with its parents if absent, closed to everybody but its owner."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret(path: Path, *, length: int = 32) -> str:
    """The secret kept in the file, generated the first time (mode 0600).

    Several processes may ask at once: the file appears complete under its name or not at all, and
    everybody reads the one that got there first.
    """
    if not path.exists():
        folder(path.parent)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        write(draft, secrets.token_urlsafe(length))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def write(path: Path, text: str) -> None:
    """Write the text to a file that nobody else could ever open, not even for a moment."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
