"""What the script adds: tables that change in place, suggestions, marks that light up, what is remembered."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.collection import addresses
from tests.browser.conftest import Watched

pytestmark = pytest.mark.django_db

BOARD = "/boards/mathquest/accuracy/"
SCHEME = "getComputedStyle(document.documentElement).colorScheme"


def stays(page: Page) -> None:
    """Marks the window; a page that is loaded anew has no mark."""
    page.evaluate("window.marked = true")


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.marked === true"))


def test_a_table_is_sorted_in_place_and_focus_stays(watched: Watched) -> None:
    page = watched.open(BOARD)
    stays(page)
    page.locator("#sort-value").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[aria-sort] #sort-value")
    assert stayed(page)
    assert "sort=" in page.url
    assert page.evaluate("document.activeElement.id") == "sort-value"
    expect(page.locator("#live")).to_contain_text("Sorted by Value")
    page.go_back()
    page.wait_for_selector("[aria-sort] #sort-rank")
    assert "sort=" not in page.url


def test_tabs_and_filters_change_in_place(watched: Watched) -> None:
    page = watched.open(BOARD)
    stays(page)
    page.locator("#tab-gains").click()
    page.wait_for_selector("#tab-gains[aria-current]")
    page.go_back()
    page.wait_for_selector("#tab-results[aria-current]")
    page.get_by_label("State").select_option("confirmed")
    page.locator("#narrow").click()
    page.wait_for_url("**state=confirmed*")
    expect(page.locator("tbody.claim")).to_have_count(1)
    assert stayed(page)


def test_the_search_box_suggests_and_keys_choose(watched: Watched) -> None:
    page = watched.open("/about/")
    box = page.get_by_role("combobox")
    box.press_sequentially("newnet 1")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("NewNet 1")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert options.first.get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "newnet 1"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/systems/newnet-1/")


def test_enter_without_a_choice_searches(watched: Watched) -> None:
    page = watched.open("/")
    page.get_by_role("combobox").press_sequentially("newnet")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=newnet")


def test_a_mark_lights_up_its_row_and_a_row_its_mark(watched: Watched) -> None:
    page = watched.open(addresses()["paper"])
    mark = page.locator(".abstract a.kind").first
    row = page.locator(mark.get_attribute("href") or "")
    mark.hover()
    expect(row).to_have_class("data lit")
    page.mouse.move(0, 0)
    expect(page.locator(".lit")).to_have_count(0)
    row.locator("th a").focus()
    expect(page.locator(".abstract a.kind.lit")).to_have_count(1)
    assert "lit" in (mark.get_attribute("class") or "")


def test_theme_and_density_are_remembered(watched: Watched) -> None:
    page = watched.open(BOARD)
    theme, rows = page.locator("[data-choice=theme]"), page.locator("[data-choice=density]")
    assert page.evaluate(SCHEME) == "light dark"
    high = page.locator("tbody.claim").first.bounding_box()
    theme.click()
    theme.click()
    assert page.evaluate(SCHEME) == "dark"
    rows.click()
    expect(rows).to_have_text("Rows: compact")
    low = page.locator("tbody.claim").first.bounding_box()
    assert high
    assert low
    assert low["height"] < high["height"]
    page.reload()
    assert page.evaluate(SCHEME) == "dark"
    expect(page.locator("[data-choice=density]")).to_have_text("Rows: compact")


@pytest.mark.parametrize("options", [{"java_script_enabled": False}], ids=["no script"])
def test_what_needs_the_script_is_not_there_without_it(watched: Watched) -> None:
    page = watched.open(BOARD)
    for choice in page.locator("[data-choice]").all():
        assert not choice.is_visible()
    assert not page.locator("#suggestions").is_visible()
