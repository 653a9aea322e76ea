"""The curators' queue in a browser: the whole of it by keyboard, readable by all, and without script."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from leaderboard.actions import public_proposals
from leaderboard.actions.public_proposals import Said
from leaderboard.models import Claim, Event, Proposal
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
    """The session of a curator, where the server sees it; what they did is removed again afterwards."""
    with django_db_blocker.unblock():
        user = User.objects.create_superuser("curator of the browser", password="a long password")
        client = Client()
        client.force_login(user)
        yield client.cookies[settings.SESSION_COOKIE_NAME].value
        Proposal.objects.all().delete()
        Claim.objects.all().delete()
        forget_events()
        user.delete()


@pytest.fixture
def curator(watched: Watched, session: str) -> Watched:
    """The browser, signed in as a curator."""
    return sign_in(watched, session)


@pytest.mark.parametrize("options", [LIGHT, PHONE, SMALLEST], ids=["light", "dark, phone", "smallest"])
def test_the_screens_are_readable_by_all(curator: Watched) -> None:
    page = curator.open("/admin/queue/")
    page.keyboard.press("n")
    page.wait_for_selector("#decision")
    page.wait_for_load_state()  # the keys are there once the script has run
    for address in ("/admin/queue/", page.url.removeprefix(curator.site)):
        page = curator.open(address)
        readable(page)


@pytest.mark.parametrize("options", [LIGHT, PHONE], ids=["light", "dark"])
def test_the_main_button_stands_out(curator: Watched) -> None:
    page = curator.open("/admin/queue/")
    page.keyboard.press("n")
    page.wait_for_selector("#decision")
    page.wait_for_load_state()  # the keys are there once the script has run
    colour = "button => getComputedStyle(button).backgroundColor"
    main, other = (page.locator(f"[name=decision][value={value}]") for value in ("accept", "correct"))
    assert main.evaluate(colour) != other.evaluate(colour)


def test_the_whole_queue_by_keyboard(curator: Watched) -> None:
    page = curator.open("/admin/queue/")

    def pressed(*keys: str) -> None:
        before = page.url
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(lambda address: address != before)
        page.wait_for_load_state()

    def decided() -> tuple[str, str, str]:
        event = Event.objects.latest("pk")
        return event.action, event.reason, Claim.objects.get(uid=event.subject_uid).state

    pressed("n")
    first = page.url
    pressed("a")
    assert decided() == ("accept", "", "curated")
    pressed("1")
    assert decided() == ("reject", "no result", "rejected")
    rejected = Event.objects.latest("pk").subject_uid
    pressed("u")
    assert decided() == ("undo", "takes back: reject", "machine")
    assert str(rejected) in page.url
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("77.7a1")  # letters and digits are only typed here
    assert page.locator("[name=value]").input_value() == "77.7a1"
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    pressed("Control+Enter")
    assert decided() == ("correct", "", "curated")
    assert str(Claim.objects.get(uid=rejected).value) == "77.7"
    pressed("t")
    assert decided()[0] == "pass_over"
    events = Event.objects.count()
    pressed("n")
    assert Event.objects.count() == events
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    assert page.url != first


def test_undo_goes_on_to_the_decision_before(curator: Watched) -> None:
    page = curator.open("/admin/queue/")
    addresses = []
    for key in ("n", "a", "1", "u", "u"):
        with page.expect_navigation():
            page.keyboard.press(key)
        addresses.append(page.url)
    first, second, _, *undone = addresses
    assert undone == [second, first]
    reasons = Event.objects.order_by("-pk").values_list("reason", flat=True)
    assert list(reasons[:2]) == ["takes back: accept", "takes back: reject"]


def test_letters_lead_into_the_fields(curator: Watched) -> None:
    page = curator.open("/admin/queue/")
    page.keyboard.press("n")
    page.wait_for_selector("#decision")
    page.wait_for_load_state()  # the keys are there once the script has run
    for letter, name in {
        "m": "metric",
        "b": "benchmarks",
        "y": "systems",
        "c": "baselines",
        "i": "note",
    }.items():
        page.keyboard.press(letter)
        page.keyboard.type("anew")
        assert page.locator(f"[name={name}]").first.input_value() == "anew"
        page.keyboard.press("Escape")


def test_a_long_abstract_is_moved_up_until_its_number_is_seen(curator: Watched) -> None:
    page = curator.open("/admin/queue/")
    page.keyboard.press("n")
    page.wait_for_selector("#decision")
    page.wait_for_load_state()  # the keys are there once the script has run
    bottom = "document.querySelector('mark.number').getBoundingClientRect().bottom"
    assert page.evaluate("scrollY") == 0
    page.set_viewport_size({"width": 1200, "height": int(page.evaluate(bottom)) - 5})
    page.goto(page.url)
    assert page.evaluate("scrollY") > 0
    assert page.evaluate(f"{bottom} < innerHeight - 100")


@pytest.fixture(scope="module")
def disputed(session: str, django_db_blocker: Any) -> Claim:
    """A claim of which two things are said."""
    with django_db_blocker.unblock():
        claim = Claim.objects.filter(state="machine").earliest("pk")
        said_of: dict[str, dict[str, str]] = {"correction": {"value": "18.25"}, "dispute": {}}
        for ask, suggested in said_of.items():
            said = Said(ask, "value", suggested, f"A {ask} in the browser, see the abstract.")
            public_proposals.propose(claim, said=said, asker=f"192.0.2.{len(ask)}")
        return claim


@pytest.mark.parametrize("options", [LIGHT, PHONE, SMALLEST], ids=["light", "dark, phone", "smallest"])
def test_what_was_said_is_readable_beside_the_reading(curator: Watched, disputed: Claim) -> None:
    page = curator.open(f"/admin/queue/{disputed.uid}/")
    assert page.get_by_role("heading", name="2 things said about this claim").is_visible()
    readable(page)
    page.keyboard.press("f")
    page.wait_for_selector("[role=status]")
    readable(page)


def test_what_was_said_is_answered_by_keyboard(curator: Watched, disputed: Claim) -> None:
    page = curator.open(f"/admin/queue/{disputed.uid}/")
    page.keyboard.press("f")
    page.wait_for_selector("[role=status]")
    assert page.locator("[name=value]").input_value() == "18.25"
    page.locator("[name=note]").fill("it says otherwise")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.wait_for_selector(".messagelist")
    answers = Proposal.objects.order_by("pk").values_list("state", "answer")
    assert list(answers) == [("declined", "it says otherwise"), ("new", "")]
    page = curator.open(f"/admin/queue/{disputed.uid}/")
    page.keyboard.press("p")
    page.wait_for_selector(".messagelist")
    assert list(answers.all())[1] == ("accepted", "")
    assert Claim.objects.get(pk=disputed.pk).state == "disputed"


def test_single_keys_can_be_switched_off(curator: Watched) -> None:
    page = curator.open("/admin/queue/")
    page.keyboard.press("n")
    page.wait_for_selector("#decision")
    page.wait_for_load_state()  # the keys are there once the script has run
    page.locator("#keys summary").click()
    page.locator("#letters").click()
    here, events = page.url, Event.objects.count()
    page.locator("h1").click()
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert (page.url, Event.objects.count()) == (here, events)


def test_names_are_offered_while_typing(curator: Watched) -> None:
    page = curator.open("/admin/queue/")
    page.keyboard.press("n")
    page.wait_for_selector("#decision")
    page.wait_for_load_state()  # the keys are there once the script has run
    page.locator("[name=benchmarks]").last.press_sequentially("math")
    page.wait_for_selector("#names-benchmarks option[value=MathQuest]", state="attached")


@pytest.mark.parametrize("options", [WITHOUT_SCRIPT], ids=["no script"])
def test_without_script_everything_is_a_form(curator: Watched) -> None:
    page = curator.open("/admin/queue/")
    page.get_by_role("button", name="Look at the next claim").click()
    page.get_by_role("button", name="Number misread").click()
    assert Event.objects.latest("pk").reason == "number misread"
    page.get_by_role("button", name="Undo").click()
    assert Event.objects.latest("pk").action == "undo"
    page.get_by_label("Setting").fill("seen without script")
    page.get_by_role("button", name="Save correction").click()
    assert Claim.objects.filter(setting="seen without script", state="curated").exists()
