"""Snapshots: an export that stays for ever, its files stored under their own SHA-256 sums."""

import hashlib
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from leaderboard.actions import boards
from leaderboard.actions import snapshots as actions
from leaderboard.exports.collection import Watcher, write
from leaderboard.exports.manifest import File, Manifest
from leaderboard.models import Snapshot
from leaderboard.queries import collection


def take(*, progress: Watcher | None = None) -> Snapshot:
    """A snapshot of everything as it is now; the one before, if nothing changed since.

    The files are in their places before the row is: a killed run leaves files that nobody names, which
    the next one with the same content uses.
    """
    boards.settle()
    folder().mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".new-", dir=folder()))
    try:
        with collection.unchanging(writing=True):
            made = write(draft, progress=progress)
            for file in made.files:
                _keep(draft / file.name, file)
            return actions.take(content=content(made.files), manifest=asdict(made), at=timezone.now())
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def content(files: tuple[File, ...]) -> str:
    """The SHA-256 sum of a snapshot: over lines of sum, two spaces and name, as `sha256sum` writes them."""
    lines = "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name))
    return hashlib.sha256(lines.encode()).hexdigest()


def manifest(snapshot: Snapshot) -> Manifest:
    """What the snapshot's manifest says."""
    held = dict(snapshot.manifest)
    return Manifest(**{**held, "files": tuple(File(**each) for each in held["files"])})


def path(snapshot: Snapshot, *, file: str) -> Path | None:
    """Where the file is; None unless the snapshot names it."""
    found = manifest(snapshot).file(file)
    return _place(found) if found else None


def folder() -> Path:
    """Where the files of all snapshots are."""
    return Path(settings.DATA) / "snapshots"


def _keep(draft: Path, file: File) -> None:
    """Move the file to its place, unless it is there; it may not be written to from then on."""
    place = _place(file)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.chmod(0o444)
        draft.rename(place)


def _place(file: File) -> Path:
    return folder() / file.sha256[:2] / f"{file.sha256}.{file.format}"
