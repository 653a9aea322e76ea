"""The desk of names in a browser: readable by all, by keyboard, and without script."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from leaderboard.models import Metric, NameChange, NameMove, NameRedirect
from tests.browser.conftest import Watched
from tests.browser.screens import LIGHT, PHONE, SMALLEST, WITHOUT_SCRIPT, forget_events, readable, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def session(site: str, django_db_blocker: Any) -> Iterator[str]:
    """The session of a curator; what they did is removed again afterwards."""
    with django_db_blocker.unblock():
        user = User.objects.create_superuser("curator of names", password="a long password")
        client = Client()
        client.force_login(user)
        with connection.cursor() as cursor:
            cursor.execute("REFRESH MATERIALIZED VIEW leaderboard_mention")
        yield client.cookies[settings.SESSION_COOKIE_NAME].value
        NameMove.objects.all().delete()
        NameRedirect.objects.all().delete()
        NameChange.objects.all().delete()
        forget_events()
        user.delete()


@pytest.fixture
def curator(watched: Watched, session: str) -> Watched:
    """The browser, signed in as a curator."""
    return sign_in(watched, session, patience=8_000)


@pytest.mark.parametrize("options", [LIGHT, PHONE, SMALLEST], ids=["light", "phone", "smallest"])
def test_the_screens_are_readable_by_all(curator: Watched) -> None:
    metric = Metric.objects.earliest("pk")
    thing = f"/admin/names/metric/{metric.slug}/"
    for address in ("/admin/names/", thing, f"{thing}unname/", f"/admin/names/facts/{metric.slug}/"):
        page = curator.open(address)
        readable(page)


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT], ids=["without script"])
def test_a_name_is_changed_and_taken_back_by_keyboard_without_script(curator: Watched) -> None:
    metric = Metric.objects.earliest("pk")
    page = curator.open(f"/admin/names/metric/{metric.slug}/")
    field = page.locator("#name")
    field.fill(f"{metric.name} anew")
    field.press("Enter")
    page.wait_for_url("**/admin/names/changes/**")
    assert Metric.objects.get(pk=metric.pk).name == f"{metric.name} anew"
    page.get_by_role("button", name="Take it back").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.get_by_text("Taken back").first.wait_for()
    assert Metric.objects.get(pk=metric.pk).name == metric.name
