"""A real HTTP server on loopback that plays an OpenAI-compatible one, well or badly, as told."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Play = Callable[[dict[str, Any], BaseHTTPRequestHandler], None]


@dataclass
class Stage:
    """What the server is to do, one play a request and the last for all others, and what it was asked."""

    plays: list[Play]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, body: dict[str, Any], headers: dict[str, str]) -> Play:
        """The play for this request."""
        with self._lock:
            self.asked.append(body)
            self.headers.append(headers)
            return self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]


@contextmanager
def serving(*plays: Play) -> Iterator[Stage]:
    """A server that acts out the plays until the block ends."""
    stage = Stage(list(plays))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stage.enter(body, dict(self.headers))(body, self)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    stage.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield stage
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """One whole response."""
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def answering(content: str, *, tokens: int = 10) -> Play:
    """Answers with this content."""
    completion = {"choices": [{"message": {"content": content}}], "usage": {"total_tokens": tokens}}
    return lambda _, handler: send(handler, 200, json.dumps(completion).encode())


def claiming(*claims: dict[str, Any]) -> Play:
    """Answers with these claims."""
    return answering(json.dumps({"claims": list(claims)}))


def failing(status: int, body: str = "{}", **headers: str) -> Play:
    """Answers with an error."""
    return lambda _, handler: send(handler, status, body.encode(), **headers)


def hanging_up(_: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
    """Closes the connection in the middle of the answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')


def refusing_schema(body: dict[str, Any], handler: BaseHTTPRequestHandler) -> None:
    """Knows plain JSON only."""
    if body["response_format"]["type"] == "json_schema":
        send(handler, 400, b'{"error": "response_format json_schema is not supported"}')
    else:
        answering('{"claims": []}')(body, handler)
