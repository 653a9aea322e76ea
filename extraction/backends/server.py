"""Talking to an OpenAI-compatible server: retries with back-off, a token budget, answers kept."""

import hashlib
import json
import math
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from extraction.backends.configuration import Configuration
from extraction.backends.conversation import LOOSE, STRICT, AnswerError, Message, sendable

LONGEST_WAIT = 60.0
"""Seconds; a server that asks for a longer pause than this is waited for no longer."""

MOST_BYTES = 4_000_000
"""Of an answer; a longer one is a fault of the server, not claims of an abstract."""

_OF_FORMAT = (b"response_format", b"schema", b"grammar")
"""Words of servers that refuse the schema; there are as many as servers."""


class ServerError(Exception):
    """The server gave no usable answer; the message says what happened and what to check."""


class BudgetError(ServerError):
    """The tokens that this run may use are used up."""


class _PassingError(ServerError):
    """A fault that may be gone at the next attempt; `wait` is what the server asks for, in seconds."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class _FormatError(ServerError):
    """The server refuses the response format."""


class Server:
    """A model behind HTTP; safe to use from several threads."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        key = configuration.api_key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, timeout=configuration.timeout, follow_redirects=False)
        self._lock = threading.Lock()
        self._strict = True
        self.tokens_used = 0

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def complete(self, messages: list[Message]) -> str:
        """The model's answer, from the cache where it was given before; raises ServerError.

        Raises AnswerError where this text is longer than the model can read: the next one may do.
        """
        kept = self._kept(messages)
        if kept is not None and kept.exists():
            return kept.read_text(encoding="utf-8")
        answer = self._formatted(messages)
        if kept is not None:
            _write(kept, answer)
        return answer

    def _formatted(self, messages: list[Message]) -> str:
        """By the strict schema; by plain JSON from then on, once the server has refused the schema."""
        if self._strict:
            try:
                return self._asked(messages, STRICT)
            except _FormatError:
                self._strict = False
        return self._asked(messages, LOOSE)

    def _asked(self, messages: list[Message], response_format: dict[str, Any]) -> str:
        attempts = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=stop_after_attempt(max(1, self._configuration.attempts)),
            wait=_waiting(self._configuration.pause),
            reraise=True,
        )
        return attempts(self._once, messages, response_format)

    def _once(self, messages: list[Message], response_format: dict[str, Any]) -> str:
        self._check_budget()
        body = {
            "model": self._configuration.model,
            "messages": messages,
            "temperature": 0,
            "response_format": response_format,
        }
        try:
            with self._client.stream(
                "POST", f"{self._configuration.base_url}/chat/completions", json=body
            ) as response:
                return self._content(response, _read(response))
        except httpx.HTTPError as error:
            raise _PassingError(f"{self._configuration.base_url} did not answer: {error}") from error

    def _content(self, response: httpx.Response, body: bytes) -> str:
        status = response.status_code
        if status == 429 or status >= 500:
            raise _PassingError(f"the server answered {status}", wait=_asked_pause(response))
        if status in (400, 422) and any(word in body for word in _OF_FORMAT):
            raise _FormatError("the server refuses the response format")
        if status in (400, 413, 422) and b"context" in body:
            raise AnswerError("the text is too long for the model's context")
        if status != 200:
            raise ServerError(f"the server answered {status}; check LLM_BASE_URL, LLM_MODEL and LLM_API_KEY")
        try:
            answer = json.loads(body)
            content = answer["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise _PassingError("the server's answer is no chat completion") from error
        self._count(answer, body)
        return sendable(content) if isinstance(content, str) else ""

    def _count(self, answer: dict[str, Any], body: bytes) -> None:
        usage = answer.get("usage")
        said = usage.get("total_tokens") if isinstance(usage, dict) else None
        with self._lock:
            self.tokens_used += said if isinstance(said, int) and said >= 0 else len(body) // 4

    def _check_budget(self) -> None:
        budget = self._configuration.budget
        if budget is not None and self.tokens_used >= budget:
            raise BudgetError(f"the budget of {budget} tokens is used up; raise LLM_TOKEN_BUDGET to go on")

    def _kept(self, messages: list[Message]) -> Path | None:
        if self._configuration.cache is None:
            return None
        asked = json.dumps([self._configuration.model, messages], sort_keys=True)
        return self._configuration.cache / f"{hashlib.sha256(asked.encode()).hexdigest()}.txt"


def _waiting(first: float) -> Callable[[RetryCallState], float]:
    """Seconds until the next attempt: what the server asks for, else twice as long each time."""
    growing = wait_exponential_jitter(multiplier=first, max=LONGEST_WAIT, jitter=first)

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, _PassingError) else None
        return growing(state) if asked is None else min(asked, LONGEST_WAIT)

    return wait


def _asked_pause(response: httpx.Response) -> float | None:
    """The seconds of Retry-After; None where there is none or it is a date."""
    try:
        pause = float(response.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return max(0.0, pause) if math.isfinite(pause) else None


def _read(response: httpx.Response) -> bytes:
    body = b""
    for piece in response.iter_bytes():
        body += piece
        if len(body) > MOST_BYTES:
            raise ServerError(f"the server's answer is longer than {MOST_BYTES} bytes")
    return body


def _write(path: Path, text: str) -> None:
    """Writes the whole file or nothing, so that a killed run leaves no half answer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)
