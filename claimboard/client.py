"""A client of the public API: what it answers, as the dictionaries that it sends."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote
from uuid import UUID

import httpx

from claimboard import VERSION
from claimboard.errors import ClaimboardError, Code

SERVER = "http://127.0.0.1:8000"
SECONDS = 30
PAGE = 1_000
SUGGESTIONS = 8
_FIRST_ERROR, _ABSENT, _SLOWER, _SERVER_ERROR = 400, 404, 429, 500
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Answer = dict[str, Any]
Watcher = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that are there, and the bytes that there will be."""


class Client:
    """A Claimboard at an address; to be closed, or used with `with`.

    Every method raises ClaimboardError. Names can be given as slugs or as people write them. An empty list
    is an answer like any other.
    """

    def __init__(self, server: str = SERVER, *, token: str = "") -> None:
        headers = {"User-Agent": f"claimboard/{VERSION}", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.server = server.rstrip("/")
        self._http = httpx.Client(headers=headers, timeout=SECONDS, follow_redirects=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def search(self, words: str, *, kind: str = "papers", limit: int = 20) -> list[Answer]:
        """What has these words or names, the best first; `kind` is papers, claims, boards, systems ..."""
        return [each["found"] for each in self._listed("search/", {"q": words, "kind": kind}, limit)]

    def board(self, benchmark: str, metric: str, *, tab: str = "results", limit: int = 20) -> Answer:
        """What the board is about, and its first rows, the ranked ones first; perhaps none."""
        on, by = self.resolve("benchmarks", benchmark), self.resolve("metrics", metric)
        path = f"boards/{on}/{by}/"
        about = self._get(path, {"tab": tab, "page_size": 1})
        rows = list(self._listed(f"{path}rows/", {"tab": tab}, limit))
        kept = {name: value for name, value in about.items() if name not in ("next", "previous", "results")}
        return kept | {"rows": rows}

    def claims(self, *, limit: int = 100, **filters: Any) -> list[Answer]:
        """The claims that meet the filters of `/api/v1/claims/`, the oldest first."""
        plural = {"benchmark": "benchmarks", "metric": "metrics", "system": "systems", "baseline": "systems"}
        asked = {name: value for name, value in filters.items() if value is not None}
        for name in plural.keys() & asked.keys():
            asked[name] = self.resolve(plural[name], asked[name])
        return list(self._listed("claims/", asked, limit))

    def paper(self, identifier: str) -> Answer:
        """The paper with this uid, arXiv number or DOI, with its claims."""
        found = identifier if _is_uid(identifier) else self._paper_uid(identifier)
        return self._get(f"papers/{found}/", {})

    def contradictions(self, *, limit: int = 20, **filters: Any) -> list[Answer]:
        """Numbers that disagree, the certain ones first; filters are benchmark, metric, system, certain."""
        asked = {name: value for name, value in filters.items() if value is not None}
        for name in ("benchmark", "metric", "system"):
            if name in asked:
                asked[name] = self.resolve(f"{name}s", asked[name])
        return list(self._listed("contradictions/", asked, limit))

    def compare(self, systems: list[str]) -> list[Answer]:
        """The boards on which at least two of the systems have results of their own, with those results."""
        boards: dict[tuple[str, str], dict[str, list[Answer]]] = {}
        for system in [self.resolve("systems", each) for each in systems]:
            for claim in self.claims(system=system, kind="absolute", role="result", limit=PAGE):
                for board in _boards(claim):
                    boards.setdefault(board, {}).setdefault(system, []).append(claim)
        return [
            {"benchmark": benchmark, "metric": metric, "systems": found}
            for (benchmark, metric), found in sorted(boards.items())
            if len(found) > 1
        ]

    def extract(self, abstract: str, *, title: str = "") -> Answer:
        """The claims and dropped numbers of a text; nothing is stored."""
        body = {"abstract": abstract} | ({"title": title} if title else {})
        with self._asking("extract/"):
            return self._read(self._http.post(self._address("extract/"), json=body))

    def export(self, to: Path, *, formats: list[str], progress: Watcher | None = None) -> Answer:
        """The manifest of the newest export, whose files are in the folder now, each checked by its sum."""
        with self._asking("the export"):
            answer = self._http.get(f"{self.server}/exports/manifest.json")
            if answer.status_code == _ABSENT:
                raise ClaimboardError(
                    Code.NOT_FOUND, f"{self.server} has no export yet; one is made every night."
                )
            manifest = self._read(answer)
            to.mkdir(parents=True, exist_ok=True)
            for file in manifest["files"]:
                if file["format"] in formats:
                    self._download(str(answer.url.join(quote(file["name"]))), to, file, progress)
        return manifest

    def resolve(self, kind: str, words: str) -> str:
        """The slug of the thing that is called so; raises not_found or ambiguous, with suggestions."""
        if _SLUG.fullmatch(words) and self._is_there(f"{kind}/{words}/"):
            return words
        found = [each["found"] for each in self._listed("search/", {"q": words, "kind": kind}, SUGGESTIONS)]
        named = [
            each
            for each in found
            if words.casefold() in (each["name"].casefold(), each["spelling"].casefold())
        ]
        if len(named) == 1:
            return str(named[0]["slug"])
        suggestions = tuple(str(each["slug"]) for each in found)
        if len(found) > 1:
            message = f"“{words}” is the whole name of no one of the {kind}, or of several; choose by slug."
            raise ClaimboardError(Code.AMBIGUOUS, message, suggestions=suggestions)
        message = f"Nothing among the {kind} is called “{words}”."
        raise ClaimboardError(Code.NOT_FOUND, message, suggestions=suggestions)

    def _paper_uid(self, identifier: str) -> str:
        for name in ("arxiv_id", "doi"):
            for paper in self._listed("papers/", {name: identifier}, 1):
                return str(paper["uid"])
        raise ClaimboardError(
            Code.NOT_FOUND, f"There is no paper with the uid, arXiv number or DOI “{identifier}”."
        )

    def _is_there(self, path: str) -> bool:
        try:
            self._get(path, {})
        except ClaimboardError as error:
            if error.code is Code.NOT_FOUND:
                return False
            raise
        return True

    def _listed(self, path: str, asked: Mapping[str, Any], limit: int) -> Iterator[Answer]:
        return islice(self._walk(path, {**asked, "page_size": min(max(limit, 1), PAGE)}), limit)

    def _walk(self, path: str, asked: Mapping[str, Any]) -> Iterator[Answer]:
        """Page after page, by the mark that each names for the next."""
        after: str | None = ""
        while after is not None:
            page = self._get(path, {**asked, "after": after} if after else asked)
            yield from page["results"]
            after = page["next"] and httpx.URL(page["next"]).params.get("after")

    def _get(self, path: str, asked: Mapping[str, Any]) -> Answer:
        with self._asking(path):
            return self._read(self._http.get(self._address(path), params=dict(asked)))

    def _address(self, path: str) -> str:
        return f"{self.server}/api/v1/{path}"

    @contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        try:
            yield
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            message = f"{self.server} does not answer ({what}): {error or type(error).__name__}"
            raise ClaimboardError(Code.UNREACHABLE, message) from error

    def _read(self, answer: httpx.Response) -> Answer:
        try:
            body = answer.json()
        except ValueError:
            body = {}
        if answer.is_success and isinstance(body, dict) and body:
            return body
        detail = body.get("detail") if isinstance(body, dict) else None
        raise ClaimboardError(
            _code(answer.status_code), detail or f"{answer.url} answered {answer.status_code}."
        )

    def _download(self, address: str, to: Path, file: Mapping[str, Any], progress: Watcher | None) -> None:
        """The file gets its name when its sum is right."""
        draft, digest, there = to / f".{file['name']}.part", hashlib.sha256(), 0
        with self._http.stream("GET", address) as answer, draft.open("wb") as part:
            answer.raise_for_status()
            for block in answer.iter_bytes(1 << 20):
                digest.update(block)
                there += part.write(block)
                if progress:
                    progress(file["name"], there, file["bytes"])
        if digest.hexdigest() != file["sha256"]:
            draft.unlink()
            raise ClaimboardError(
                Code.UNREACHABLE, f"{file['name']} came broken: its sum is another. Try again."
            )
        draft.rename(to / file["name"])


def _code(status: int) -> Code:
    if status == _ABSENT:
        return Code.NOT_FOUND
    ours = _FIRST_ERROR <= status < _SERVER_ERROR and status != _SLOWER
    return Code.REFUSED if ours else Code.UNREACHABLE


def _boards(claim: Answer) -> list[tuple[str, str]]:
    metric = claim["metric"]["slug"]
    return [(each["slug"], metric) for each in claim["benchmarks"] if each["slug"] and metric]


def _is_uid(words: str) -> bool:
    try:
        UUID(words)
    except ValueError:
        return False
    return True
