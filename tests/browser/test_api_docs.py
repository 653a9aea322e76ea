"""The API's documentation in a browser: drawn from its own files alone, under the site's policy."""

from typing import Any

import pytest

from tests.browser.conftest import Watched

pytestmark = pytest.mark.django_db


def test_the_documentation_loads_nothing_from_elsewhere(chromium: Any, site: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    watched = Watched(page, site)
    watched.open("/api/v1/docs/")
    page.get_by_text("/api/v1/boards/{benchmark}/{metric}/rows/").first.click()
    page.get_by_text("At least this value on the metric's common scale").first.wait_for()
    assert watched.wrong == []
    page.close()
