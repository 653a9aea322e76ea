"""Debian's Chromium on a live server whose collection has something of everything."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--no-first-run"]


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """The browser; without it these tests are skipped, except where CI says that they must run."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing, and CI must not go without it")
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(chromium: Browser, django_db_blocker: Any) -> Iterator[str]:
    """The address of a live server; its collection is removed again after the module's tests."""
    from pytest_django.live_server_helper import LiveServer

    from tests.browser import collection

    with django_db_blocker.unblock():
        collection.build()
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        collection.remove()
        _wait_for_the_servers_threads()


def _wait_for_the_servers_threads() -> None:
    """They give their connections back a moment after the browser is gone; the database can't go before."""
    from django.db import connection

    connection.close()
    pool = getattr(connection, "pool", None)
    for _ in range(100):
        stats = pool.get_stats() if pool else {}
        if stats.get("pool_available") == stats.get("pool_size"):
            return
        time.sleep(0.05)


class Watched:
    """A page that notes what must not happen: errors, breaches of the policy, requests to elsewhere."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.wrong: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", self._asked)
        page.on("request", self._requested)

    def open(self, address: str) -> Page:
        """The page at an address of the site."""
        self.page.goto(self.site + address)
        return self.page

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.wrong.append(message.text)

    def _asked(self, dialog: Dialog) -> None:
        self.wrong.append(dialog.message)
        dialog.dismiss()

    def _requested(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.wrong.append(request.url)


@pytest.fixture
def options() -> dict[str, Any]:
    """How the browser shows pages; tests override it."""
    return {}


@pytest.fixture
def watched(chromium: Browser, site: str, options: dict[str, Any]) -> Iterator[Watched]:
    """A fresh page; the test fails afterwards if anything went wrong on it."""
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    watched = Watched(context.new_page(), site)
    yield watched
    context.close()
    assert watched.wrong == []
