"""Decisions in bulk, batches and policies in a browser: readable by all, a bar that moves, no script."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from leaderboard.actions import batches, bulk, policies
from leaderboard.models import Acceptance, Batch, Claim, Policy
from tests.browser.conftest import Watched
from tests.browser.screens import (
    LIGHT,
    PHONE,
    SMALLEST,
    WITHOUT_SCRIPT,
    forget_events,
    readable,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def session(site: str, django_db_blocker: Any) -> Iterator[str]:
    """The session of an administrator; what they did is removed again afterwards."""
    with django_db_blocker.unblock():
        user = User.objects.create_superuser("administrator", password="a long password")
        client = Client()
        client.force_login(user)
        yield client.cookies[settings.SESSION_COOKIE_NAME].value
        Claim.objects.all().delete()
        Acceptance.objects.all().delete()
        forget_events()
        Policy.objects.all().delete()
        Batch.objects.filter(undoes__isnull=False).delete()
        Batch.objects.all().delete()
        user.delete()


@pytest.fixture
def curator(watched: Watched, session: str) -> Watched:
    """The browser, signed in."""
    return sign_in(watched, session, patience=30_000)


def elsewhere(work: Callable[[], object]) -> None:
    """Done as by a worker: in a connection of its own, so that the server sees it."""

    def run() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def worked() -> None:
    """The batches that wait are done."""
    elsewhere(lambda: batches.work(seconds=60))


@pytest.mark.parametrize("options", [LIGHT, PHONE, SMALLEST], ids=["light", "dark, phone", "smallest"])
def test_the_whole_way_is_readable_by_all(curator: Watched) -> None:
    page = curator.open("/admin/bulk/")
    page.get_by_text("By what read each part").click()
    page.get_by_label("Metric read by").select_option("not noted")
    page.get_by_role("button", name="Show these claims").click()
    page.get_by_label("Metric read by").wait_for()
    readable(page)
    page.get_by_role("link", name="Dry run: accept all").click()
    page.get_by_text("metric rule not noted").wait_for()
    page.get_by_text("Nothing was done yet").wait_for()
    readable(page)
    page.get_by_label("Reason").fill("looked at a sample")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Cancel").wait_for()
    readable(page)
    worked()
    page.get_by_role("button", name="Undo the whole batch").wait_for()
    readable(page)
    page.get_by_role("button", name="Undo the whole batch").click()
    page.get_by_role("button", name="Cancel").wait_for()
    worked()
    page.get_by_text("Taken back", exact=False).first.wait_for()
    curator.open("/admin/batches/")
    readable(page)
    page = curator.open("/admin/policy/")
    readable(page)
    page.get_by_label("Confidence from").fill("0.7")
    page.get_by_role("button", name="Show what it would do").click()
    page.get_by_text("Nothing is set yet").wait_for()
    readable(page)
    page.get_by_label("Reason").fill("measured well")
    page.get_by_role("button", name="Accept without a look").click()
    page.get_by_role("button", name="Stop it", exact=True).wait_for()
    elsewhere(policies.apply)
    page.reload()
    readable(page)
    page.get_by_role("button", name="Stop it and take back").click()
    page.get_by_role("button", name="Cancel").wait_for()
    worked()


def test_the_bar_moves_by_itself(curator: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 1)
    page = curator.open("/admin/bulk/")
    page.get_by_role("link", name="Dry run: reject all").click()
    page.get_by_label("Reason").fill("none of them")
    page.get_by_role("button", name="Reject").click()
    bar = page.get_by_role("progressbar")
    assert bar.get_attribute("value") is None, "nobody knows yet how much there is"
    for _ in range(3):
        elsewhere(lambda: batches.work(seconds=-1))
    page.wait_for_selector("progress[value='2']")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled.").wait_for()
    assert Batch.objects.latest("pk").done == 2
    assert Claim.objects.filter(state="rejected").count() >= 2


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT], ids=["no script"])
def test_without_script_everything_is_a_form(curator: Watched) -> None:
    page = curator.open("/admin/bulk/")
    first = page.locator(".sample").inner_text()
    page.get_by_role("link", name="Draw others").click()
    assert page.locator(".sample").inner_text() != first
    page.get_by_role("link", name="Dry run: accept all").click()
    page.get_by_label("Reason").fill("looked at a sample")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("link", name="Look again every five seconds").click()
    worked()
    page.get_by_role("button", name="Undo the whole batch").wait_for()
    page.get_by_role("button", name="Undo the whole batch").click()
    page.get_by_role("button", name="Cancel").click()
    assert Batch.objects.latest("pk").state == "cancelled"
