"""Numbers and engines in a browser: readable by all, on every width, and without script."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from leaderboard.actions import claims
from leaderboard.models import Claim
from tests.browser.conftest import Watched

pytestmark = pytest.mark.django_db

LIGHT = {"color_scheme": "light"}
DARK = {"color_scheme": "dark"}
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
SMALLEST = {"viewport": {"width": 320, "height": 640}}
WITHOUT_SCRIPT = {"java_script_enabled": False}
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_INLINE = "[style], style, script:not([src])"


@pytest.fixture(scope="module")
def session(site: str, django_db_blocker: Any) -> Iterator[str]:
    """The session of an administrator after some decisions, which are removed again afterwards."""
    with django_db_blocker.unblock():
        users = [User.objects.create_superuser(name) for name in ("counted one", "counted two")]
        decide(*users)
        client = Client()
        client.force_login(users[0])
        yield client.cookies[settings.SESSION_COOKIE_NAME].value
        Claim.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE leaderboard_event DISABLE TRIGGER event_append_only")
            cursor.execute(
                "DELETE FROM leaderboard_event WHERE actor_id = ANY(%s)", [[user.pk for user in users]]
            )
            cursor.execute("ALTER TABLE leaderboard_event ENABLE TRIGGER event_append_only")
        for user in users:
            user.delete()


def decide(one: User, two: User) -> None:
    """A decision of each kind, and one by two people."""
    waiting = list(Claim.objects.filter(state="machine").order_by("pk")[:3])
    claims.accept(waiting[0], by=one)
    claims.reject(waiting[0], by=two)
    claims.reject(waiting[1], by=one)
    claims.correct(waiting[2], changes={"setting": "five shots"}, by=two)


@pytest.fixture
def team(watched: Watched, session: str) -> Watched:
    """The browser, signed in."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": watched.site}
    watched.page.context.add_cookies([cookie])  # type: ignore[list-item]
    return watched


@pytest.mark.parametrize(
    "options", [LIGHT, DARK, PHONE, SMALLEST], ids=["light", "dark", "phone", "smallest"]
)
@pytest.mark.parametrize("address", ["/admin/numbers/"])
def test_the_screens_are_readable_by_all(team: Watched, address: str) -> None:
    page = team.open(address)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate(_WIDER) == 0
    assert page.locator(_INLINE).count() == 0


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT], ids=["no script"])
def test_a_claim_is_drawn_without_script(team: Watched) -> None:
    page = team.open("/admin/numbers/")
    page.get_by_role("button", name="Draw a claim").click()
    page.wait_for_url("**/admin/queue/*/")
