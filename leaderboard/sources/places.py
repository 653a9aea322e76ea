"""The files behind what a user names: a file, every readable file of a folder, or an address."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from leaderboard.sources import formats, remote
from leaderboard.sources.content import Content
from leaderboard.sources.records import SourceError

Opener = AbstractContextManager[Content]


def contents(place: str) -> list[Opener]:
    """What to read for a place, each as a context that holds the file while it is read.

    Raises SourceError when there is nothing there. Files of a folder come in the order of their
    paths; hidden ones and those of unknown formats are passed over.
    """
    if remote.is_url(place):
        return [remote.fetched(place)]
    path = Path(place)
    if path.is_dir():
        return [nullcontext(content) for content in _folder(path)]
    if not path.is_file():
        problem = "not a regular file" if path.exists() else "there is no such file or folder"
        raise SourceError(f"{place}: {problem}")
    return [nullcontext(_content(path))]


def _folder(folder: Path) -> list[Content]:
    files = [_content(path) for path in _walked(folder)]
    found = [content for content in files if formats.readable(content)]
    if not found:
        raise SourceError(f"{folder}: the folder holds no file of a known format ({len(files)} looked at)")
    return found


def _walked(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file():
                yield path


def _content(path: Path) -> Content:
    return Content(path=path, name=str(path), file_name=path.name)
