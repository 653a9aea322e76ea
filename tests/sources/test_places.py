import gzip
import os
from pathlib import Path

import pytest

from leaderboard.sources import places
from leaderboard.sources.records import SourceError

LINE = '{"abstract": "We sort stamps."}\n'


def names(place: Path) -> list[str]:
    found = []
    for opener in places.contents(str(place)):
        with opener as content:
            found.append(str(content.path.relative_to(place)))
    return found


def test_a_folder_gives_its_readable_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "b" / "papers.jsonl.gz").write_bytes(gzip.compress(LINE.encode()))
    for name in ("a.jsonl", ".hidden.jsonl", ".git/c.jsonl", "unnamed"):
        (tmp_path / name).write_text(LINE)
    (tmp_path / "README.md").write_text("# About these files")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "empty").write_text("")
    assert names(tmp_path) == ["a.jsonl", "unnamed", "b/papers.jsonl.gz"]


def test_damaged_files_of_known_endings_are_kept_so_that_they_are_reported(tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text(LINE)
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(LINE.encode())[:-9])
    assert names(tmp_path) == ["cut.jsonl.gz", "empty.csv", "good.jsonl"]


def test_a_folder_without_papers_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Nothing here")
    with pytest.raises(SourceError, match=r"the folder holds no file of a known format \(1 looked at\)"):
        places.contents(str(tmp_path))


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file or folder"):
        places.contents(str(tmp_path / "missing.jsonl"))


def test_a_pipe_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="not a regular file"):
        places.contents(str(tmp_path / "pipe"))


def test_a_single_file_is_taken_whatever_its_format(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("nothing")
    assert len(places.contents(str(tmp_path / "notes"))) == 1
