"""Files fetched from the web: http and https only, with limits on time, size and redirects."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import httpx

from leaderboard.sources.content import Content
from leaderboard.sources.records import SourceError

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 30.0  # the longest wait for the next bytes
TOTAL_SECONDS = 900.0
MAX_BYTES = 512 * 1024 * 1024
MAX_REDIRECTS = 5
CHUNK = 1 << 16
HEADERS = {"User-Agent": "claimboard (reads titles and abstracts)"}


def is_url(place: str) -> bool:
    """Whether a place is an address rather than a path."""
    return "://" in place


@contextmanager
def fetched(url: str) -> Iterator[Content]:
    """The file behind an address, on disk until the block ends; SourceError when it cannot be had."""
    address = _address(url)
    name = str(address.copy_with(username=None, password=None))
    with tempfile.TemporaryDirectory(prefix="claimboard-") as folder:
        path = Path(folder) / "download"
        try:
            _download(address, path=path, name=name)
        except httpx.TooManyRedirects:
            raise SourceError(f"{name}: redirected more than {MAX_REDIRECTS} times") from None
        except httpx.TimeoutException:
            raise SourceError(f"{name}: no answer in time; try again later") from None
        except httpx.HTTPError as problem:
            raise SourceError(f"{name}: cannot be reached ({_reason(problem)})") from None
        yield Content(path=path, name=name, file_name=PurePosixPath(address.path).name or address.host)


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as problem:
        raise SourceError(f"{url}: not an address ({problem})") from None
    if address.scheme not in ("http", "https") or not address.host:
        raise SourceError(f"{url}: only http and https addresses are fetched")
    return address


def _download(address: httpx.URL, *, path: Path, name: str) -> None:
    timeout = httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
    with (
        httpx.Client(timeout=timeout, max_redirects=MAX_REDIRECTS, headers=HEADERS) as client,
        client.stream("GET", address, follow_redirects=True) as response,
    ):
        if not response.is_success:
            raise SourceError(f"{name}: the server answered {response.status_code} {response.reason_phrase}")
        _save(response, path=path, name=name)


def _save(response: httpx.Response, *, path: Path, name: str) -> None:
    end, left = time.monotonic() + TOTAL_SECONDS, MAX_BYTES
    with path.open("wb") as file:
        for chunk in response.iter_bytes(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise SourceError(f"{name}: larger than {MAX_BYTES >> 20} MB; save it and give its path")
            if time.monotonic() > end:
                raise SourceError(f"{name}: took longer than {TOTAL_SECONDS / 60:.0f} minutes")
            file.write(chunk)


def _reason(problem: httpx.HTTPError) -> str:
    return " ".join(str(problem).split())[:200] or type(problem).__name__
