"""Numbers and engines in a browser: readable by all, on every width, and without script."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from leaderboard.actions import adoptions, batches, claims, trials
from leaderboard.models import Batch, BatchItem, Claim, Conflict, Event, Paper, SecondOpinion, Trial
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


@dataclass(frozen=True, slots=True)
class Session:
    """A session, and the addresses that its account's work has."""

    key: str
    addresses: dict[str, str]


@pytest.fixture(scope="module")
def session(site: str, django_db_blocker: Any) -> Iterator[Session]:
    """The session of an administrator after some decisions, which are removed again afterwards."""
    with django_db_blocker.unblock():
        users = [User.objects.create_superuser(name) for name in ("counted one", "counted two")]
        decide(*users)
        compared = compare(*users)
        client = Client()
        client.force_login(users[0])
        yield Session(client.cookies[settings.SESSION_COOKIE_NAME].value, compared)
        Conflict.objects.all().delete()
        SecondOpinion.objects.all().delete()
        Trial.objects.all().delete()
        Claim.objects.all().delete()
        forget_events()
        BatchItem.objects.all().delete()
        Batch.objects.all().delete()
        for user in users:
            user.delete()


def decide(one: User, two: User) -> None:
    """A decision of each kind, and one by two people."""
    waiting = list(Claim.objects.filter(state="machine").order_by("pk")[:3])
    Claim.objects.filter(pk__in=[claim.pk for claim in waiting[1:]]).update(
        rules=["number:lent", "metric:listed", "benchmark:listed", "system:own"]
    )
    claims.accept(waiting[0], by=one)
    claims.reject(waiting[0], by=two)
    claims.reject(waiting[1], by=one)
    claims.correct(waiting[2], changes={"setting": "five shots"}, by=two)


def compare(one: User, two: User) -> dict[str, str]:
    """A comparison with something of every sort, adopted where somebody had decided; its addresses."""
    Paper.objects.filter(error="").update(state="done", extracted_at=timezone.now(), engine_version="1")
    batch = trials.start("installed", by=one, least=0.2)
    while batches.work(seconds=60):
        pass
    trial = Trial.objects.get(batch=batch)
    kept = Claim.objects.filter(state="curated").latest("pk")
    reading = {"metric": "recall", "benchmarks": ["MathQuest", "Glade"], "kind": None}
    Conflict.objects.create(
        claim=kept,
        batch=batch,
        engine_version="3",
        reading=reading,
        differs=["metric"],
        created_at=timezone.now(),
    )
    first = Event.objects.filter(actor=two, action="correct").latest("pk")
    corrected = Claim.objects.get(uid=first.subject_uid)
    asked = SecondOpinion.objects.create(
        claim=corrected, first=first, first_by=two, decided_at=corrected.decided_at or timezone.now()
    )
    adopted = adoptions.start(trial, on=None, by=two)
    batches.cancel(adopted, by=two)
    return {
        "numbers": "/admin/numbers/",
        "engines": "/admin/engines/",
        "comparison": f"/admin/engines/{trial.uid}/?outcome=gone",
        "conflict": f"/admin/queue/{kept.uid}/",
        "second opinion": f"/admin/queue/second/{asked.uid}/",
    }


@pytest.fixture
def team(watched: Watched, session: Session) -> Watched:
    """The browser, signed in."""
    return sign_in(watched, session.key)


@pytest.mark.parametrize("options", [LIGHT, PHONE, SMALLEST], ids=["light", "dark, phone", "smallest"])
@pytest.mark.parametrize("screen", ["numbers", "engines", "comparison", "conflict", "second opinion"])
def test_the_screens_are_readable_by_all(team: Watched, session: Session, screen: str) -> None:
    page = team.open(session.addresses[screen])
    readable(page)


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT], ids=["no script"])
def test_a_claim_is_drawn_without_script(team: Watched) -> None:
    page = team.open("/admin/numbers/")
    page.get_by_role("button", name="Draw a claim").click()
    page.wait_for_url("**/admin/queue/*/")


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT], ids=["no script"])
def test_engines_are_compared_and_adopted_without_script(team: Watched, session: Session) -> None:
    page = team.open(session.addresses["comparison"])
    page.get_by_role("link", name="Agree").click()
    page.locator("article").first.wait_for()
    page.get_by_label("I mean all boards").check()
    page.get_by_role("button", name="Adopt on all boards").click()
    page.wait_for_url("**/admin/batches/*/")
    assert "Adopt engine" in page.title()
    page.get_by_role("button", name="Cancel").click()
    page = team.open("/admin/engines/")
    page.get_by_label("Leave out claims").fill("0.5")
    page.get_by_role("button", name="Read everything").click()
    page.wait_for_url("**/admin/batches/*/")
    page.get_by_role("button", name="Cancel").click()
