"""Exports that the site keeps and offers: one folder each under DATA, the newest first."""

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from leaderboard.exports import manifest
from leaderboard.exports.collection import Watcher, export
from leaderboard.exports.manifest import Manifest

KEPT = 3
"""Exports that stay; older ones go when a new one is there."""

_LOCK = 0xE8907
"""Advisory lock: one export at a time."""


@dataclass(frozen=True, slots=True)
class Export:
    """A kept export; its name is the moment at which it was made."""

    name: str
    manifest: Manifest


def make(*, progress: Watcher | None = None) -> Export | None:
    """A new export of everything; None where another process is making one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return None
        try:
            return _make(progress)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def kept() -> list[Export]:
    """The exports that can be downloaded, the newest first."""
    folders = sorted(_folder().glob("[0-9]*Z"), reverse=True) if _folder().is_dir() else []
    found = ((folder.name, manifest.read(folder)) for folder in folders)
    return [Export(name, held) for name, held in found if held]


def path(name: str, *, file: str) -> Path | None:
    """Where the file of a kept export is; None unless its manifest names it, so no path leads elsewhere."""
    found = next((each for each in kept() if each.name == name), None)
    if found is None or (file != manifest.NAME and found.manifest.file(file) is None):
        return None
    return _folder() / found.name / file


def _make(progress: Watcher | None) -> Export:
    """The folder gets its name when it is whole; what a killed run left goes first."""
    for left in _folder().glob(".new-*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = _folder() / f".new-{os.getpid()}"
    try:
        made = export(draft, progress=progress)
        name = f"{timezone.now():%Y%m%dT%H%M%S%fZ}"
        draft.rename(_folder() / name)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    for old in kept()[KEPT:]:
        with contextlib.suppress(OSError):
            shutil.rmtree(_folder() / old.name)
    return Export(name, made)


def _folder() -> Path:
    return Path(settings.DATA) / "exports"
