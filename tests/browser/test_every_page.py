"""What holds for every type of page: readable by all, on every width, with nothing from elsewhere."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import collection
from tests.browser.conftest import Watched
from tests.browser.screens import INLINE, LIGHT, OPENED, PHONE, WIDER

pytestmark = pytest.mark.django_db

WIDTHS = (320, 360, 768, 1440)
"""Of windows, in CSS pixels."""

_TWICE = """() => {
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""
_NOWHERE = """() => [...document.querySelectorAll('a[href^="#"]')]
  .map(link => link.getAttribute('href').slice(1))
  .filter(id => !document.getElementById(id))"""


@pytest.mark.parametrize("options", [LIGHT, PHONE], ids=["light", "dark, phone"])
def test_axe_finds_nothing(watched: Watched) -> None:
    found = {}
    for name, address in collection.addresses().items():
        page = watched.open(address)
        page.evaluate(OPENED)
        results = Axe().run(page)
        if results.violations_count:
            found[name] = results.generate_report()
    assert found == {}


def test_nothing_is_wider_than_the_window(watched: Watched) -> None:
    wider: dict[tuple[str, int], Any] = {}
    for name, address in collection.addresses().items():
        page = watched.open(address)
        page.evaluate(OPENED)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(WIDER):
                wider[name, width] = page.evaluate(WIDER)
    assert wider == {}


def test_pages_are_whole(watched: Watched) -> None:
    for name, address in collection.addresses().items():
        page = watched.open(address)
        assert page.evaluate(_TWICE) == [], name
        assert page.locator("h1").count() == 1, name
        assert page.locator("main").count() == 1, name
        assert page.title().strip(), name
        assert page.evaluate("document.compatMode") == "CSS1Compat", name
        assert page.locator(INLINE).count() == 0, name
        assert page.evaluate(_NOWHERE) == [], name


def test_every_link_within_the_site_leads_somewhere(watched: Watched) -> None:
    links: set[str] = set()
    for address in collection.addresses().values():
        page = watched.open(address)
        links |= set(page.evaluate("[...document.links].map(link => link.href)"))
    inside = sorted({link.partition("#")[0] for link in links if link.startswith(watched.site)})
    broken = [
        link for link in inside[:: 1 + len(inside) // 150] if watched.page.request.get(link).status >= 400
    ]
    meant = ("/nothing/here/", "?after=wrong", "newnett", "mathqest", "systems=newnet-6")
    assert [link for link in broken if not link.endswith(meant)] == []
