"""The bytes of one file, plain or gzip, as lines, text or a stream; every fault names its place."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from leaderboard.sources.records import SourceError

GZIP_MAGIC = b"\x1f\x8b"
HEAD_BYTES = 64 * 1024
MAX_LINE = 16 * 1024 * 1024  # bytes; a line is held in memory
MAX_TEXT = 128 * 1024 * 1024  # bytes; for formats that are read whole
MAX_STREAM = 8 * 1024 * 1024 * 1024  # bytes after unpacking: the whole of arXiv is 5 GB


@dataclass
class Content:
    """One file to read; `name` is what messages call it and `file_name` its last part."""

    path: Path
    name: str
    file_name: str
    done: int = 0  # bytes of the file read so far, for progress bars
    whole_lines: int = 0  # of gzip data, unpacked so far

    @property
    def size(self) -> int:
        """Bytes of the file as it stands on the disk."""
        return self.path.stat().st_size

    def head(self) -> str:
        """The first 64 KB as text, damaged characters replaced: enough to tell the format."""
        with self.stream() as stream:
            return stream.read(HEAD_BYTES).decode("utf-8-sig", errors="replace")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Every line with its number from 1, line ends kept."""
        with self.stream() as stream:
            number = 0
            while raw := stream.readline(MAX_LINE):
                number += 1
                if len(raw) == MAX_LINE:
                    raise self.error(f"line {number} is longer than {MAX_LINE >> 20} MB")
                yield number, self._decoded(raw, first_line=number)

    def text(self) -> str:
        """The whole file as text."""
        with self.stream() as stream:
            raw = stream.read(MAX_TEXT + 1)
        if len(raw) > MAX_TEXT:
            raise self.error(f"larger than {MAX_TEXT >> 20} MB, too large for a format that is read whole")
        return self._decoded(raw, first_line=1)

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """An open stream of the unpacked bytes."""
        try:
            with self.path.open("rb") as file, _unpacked(file, content=self) as unpacked:
                yield unpacked
        except EOFError:
            place = f"line {self.whole_lines} is the last whole one"
            raise self.error(f"the gzip data ends early, {place}; fetch the file again") from None
        except (gzip.BadGzipFile, zlib.error) as problem:
            place = f"found after line {self.whole_lines}"
            raise self.error(f"damaged gzip data, {place} ({problem}); fetch the file again") from None
        except OSError as problem:
            raise self.error(f"cannot be read: {problem.strerror or problem}") from None

    def error(self, problem: str) -> SourceError:
        """An error about this file."""
        return SourceError(f"{self.name}: {problem}")

    def _decoded(self, raw: bytes, *, first_line: int) -> str:
        try:
            return raw.decode("utf-8-sig" if first_line == 1 else "utf-8")
        except UnicodeDecodeError as problem:
            line = first_line + raw.count(b"\n", 0, problem.start)
            byte = f"byte 0x{raw[problem.start]:02x}"
            raise self.error(f"not UTF-8 at line {line} ({byte}); convert the file to UTF-8") from None


class _Counted(io.RawIOBase):
    """A file that notes in its content how far it has been read."""

    def __init__(self, file: BinaryIO, *, content: Content) -> None:
        self._file = file
        self._content = content

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._content.done = self._file.tell()
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)


class _Bounded(io.RawIOBase):
    """Unpacked data that stops with an error where a gzip bomb would fill the disk."""

    def __init__(self, unpacked: gzip.GzipFile, *, content: Content) -> None:
        self._unpacked = unpacked
        self._content = content
        self._left = MAX_STREAM

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self._unpacked.readinto1(
            buffer
        )  # what there is: more would be lost where the data ends early
        self._content.whole_lines += bytes(buffer[:count]).count(b"\n")
        self._left -= count
        if self._left < 0:
            raise OSError(f"more than {MAX_STREAM >> 30} GB after unpacking")
        return count


def _unpacked(file: BinaryIO, *, content: Content) -> BinaryIO:
    plain = io.BufferedReader(_Counted(file, content=content), buffer_size=1 << 18)
    if not plain.peek(2).startswith(GZIP_MAGIC):
        return plain
    content.whole_lines = 0
    return io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=plain), content=content), buffer_size=1 << 18)
