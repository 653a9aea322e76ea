"""What people say and decide, in a browser: forms of the public, of authors and of curators."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.actions import authors, claims, public_proposals
from leaderboard.actions.public_proposals import Said
from leaderboard.models import AuthorLink, Claim, Event, Proposal
from tests.browser.collection import HOSTILE
from tests.browser.conftest import Watched
from tests.browser.screens import LIGHT, PHONE, SMALLEST, forget_events, readable, sign_in

pytestmark = pytest.mark.django_db

WITHOUT_SCRIPT_ON_A_PHONE = {"java_script_enabled": False, "viewport": {"width": 360, "height": 740}}


@dataclass(frozen=True, slots=True)
class Made:
    """What the server finds: a curator's session, proposals that wait, links for authors, a decision."""

    session: str
    hostile: UUID
    plain: UUID
    links: tuple[str, str]
    event: UUID


@pytest.fixture(scope="module")
def made(site: str, django_db_blocker: Any) -> Iterator[Made]:
    """Everything that the tests here start from; all removed again afterwards."""
    with django_db_blocker.unblock():
        user = User.objects.create_superuser("curator of people", password="a long password")
        client = Client()
        client.force_login(user)
        bad, good = _hostile(), _plain()
        claims.correct(bad, changes={"setting": HOSTILE}, by=user, reason=HOSTILE)
        said = Said("correction", "value", {"value": "18.5", "metric": HOSTILE[:100]}, HOSTILE)
        wish = Said("correction", "value", {"value": "17.25"}, "so")
        yield Made(
            client.cookies[settings.SESSION_COOKIE_NAME].value,
            public_proposals.propose_as_author(bad, said=said).uid,
            public_proposals.propose_as_author(good, said=wish).uid,
            (authors.make(bad.paper, by=user).token, authors.make(good.paper, by=user).token),
            Event.objects.get(action="correct", actor=user).uid,
        )
        Claim.objects.all().delete()
        AuthorLink.objects.all().delete()
        forget_events()
        user.delete()


@pytest.fixture
def curator(watched: Watched, made: Made) -> Watched:
    """The browser, signed in as a curator."""
    return sign_in(watched, made.session)


def _hostile() -> Claim:
    return Claim.objects.filter(metric__slug="hostile").earliest("pk")


def _plain() -> Claim:
    return Claim.objects.filter(paper__title="NewNet 1: a model", kind="absolute").earliest("pk")


@pytest.mark.parametrize("options", [LIGHT, PHONE, SMALLEST], ids=["light", "dark, phone", "smallest"])
def test_every_screen_is_readable_by_all(curator: Watched, made: Made) -> None:
    claim = _hostile()
    for address, status in {
        f"/claims/{claim.uid}/dispute/": 200,
        f"/claims/{claim.uid}/correct/": 200,
        f"/claims/{claim.uid}/proposed/": 200,
        f"/claims/{claim.uid}/history/": 200,
        "/boards/hostile/hostile/changes/": 200,
        f"/authors/{made.links[0]}/": 200,
        "/authors/altered/": 410,
        "/confirm/altered/": 410,
        "/account/proposals/": 200,
        "/account/tokens/": 200,
        f"/admin/history/{claim.uid}/": 200,
        f"/admin/history/restore/{made.event}/before/": 200,
        "/admin/proposals/": 200,
        f"/admin/proposals/{made.hostile}/": 200,
        f"/admin/authors/{claim.paper.uid}/": 200,
    }.items():
        answer = curator.page.goto(curator.site + address)
        assert answer is not None
        assert answer.status == status, address
        readable(curator.page)


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT_ON_A_PHONE], ids=["no script, phone"])
def test_a_reader_disputes_and_a_curator_decides_without_script(curator: Watched) -> None:
    claim = _plain()
    curator.page.context.clear_cookies()
    page = curator.open(f"/papers/{claim.paper.uid}/")
    page.locator(f"#claim-{claim.uid} .ways summary").click()
    page.locator(f"#claim-{claim.uid}").get_by_role("link", name="Suggest a correction").click()
    page.wait_for_load_state()
    box = page.locator(".trap").bounding_box()
    assert box is not None
    assert box["width"] <= 1
    assert page.get_by_label("What is wrong").input_value() == ""  # nothing is guessed for who proposes
    page.get_by_label("What is wrong").select_option("the value")
    page.get_by_label("The right number").fill("18.5")
    page.get_by_label("Why").fill("It is 18.5 in the table.")
    page.wait_for_timeout(3_200)  # nobody reads and types in less
    page.get_by_role("button", name="Send the correction").click()
    assert "Thank you" in page.locator("h1").inner_text()
    found = Proposal.objects.get(claim=claim, door="public")
    assert (found.state, found.suggested) == ("new", {"value": "18.5"})
    assert Claim.objects.get(pk=claim.pk).state == "machine"


def test_a_curator_accepts_with_one_key(curator: Watched, made: Made) -> None:
    page = curator.open(f"/admin/proposals/{made.plain}/")
    here = page.url
    page.keyboard.press("a")
    page.wait_for_url(lambda address: address != here)
    row = Claim.objects.get(pk=_plain().pk)
    assert (str(row.value), row.state) == ("17.25", "curated")


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT_ON_A_PHONE], ids=["no script, phone"])
def test_an_author_answers_without_script(curator: Watched, made: Made) -> None:
    claim = _plain()
    curator.page.context.clear_cookies()
    page = curator.open(f"/authors/{made.links[1]}/")
    page.locator(f'[name="{claim.uid}-verdict"][value="confirm"]').check()
    page.get_by_role("button", name="Send this answer").click()
    assert "1 confirmed" in page.locator("main").inner_text()
    assert Claim.objects.get(pk=claim.pk).state == "confirmed"


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT_ON_A_PHONE], ids=["no script, phone"])
def test_a_state_is_restored_without_script(curator: Watched) -> None:
    claim = _hostile()
    page = curator.open(f"/admin/history/{claim.uid}/")
    page.get_by_role("link", name="Restore the state before this").last.click()
    page.get_by_label("Why").fill("it was right")
    page.get_by_role("button", name="Restore this state").click()
    assert Event.objects.latest("pk").reason == "it was right"
