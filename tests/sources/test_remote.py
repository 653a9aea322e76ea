"""Fetching from a server on this machine."""

import gzip
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from leaderboard.sources import formats, places, remote
from leaderboard.sources.records import PaperRecord, SourceError

LINE = b'{"id": "2503.11677", "abstract": "We sort stamps."}\n'


class Pages(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == "/loop":
            self._send(302, {"Location": f"/loop?{len(query)}"})
        elif path == "/moved":
            self._send(301, {"Location": "/papers.jsonl"})
        elif path == "/escape":
            self._send(302, {"Location": "file:///etc/passwd"})
        elif path == "/papers.jsonl":
            self._send(200, {}, LINE)
        elif path == "/packed":
            self._send(200, {"Content-Encoding": "gzip"}, gzip.compress(LINE))
        elif path == "/large":
            self._send(200, {}, LINE * 1_000)
        elif path == "/cut":
            self._send(200, {"Content-Length": "5000"}, LINE)
        elif path == "/silent":
            self.server.released.wait(10)  # type: ignore[attr-defined]
        else:
            self._send(404, {})

    def _send(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep the test output clean."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.released = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.released.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["/papers.jsonl", "/moved", "/packed", "/papers.jsonl?page=2"])
def test_a_file_is_fetched_read_and_removed(site: str, path: str) -> None:
    (opener,) = places.contents(site + path)
    with opener as content:
        (record,) = formats.read(content)
        assert content.name == site + path
    assert isinstance(record, PaperRecord)
    assert record.arxiv_id == "2503.11677"
    assert not content.path.exists()


REFUSED = [
    ("/missing", "the server answered 404 Not Found"),
    ("/loop", "redirected more than 5 times"),
    ("/escape", "cannot be reached"),
    ("/cut", "cannot be reached"),
]


def fail(url: str) -> str:
    with pytest.raises(SourceError) as caught, remote.fetched(url):
        pass
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(("path", "message"), REFUSED)
def test_what_cannot_be_had_is_one_clear_line(site: str, path: str, message: str) -> None:
    assert fail(site + path).startswith(f"{site}{path}: {message}")


def test_the_size_is_capped(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_BYTES", 10_000)
    assert "larger than" in fail(site + "/large")


def test_a_server_that_says_nothing_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SILENCE_SECONDS", 0.2)
    assert "no answer in time" in fail(site + "/silent")


def test_a_transfer_that_takes_too_long_is_left(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "TOTAL_SECONDS", -1.0)
    assert "took longer than" in fail(site + "/large")


def test_a_closed_port_is_unreachable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/papers.jsonl"
    assert "cannot be reached" in fail(url)


@pytest.mark.parametrize("url", ["ftp://example.org/a", "file:///etc/passwd", "http://", "http://[::1"])
def test_other_addresses_are_not_fetched(url: str) -> None:
    assert url in fail(url)


def test_a_password_in_an_address_is_never_shown() -> None:
    assert "secret" not in fail("http://user:secret@127.0.0.1:1/papers.jsonl")
