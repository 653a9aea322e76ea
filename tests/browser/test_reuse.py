"""What other sites get of this one, in a browser: the frame, badges as pictures, data that runs nothing."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watched

pytestmark = pytest.mark.django_db

BOARD = "/boards/mathquest/accuracy/"
EMBED = "/embed" + BOARD
BADGE = "/badges/mathquest/accuracy/newnet-9.svg"
HOST = """<!doctype html><html lang="en"><title>Elsewhere</title><body>
<iframe id="embed" src="{site}/embed/boards/mathquest/accuracy/?rows=3" width="700" height="300"></iframe>
<iframe id="board" src="{site}/boards/mathquest/accuracy/" width="700" height="300"></iframe>
<img id="badge" src="{site}/badges/mathquest/accuracy/newnet-9.svg" alt="a badge">
<img id="hostile" src="{site}/badges/hostile/hostile/hostile.svg" alt="another badge">
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def elsewhere(site: str, tmp_path: Path) -> Iterator[str]:
    """The address of a page on another site that shows parts of this one."""
    (tmp_path / "index.html").write_text(HOST.format(site=site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def foreign(chromium: Browser, elsewhere: str) -> Iterator[Page]:
    """That page, opened."""
    page = chromium.new_page()
    page.goto(elsewhere)
    page.wait_for_load_state("networkidle")
    yield page
    page.close()


def test_only_the_embedded_board_shows_in_a_frame(foreign: Page) -> None:
    embed = foreign.frame_locator("#embed")
    assert embed.locator("tbody tr").count() == 3
    assert "NewNet" in embed.locator("tbody").inner_text()
    frames = {frame.frame_element().get_attribute("id"): frame for frame in foreign.frames[1:]}
    assert frames["board"].url.startswith("chrome-error://")


def test_links_leave_the_frame(foreign: Page, site: str) -> None:
    foreign.frame_locator("#embed").locator("h1 a").click()
    foreign.wait_for_url(f"{site}{BOARD}**")
    assert foreign.locator("h1").inner_text().startswith("MathQuest")


@pytest.mark.parametrize("badge", ["badge", "hostile"])
def test_a_badge_is_a_picture(foreign: Page, badge: str) -> None:
    size = foreign.evaluate(
        "id => { const it = document.getElementById(id); return [it.naturalWidth, it.naturalHeight] }", badge
    )
    assert size[0] > 60
    assert size[1] == 20


def test_a_badge_opened_alone_runs_nothing(watched: Watched) -> None:
    page = watched.open("/badges/hostile/hostile/hostile.svg")
    assert page.evaluate("document.documentElement.getAttribute('role')") == "img"
    assert page.evaluate("document.querySelectorAll('script, img, foreignObject').length") == 0


def test_every_label_of_a_badge_fits(watched: Watched) -> None:
    page = watched.open(BADGE)
    boxes = page.evaluate(
        "[...document.querySelectorAll('text')].map(it => it.getBBox()).map(it => [it.x, it.width])"
    )
    whole = page.evaluate("document.documentElement.width.baseVal.value")
    assert boxes[0][0] + boxes[0][1] < boxes[1][0]
    assert boxes[1][0] + boxes[1][1] < whole


@pytest.mark.parametrize("address", ["/", BOARD, "/boards/hostile/hostile/"])
def test_structured_data_is_read_and_not_run(watched: Watched, address: str) -> None:
    page = watched.open(address)
    types = page.evaluate(
        "[...document.querySelectorAll('script[type=\"application/ld+json\"]')]"
        ".map(it => JSON.parse(it.textContent)['@type'])"
    )
    assert "Dataset" in types


@pytest.mark.parametrize(
    ("theme", "scheme", "ground"),
    [("dark", "light", "dark"), ("light", "dark", "light"), ("auto", "dark", "dark")],
)
def test_colours_are_those_asked_for(
    chromium: Browser, site: str, theme: str, scheme: Any, ground: str
) -> None:
    page = chromium.new_page(color_scheme=scheme)
    page.goto(f"{site}{EMBED}?theme={theme}")
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.close()
    assert ("dark" if int(color.removeprefix("rgb(").split(",")[0]) < 128 else "light") == ground
