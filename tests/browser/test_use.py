"""What readers do: sort, open a sentence, follow a number to its words and back, with or without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from leaderboard.models import Claim
from tests.browser.collection import addresses
from tests.browser.conftest import Watched

pytestmark = pytest.mark.django_db

BOARD = "/boards/mathquest/accuracy/"
NO_SCRIPT = {"java_script_enabled": False}


@pytest.mark.parametrize("options", [{}, NO_SCRIPT], ids=["script", "no script"])
def test_sorting_by_a_heading_and_back(watched: Watched) -> None:
    page = watched.open(BOARD)
    assert page.locator("[aria-sort]").inner_text().startswith("Rank")
    page.get_by_role("columnheader", name="Paper").get_by_role("link").click()
    page.wait_for_selector("[aria-sort=ascending] #sort-paper")
    assert "sort=paper" in page.url
    page.get_by_role("columnheader", name="Paper").get_by_role("link").click()
    page.wait_for_selector("[aria-sort=descending] #sort-paper")
    page.go_back()
    page.wait_for_selector("[aria-sort=ascending] #sort-paper")
    assert "sort=paper" in page.url


def test_pages_forth_and_back(watched: Watched) -> None:
    page = watched.open(BOARD)
    rows = page.locator("tbody.claim")
    results, first = int(page.locator("#tab-results .count").inner_text()), rows.first.get_attribute("id")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**after=*")
    expect(rows).to_have_count(results - 50)
    page.get_by_role("link", name="Previous").click()
    page.wait_for_url("**before=*")
    assert page.locator("tbody.claim").first.get_attribute("id") == first


@pytest.mark.parametrize("options", [{}, NO_SCRIPT], ids=["script", "no script"])
def test_a_row_opens_its_sentence(watched: Watched) -> None:
    row = watched.open(BOARD).locator("tbody.claim").first
    assert not row.locator("blockquote").is_visible()
    row.locator("summary").focus()
    watched.page.keyboard.press("Enter")
    assert row.locator("blockquote").is_visible()
    assert "It reaches 88.5% accuracy" in row.locator("blockquote").inner_text()
    assert row.locator("blockquote mark").inner_text() == "88.5"


def test_a_row_leads_to_its_place_in_the_paper(watched: Watched) -> None:
    page = watched.open(BOARD)
    row = page.locator("tbody.claim").first
    claim = row.get_attribute("id")
    row.locator("td.paper a").click()
    assert page.url.endswith(f"#{claim}")
    assert page.locator(":target").get_attribute("id") == claim
    assert page.locator(":target").is_visible()
    cell = page.locator(":target td").first
    assert cell.evaluate("cell => getComputedStyle(cell).backgroundColor") != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("options", [{}, NO_SCRIPT], ids=["script", "no script"])
def test_text_and_table_lead_to_each_other(watched: Watched) -> None:
    page = watched.open(addresses()["paper"])
    mark = page.locator(".abstract a.kind").first
    assert mark.inner_text() == "81.5"
    mark.click()
    row = page.locator(page.url[page.url.index("#") :])
    assert "81.5%" in row.inner_text()
    row.locator("th a").click()
    assert re.search(r"#mark-[0-9a-f-]{36}$", page.url)
    assert page.locator(".abstract .at:target + a.kind").inner_text() == "81.5"


def test_dropped_numbers_are_struck_through_while_their_list_is_open(watched: Watched) -> None:
    page = watched.open(addresses()["paper"])
    style = "getComputedStyle(document.querySelector('.dropped')).textDecorationLine"
    assert page.evaluate(style) == "none"
    page.locator("details.drops summary").click()
    assert page.evaluate(style) == "line-through"


def test_overlapping_marks_are_all_reached(watched: Watched) -> None:
    page = watched.open(addresses()["paper with overlapping marks"])
    hrefs = {link.get_attribute("href") for link in page.locator(".abstract a").all()}
    claims = Claim.objects.filter(paper__title="Overlaps")
    assert hrefs == {f"#claim-{claim.uid}" for claim in claims}
    assert page.locator(".abstract").inner_text().replace("+1", "") == "Gains of 12.4% to 17.5% were seen."


@pytest.mark.parametrize("options", [{}, NO_SCRIPT], ids=["script", "no script"])
def test_search_from_any_page(watched: Watched) -> None:
    page = watched.open("/about/")
    page.locator("#find").fill("newnet 7")
    page.keyboard.press("Enter")
    assert page.locator("#find").input_value() == "newnet 7"
    page.get_by_role("region", name="Systems").get_by_role("link", name="NewNet 7", exact=True).click()
    assert page.locator("h1").inner_text() == "NewNet 7"


def test_the_keyboard_reaches_the_content_at_once(watched: Watched) -> None:
    page = watched.open(BOARD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_focus_is_seen(watched: Watched) -> None:
    page = watched.open(BOARD)
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(({outlineStyle, outlineWidth}) => [outlineStyle, parseFloat(outlineWidth)])"
            "(getComputedStyle(document.activeElement))"
        )
        assert outline[0] != "none"
        assert outline[1] >= 2


@pytest.mark.parametrize("options", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=str)
def test_light_and_dark_follow_the_system(watched: Watched, options: dict[str, str]) -> None:
    page = watched.open("/")
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    red = int(re.findall(r"\d+", colour)[0])
    assert (red < 60) is (options["color_scheme"] == "dark")


def test_print_leaves_out_what_can_only_be_clicked(watched: Watched) -> None:
    page = watched.open(BOARD)
    page.emulate_media(media="print")
    assert not page.locator("#find").is_visible()
    assert not page.get_by_role("navigation", name="Main").is_visible()
    assert page.locator("tbody.claim").first.is_visible()


def test_a_phone_shows_rows_as_cards_and_hides_nothing(watched: Watched) -> None:
    watched.page.set_viewport_size({"width": 360, "height": 740})
    row = watched.open(BOARD).locator("tbody.claim").first
    shown: Any = row.inner_text()
    for words in ("88.5", "NewNet 28", "zero-shot", "machine", "0.80"):
        assert words in shown
    assert row.get_by_role("cell").count() >= 9
