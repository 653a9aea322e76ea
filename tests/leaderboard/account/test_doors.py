"""The doors of the site: lock-out, second step, limits of sessions."""

import logging
import re
import time
from base64 import b32decode
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from leaderboard.actions import second_factor, sessions
from leaderboard.domain import accounts
from leaderboard.models import Event, Session

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
ADMIN = "/admin/leaderboard/claim/"


@pytest.fixture
def curator() -> User:
    """Somebody of the staff who may do everything."""
    return User.objects.create_superuser("curator", password=PASSWORD)


@pytest.fixture
def required(settings: Any) -> None:
    """Staff need a second factor."""
    settings.REQUIRE_TWO_FACTOR = True


def sign_in(client: Client, password: str = PASSWORD, *, name: str = "curator", **headers: Any) -> Any:
    return client.post("/account/login/", {"username": name, "password": password}, **headers)


def app_of(account: User) -> TOTPDevice:
    """A second factor that counts."""
    return TOTPDevice.objects.create(user=account, name="app")


def code_of(app: TOTPDevice, *, ahead: int = 0) -> str:
    """What the app shows now, or steps ahead; each code is good once."""
    app.refresh_from_db()
    return f"{totp(app.bin_key, app.step, drift=app.drift + ahead):06d}"


# --- Lock-out --------------------------------------------------------------------------------------


