"""Lighthouse on the front page, a board and a paper: at least 95 of 100 in every category."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser import collection

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

CHROMIUM = "/usr/bin/chromium"
COMMAND = ["npx", "--yes", "lighthouse@13", "--quiet", "--output=json", "--preset=desktop"]
COMMAND += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95


def test_lighthouse(live_server: Any, tmp_path: Path) -> None:
    if not (shutil.which("npx") and Path(CHROMIUM).exists()):
        pytest.skip("npx or chromium is missing: apt-get install npm chromium")
    collection.build()
    low: dict[tuple[str, str], int] = {}
    for name in ("home", "board", "paper"):
        found = scores(live_server.url + collection.addresses()[name], tmp_path / "report.json")
        print(f"\n{name}: {found}")
        low |= {(name, category): score for category, score in found.items() if score < LEAST}
    collection.remove()
    assert low == {}


def scores(address: str, report: Path) -> dict[str, int]:
    """What Lighthouse says of the page, of 100, by category."""
    subprocess.run(
        [*COMMAND, f"--output-path={report}", address],
        check=True,
        timeout=300,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(report.parent), "CHROME_PATH": CHROMIUM},
    )
    categories = json.loads(report.read_text())["categories"]
    return {name: round(100 * categories[name]["score"]) for name in CATEGORIES}
