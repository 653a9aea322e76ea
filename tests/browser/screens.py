"""What every test of a screen shares: sizes and colours, signing in, and whether all can read the page."""

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page

from tests.browser.conftest import Watched

LIGHT = {"color_scheme": "light"}
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
SMALLEST = {"viewport": {"width": 320, "height": 640}}
WITHOUT_SCRIPT = {"java_script_enabled": False}

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
INLINE = '[style], style, script:not([src]):not([type="application/ld+json"])'
OPENED = "document.querySelectorAll('details').forEach(each => each.open = true)"
_SHOWN = "which => [...document.querySelectorAll(which)].map(each => each.outerHTML.slice(0, 200))"


def readable(page: Page) -> None:
    """Fails, saying why, where not all can read the page with everything on it opened; needs script."""
    page.evaluate(OPENED)
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}: {results.generate_report()}"
    assert page.evaluate(WIDER) == 0, f"{page.url} is wider than the window"
    assert page.evaluate(_SHOWN, INLINE) == [], page.url


def sign_in(watched: Watched, session: str, *, patience: int = 5_000) -> Watched:
    """The browser with the session; it waits so many milliseconds for what it looks for."""
    context = watched.page.context
    context.set_default_timeout(patience)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": watched.site}])
    return watched


def forget_events() -> None:
    """Removes the events of a module's tests, which the database itself forbids to everybody else."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE leaderboard_event DISABLE TRIGGER event_append_only")
        cursor.execute("DELETE FROM leaderboard_event")
        cursor.execute("ALTER TABLE leaderboard_event ENABLE TRIGGER event_append_only")