def test_five_wrong_passwords_lock_a_name_for_an_address(client: Client, curator: User) -> None:
    assert [sign_in(client, "wrong").status_code for _ in range(5)] == [200] * 4 + [429]
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "locked for 15 minutes" in locked.content.decode()
    assert 890 <= int(locked["Retry-After"]) <= 900
    assert "_auth_user_id" not in client.session
    elsewhere = sign_in(client, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_a_lock_ends_by_itself(client: Client, curator: User) -> None:
    for _ in range(5):
        sign_in(client, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_a_right_password_forgets_the_wrong_ones(client: Client, curator: User) -> None:
    for password in ["wrong"] * 4 + [PASSWORD] + ["wrong"] * 4:
        sign_in(client, password)
        client.logout()
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "passed", "address"),
    [
        (0, "198.51.100.9", "127.0.0.1"),
        (1, "203.0.113.66, 198.51.100.9", "198.51.100.9"),
        (2, "198.51.100.9, 10.0.0.1", "198.51.100.9"),
        (1, "no address at all", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
    ids=["no proxy: the header is anybody's", "one proxy", "two proxies", "nonsense", "no header"],
)
def test_the_address_is_the_one_behind_the_proxies(
    client: Client, settings: Any, proxies: int, passed: str, address: str
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    sign_in(client, "wrong", HTTP_X_FORWARDED_FOR=passed)
    assert AccessAttempt.objects.get().ip_address == address


def test_neither_log_nor_table_holds_the_password(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for _ in range(6):
            sign_in(client, "my secret passphrase")
    assert "my secret passphrase" not in caplog.text
    row = AccessAttempt.objects.get()
    assert "my secret passphrase" not in " ".join(map(str, vars(row).values()))


def test_old_attempts_and_sessions_are_forgotten(client: Client, curator: User) -> None:
    sign_in(client, "wrong")
    client.force_login(curator)
    assert sessions.forget() == 0
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=31))
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    assert sessions.forget() == 2


# --- The admin's door ------------------------------------------------------------------------------


def test_the_admin_has_no_sign_in_of_its_own(client: Client) -> None:
    response = client.get(ADMIN, follow=True)
    assert response.redirect_chain[-1] == (f"/account/login/?next={ADMIN.replace('/', '%2F')}", 302)
    assert b"Sign in" in response.content


def test_an_account_without_the_staff_mark_is_told_so(client: Client) -> None:
    client.force_login(User.objects.create_user("reader"))
    assert client.get(ADMIN, follow=True).status_code == 403


def test_staff_without_a_second_factor_is_led_to_set_one_up(
    client: Client, curator: User, required: None
) -> None:
    sign_in(client)
    for closed in (ADMIN, "/admin/", "/admin/queue/"):
        response = client.get(closed, follow=True)
        assert response.redirect_chain[-1][0].startswith("/account/two-factor/?next=%2Fadmin%2F")
    app = TOTPDevice.objects.get(confirmed=False)
    page = client.post("/account/two-factor/", {"code": code_of(app), "next": ADMIN})
    assert page.status_code == 200
    assert f'href="{ADMIN}"' in page.content.decode()
    assert StaticToken.objects.filter(device__user=curator).count() == 10
    assert client.get(ADMIN).status_code == 200


def test_without_the_rule_a_password_is_enough(client: Client, curator: User) -> None:
    sign_in(client)
    assert client.get(ADMIN).status_code == 200


def test_a_wrong_code_sets_nothing_up(client: Client, curator: User, required: None) -> None:
    sign_in(client)
    client.get("/account/two-factor/")
    assert client.post("/account/two-factor/", {"code": "000000"}).status_code == 400
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    assert client.get(ADMIN).status_code == 302


# --- The second step -------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [ADMIN, "/account/", "/account/tokens/", "/account/two-factor/"])
def test_halfway_in_is_nobody(client: Client, curator: User, place: str) -> None:
    app_of(curator)
    sign_in(client)
    response = client.get(place, follow=True)
    assert response.redirect_chain[-1][0].startswith("/account/verify/?next=")


def test_the_second_step_opens_with_a_code_once(client: Client, curator: User) -> None:
    app = app_of(curator)
    sign_in(client)
    before = client.session.session_key
    code = code_of(app)
    response = client.post("/account/verify/", {"code": f"{code[:3]} {code[3:]}", "next": ADMIN})
    assert response.headers["Location"] == ADMIN
    assert client.get(ADMIN).status_code == 200
    assert client.session.session_key != before
    other = Client()
    sign_in(other)
    assert other.post("/account/verify/", {"code": code}).status_code == 400
    assert other.get(ADMIN).status_code == 302


def test_a_code_of_paper_is_good_once(client: Client, curator: User) -> None:
    app_of(curator)
    code = second_factor.new_codes(curator)[0]
    for status in (302, 400):
        other = Client()
        sign_in(other)
        assert other.post("/account/verify/", {"code": code.upper()}).status_code == status


def test_after_a_wrong_code_the_next_waits(client: Client, curator: User) -> None:
    app = app_of(curator)
    sign_in(client)
    assert client.post("/account/verify/", {"code": "000000"}).status_code == 400
    refused = client.post("/account/verify/", {"code": code_of(app)})
    assert refused.status_code == 429
    assert "After wrong codes none is looked at for 1 second: wait" in refused.content.decode()
    assert client.get("/account/").status_code == 302


def test_the_second_step_leads_nowhere_else(client: Client, curator: User) -> None:
    app = app_of(curator)
    sign_in(client)
    sent = {"code": code_of(app), "next": "https://evil.example/"}
    assert client.post("/account/verify/", sent).headers["Location"] == "/account/"


def test_who_knows_the_password_alone_is_shown_as_halfway_in(client: Client, curator: User) -> None:
    app = app_of(curator)
    sign_in(Client(headers={"user-agent": "half of a thief"}))
    sign_in(client)
    client.post("/account/verify/", {"code": code_of(app)})
    page = client.get("/account/").content.decode()
    assert page.count("Only the password was given there") == 1
    assert page.index("half of a thief") < page.index("Only the password was given there")


def test_the_key_can_be_typed_into_an_app(client: Client, curator: User, required: None) -> None:
    sign_in(client)
    page = client.get("/account/two-factor/").content.decode()
    key = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert key is not None
    app = TOTPDevice.objects.get(user=curator)
    assert b32decode(key[1].replace(" ", "")) == app.bin_key
    assert "Curation here needs one" in page


def test_switching_off_needs_a_code(client: Client, curator: User) -> None:
    app = app_of(curator)
    sign_in(client)
    client.post("/account/verify/", {"code": code_of(app)})
    client.post("/account/two-factor/off/", {"code": "nothing"})
    assert TOTPDevice.objects.filter(user=curator).exists()
    client.post("/account/two-factor/off/", {"code": code_of(app, ahead=1)})
    assert not TOTPDevice.objects.filter(user=curator).exists()
    assert Event.objects.filter(action="second factor off", subject_uid=accounts.uid(curator.pk)).exists()


def test_the_command_takes_it_away(client: Client, curator: User) -> None:
    app_of(curator)
    sign_in(client)
    call_command("take_second_factor", "curator", verbosity=0)
    assert not TOTPDevice.objects.exists()
    assert not Session.objects.exists()


# --- Sessions --------------------------------------------------------------------------------------


def _ago(client: Client, **marks: timedelta) -> None:
    session = client.session
    for name, ago in marks.items():
        session[name] = int(time.time() - ago.total_seconds())
    session.save()


@pytest.mark.parametrize(
    ("began", "seen", "status"),
    [
        (timedelta(hours=11), timedelta(minutes=119), 200),
        (timedelta(hours=3), timedelta(minutes=121), 302),
        (timedelta(hours=13), timedelta(minutes=1), 302),
    ],
    ids=["within both", "idle too long", "too old"],
)
def test_sessions_of_staff_end(
    client: Client, curator: User, began: timedelta, seen: timedelta, status: int
) -> None:
    sign_in(client)
    _ago(client, began=began, seen=seen)
    assert client.get(ADMIN).status_code == status


def test_others_stay_signed_in(client: Client) -> None:
    User.objects.create_user("reader", password=PASSWORD)
    sign_in(client, name="reader")
    _ago(client, began=timedelta(days=3), seen=timedelta(days=2))
    assert client.get("/account/").status_code == 200


def test_signing_in_gives_the_session_a_new_key(client: Client, curator: User) -> None:
    session = client.session
    session["before"] = "signed in"
    session.save()
    old = client.session.session_key
    sign_in(client)
    assert client.session.session_key != old
    assert not Session.objects.filter(session_key=old).exists()


def test_cookies_are_for_the_site_alone(client: Client, curator: User) -> None:
    cookie = sign_in(client).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_signing_out_everywhere_leaves_this_session(client: Client, curator: User) -> None:
    other = Client(headers={"user-agent": "the other browser"})
    sign_in(client)
    sign_in(other)
    assert "the other browser" in client.get("/account/").content.decode()
    client.post("/account/sessions/end/")
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_a_new_password_ends_other_sessions(client: Client, curator: User) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    new = {"new_password1": "an even longer password", "new_password2": "an even longer password"}
    assert client.post("/account/password/", {"old_password": "wrong", **new}).status_code == 200
    assert client.post("/account/password/", {"old_password": PASSWORD, **new}).status_code == 302
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert 'Where you are signed in <span class="count">1</span>' in client.get("/account/").content.decode()
    assert client.get("/admin/password_change/").headers["Location"] == "/account/password/"


def test_public_pages_ask_nothing_about_sessions(
    client: Client, curator: User, django_assert_num_queries: Any
) -> None:
    client.force_login(curator)
    with django_assert_num_queries(0):
        response = client.get("/about/")
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("others", [0, 6])
def test_the_account_costs_the_same_for_many_sessions(
    client: Client, curator: User, others: int, django_assert_num_queries: Any
) -> None:
    for _ in range(others):
        sign_in(Client())
    sign_in(client)
    with django_assert_num_queries(6):
        client.get("/account/")
