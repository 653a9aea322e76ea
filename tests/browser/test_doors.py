"""Signing in, one's own account, and the admin's home and tables: readable by all, on every width."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page

from leaderboard.exports import snapshots, store
from leaderboard.models import Claim, Evaluation, Paper
from tests.browser.conftest import Watched
from tests.browser.screens import PHONE, SMALLEST, WITHOUT_SCRIPT, forget_events, readable, sign_in
from tests.leaderboard.tables.test_pages import posted

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
TABLET = {"viewport": {"width": 768, "height": 1000}}
SIZES = [{}, PHONE, SMALLEST, TABLET]
NAMES = ["light", "dark, phone", "smallest", "tablet"]

OUTSIDE = ["/account/login/", "/tables/", "/snapshots/", "/snapshots/diff/", "/exports/"]
INSIDE = ["/account/", "/account/tokens/", "/account/password/", "/account/two-factor/"]
ADMIN = ["/admin/", "/admin/leaderboard/claim/", "/admin/leaderboard/paper/", "/admin/auth/user/"]
SCROLLED = ("/admin/leaderboard/", "/admin/auth/")
"""Django's own tables scroll within themselves."""


@pytest.fixture(scope="module")
def somebody(site: str, django_db_blocker: Any) -> Iterator[str]:
    """The session of a superuser, where the server sees it."""
    with django_db_blocker.unblock():
        user = User.objects.create_superuser("somebody of the browser", password=PASSWORD)
        client = Client()
        client.force_login(user)
        yield client.cookies[settings.SESSION_COOKIE_NAME].value
        _remove(user)


@pytest.fixture(scope="module")
def written(site: str, django_db_blocker: Any) -> Iterator[list[str]]:
    """Addresses of what the site writes down: two snapshots that differ, an export, a posted table."""
    with django_db_blocker.unblock():
        posted(rows=3)
        names = [snapshots.take().name]
        Claim.objects.filter(pk=Claim.objects.earliest("pk").pk).update(setting="one shot")
        names.append(snapshots.take().name)
        store.make()
        diff = f"/snapshots/diff/?from={names[0]}&to={names[1]}"
        table = "/tables/bird-naming/birdquest/"
        yield [f"/snapshots/{names[0]}/", diff, f"{diff}&part=changed", "/exports/", table]
        Evaluation.objects.all().delete()
        with connection.cursor() as cursor:
            for name in ("snapshotrow", "snapshot"):
                cursor.execute(f"ALTER TABLE leaderboard_{name} DISABLE TRIGGER {name}_stays")
                cursor.execute(f"DELETE FROM leaderboard_{name}")
                cursor.execute(f"ALTER TABLE leaderboard_{name} ENABLE TRIGGER {name}_stays")


@pytest.fixture(scope="module")
def newcomers(site: str, django_db_blocker: Any) -> Iterator[list[str]]:
    """Names of fresh superusers, one for each test that takes one, where the server sees them."""
    with django_db_blocker.unblock():
        users = [User.objects.create_superuser(f"newcomer {n}", password=PASSWORD) for n in range(2)]
        yield [user.username for user in users]
        for user in users:
            _remove(user)


def _remove(user: User) -> None:
    forget_events()
    user.delete()


@pytest.fixture
def inside(watched: Watched, somebody: str) -> Watched:
    """The browser, signed in."""
    return sign_in(watched, somebody)


@pytest.mark.parametrize("options", SIZES, ids=NAMES)
def test_pages_outside_are_readable_by_all(watched: Watched, written: list[str]) -> None:
    for address in [*OUTSIDE, *written]:
        readable(watched.open(address))


@pytest.mark.parametrize("options", SIZES, ids=NAMES)
def test_pages_inside_are_readable_by_all(inside: Watched) -> None:
    for address in INSIDE:
        readable(inside.open(address))


@pytest.mark.parametrize("options", SIZES, ids=NAMES)
def test_the_desk_of_papers_is_readable_by_all(inside: Watched) -> None:
    first, second = Paper.objects.order_by("pk")[:2]
    place = f"/admin/papers/{first.uid}/"
    for address in ("/admin/papers/", place, f"{place}merge/?other={second.uid}"):
        readable(inside.open(address))


@pytest.mark.parametrize("options", SIZES, ids=NAMES)
def test_the_admin_is_readable_by_all(inside: Watched) -> None:
    for address in ADMIN:
        readable(inside.open(address))


def test_the_admins_home_leads_to_every_screen(inside: Watched) -> None:
    page = inside.open("/admin/")
    assert page.locator(".screens a", has_text="Queue").get_attribute("href") == "/admin/queue/"
    for link in page.locator(".screens a").all():
        assert page.request.get(inside.site + str(link.get_attribute("href"))).status == 200


@pytest.mark.parametrize("options", [{}, WITHOUT_SCRIPT], ids=["with script", "without"])
def test_a_second_factor_from_the_sign_in_to_the_claims(
    watched: Watched, newcomers: list[str], options: dict[str, Any], settings: Any
) -> None:
    look = readable if options != WITHOUT_SCRIPT else lambda page: None
    settings.REQUIRE_TWO_FACTOR = True
    name = newcomers.pop()
    page = watched.open("/admin/leaderboard/claim/")
    _sign_in(page, name)
    assert page.locator("h1").inner_text() == "Set up a second factor"
    look(page)
    _confirm(page, "000000")
    assert "Nothing was changed" in page.get_by_role("alert").inner_text()
    page.wait_for_timeout(1_500)  # a second after the first wrong code
    app = TOTPDevice.objects.get(user__username=name)
    _confirm(page, f"{totp(app.bin_key):06d}")
    page.locator(".codes code").first.wait_for()
    codes = [each.inner_text() for each in page.locator(".codes code").all()]
    assert len(codes) == 10
    look(page)
    page.get_by_role("link", name="Go on").click()
    assert page.url == f"{watched.site}/admin/leaderboard/claim/"
    page.get_by_role("button", name="Log out").click()
    _sign_in(watched.open("/account/login/"), name)
    look(page)
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.get_by_role("button", name="Go on").click()
    assert page.locator("h1").inner_text() == name


def _sign_in(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _confirm(page: Page, code: str) -> None:
    page.get_by_label("Then type the six digits").fill(code)
    page.get_by_role("button", name="Switch it on").click()
