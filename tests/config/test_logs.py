"""Logs hold no address that opens something."""

import logging
from typing import Any

import pytest
from django.conf import settings

from config.logs import WithoutTokens


@pytest.mark.parametrize(
    ("words", "logged"),
    [
        ("Bad Request: /authors/Wy1a:1k:se-c_ret/", "Bad Request: /authors/…/"),
        ("GET /confirm/abc:def?x=1 400", "GET /confirm/…?x=1 400"),
        ("Not Found: /papers/authors/", "Not Found: /papers/authors/"),
    ],
)
def test_tokens_are_cut(words: str, logged: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "%s", (words,), None)
    assert WithoutTokens().filter(record)
    assert record.getMessage() == logged


def test_every_handler_cuts_them() -> None:
    handlers: Any = settings.LOGGING["handlers"]
    assert all(handler["filters"] == ["without tokens"] for handler in handlers.values())
