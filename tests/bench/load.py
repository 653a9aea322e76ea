"""`python tests/bench/load.py 8000 /boards/a/b/ --seconds 5`: how often a server here gives a page.

A few connections that stay open, each asking again as soon as it has the whole answer, in one process of
threads: what it takes of the processors is taken from the server, so it is said beside the rate.
"""

import argparse
import json
import resource
import socket
import sys
import threading
import time

AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
"""A reader, so that what counts readers works too."""


def main() -> int:
    """0 after one line of JSON: answers, seconds, seconds of the processors that asking took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--header", action="append", default=[])
    asked = parser.parse_args()
    head = [f"GET {asked.path} HTTP/1.1", f"Host: 127.0.0.1:{asked.port}", f"User-Agent: {AGENT}"]
    request = "\r\n".join([*head, *asked.header, "", ""]).encode()
    counts: list[int] = []
    started = time.monotonic()
    threads = [
        threading.Thread(
            target=lambda: counts.append(_ask(asked.port, request, until=started + asked.seconds))
        )
        for _ in range(asked.connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "answers": sum(counts),
        "seconds": time.monotonic() - started,
        "own": used.ru_utime + used.ru_stime,
    }
    print(json.dumps(told))
    return 0 if len(counts) == len(threads) else 1


def _ask(port: int, request: bytes, *, until: float) -> int:
    """How many whole answers came; an answer that is neither 200 nor 304 ends it with an error."""
    answers = 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        while time.monotonic() < until:
            connection.sendall(request)
            _answer(connection)
            answers += 1
    return answers


def _answer(connection: socket.socket) -> None:
    """One answer, read to its end."""
    got = connection.recv(65_536)
    while b"\r\n\r\n" not in got:
        got += _more(connection)
    head, _, body = got.partition(b"\r\n\r\n")
    if head.split()[1] not in (b"200", b"304"):
        raise OSError(head.splitlines()[0].decode())
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.lower().splitlines()
            if line.startswith(b"content-length:")
        ),
        0,
    )
    missing = 0 if b" 304 " in head.splitlines()[0] else length - len(body)
    while missing > 0:
        missing -= len(_more(connection))


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(65_536)
    if not part:
        raise OSError("the server hung up")
    return part


if __name__ == "__main__":
    sys.exit(main())
