"""Accounts in the admin: an administrator gives roles, and nothing that is more than a role."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from leaderboard.actions import roles
from leaderboard.domain.roles import Role
from tests.leaderboard.histories.made import claim as made

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def owner() -> User:
    """The superuser of the site."""
    return User.objects.create_superuser("owner", password=PASSWORD)


@pytest.fixture
def colleague() -> User:
    """Staff without a role."""
    return User.objects.create_user("colleague", password=PASSWORD, is_staff=True)


@pytest.fixture
def administrator(client: Client) -> Client:
    """Signed in with the administrator's role."""
    user = User.objects.create_user("administrator", password=PASSWORD, is_staff=True)
    user.groups.add(roles.prepare()[Role.ADMINISTRATOR])
    client.force_login(user)
    return client


def change(client: Client, account: User, **fields: Any) -> int:
    """The status of the answer to a changed form."""
    times = {f"{name}_{part}": "" for name in ("last_login",) for part in (0, 1)}
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    form = {"username": account.username, "is_active": "on", "is_staff": "on", **times, **joined, **fields}
    return client.post(f"/admin/auth/user/{account.pk}/change/", form).status_code


def test_an_administrator_gives_a_role(administrator: Client, colleague: User) -> None:
    group = Group.objects.get(name=Role.CURATOR)
    assert change(administrator, colleague, groups=[group.pk]) == 302
    assert colleague.has_perm("leaderboard.change_claim")


def test_an_administrator_makes_nobody_a_superuser(administrator: Client, colleague: User) -> None:
    me = User.objects.get(username="administrator")
    for account in (colleague, me):
        change(administrator, account, is_superuser="on", groups=[each.pk for each in account.groups.all()])
        account.refresh_from_db()
        assert not account.is_superuser


def test_an_administrator_gives_no_single_permission(administrator: Client, colleague: User) -> None:
    single = Permission.objects.get(codename="delete_claim")
    assert change(administrator, colleague, user_permissions=[single.pk]) == 302
    assert not colleague.user_permissions.exists()


def test_an_administrator_gives_no_group_besides_the_roles(administrator: Client, colleague: User) -> None:
    strong = Group.objects.create(name="everything")
    strong.permissions.set(Permission.objects.all())
    assert change(administrator, colleague, groups=[strong.pk]) == 200  # shown again, with the error
    assert not colleague.groups.exists()


def test_an_administrator_touches_no_superuser(administrator: Client, owner: User) -> None:
    assert change(administrator, owner, is_active="") == 403
    new = {
        "password1": "taken over by me now",
        "password2": "taken over by me now",
        "usable_password": "true",
    }
    assert administrator.post(f"/admin/auth/user/{owner.pk}/password/", new).status_code == 403
    TOTPDevice.objects.create(user=owner, name="app")
    for action in ("take_second_factor", "end_sessions", "unlock"):
        administrator.post("/admin/auth/user/", {"action": action, "_selected_action": [owner.pk]})
    owner.refresh_from_db()
    assert owner.is_active
    assert owner.check_password(PASSWORD)
    assert TOTPDevice.objects.filter(user=owner).exists()


def test_a_superuser_does_all_of_it(client: Client, owner: User, colleague: User) -> None:
    client.force_login(owner)
    single = Permission.objects.get(codename="view_claim")
    assert change(client, colleague, is_superuser="on", user_permissions=[single.pk]) == 302
    colleague.refresh_from_db()
    assert colleague.is_superuser
    assert colleague.user_permissions.get() == single


def test_an_administrator_helps_who_lost_the_telephone(administrator: Client, colleague: User) -> None:
    TOTPDevice.objects.create(user=colleague, name="app")
    page = administrator.post(
        "/admin/auth/user/", {"action": "take_second_factor", "_selected_action": [colleague.pk]}, follow=True
    )
    assert "1 second factor taken away" in page.content.decode()
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize("table", ["otp_totp/totpdevice", "otp_static/staticdevice", "axes/accessattempt"])
def test_secrets_have_no_page(client: Client, owner: User, table: str) -> None:
    client.force_login(owner)
    assert client.get(f"/admin/{table}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "screen"),
    [
        ("/admin/queue/next/", "/admin/queue/"),
        ("/admin/bulk/start/", "/admin/bulk/"),
        ("/admin/engines/start/", "/admin/engines/"),
    ],
)
def test_a_click_after_the_session_ended_leads_back_to_its_screen(
    client: Client, owner: User, address: str, screen: str
) -> None:
    assert client.post(address).headers["Location"] == f"/admin/login/?next={address}"
    form = {"username": owner.username, "password": PASSWORD, "next": address}
    signed = client.post("/account/login/", form, follow=True)
    assert [path for path, _ in signed.redirect_chain][-1] == screen
    assert "Please choose it once more." in signed.content.decode()


def test_a_decision_after_the_session_ended_says_that_nothing_was_saved(client: Client, owner: User) -> None:
    address = f"/admin/queue/{UUID(int=7)}/"
    client.post(address, {"decision": "accept"})
    form = {"username": owner.username, "password": PASSWORD, "next": "/admin/queue/"}
    assert "Nothing was saved" in client.post("/account/login/", form, follow=True).content.decode()
    assert "Nothing was saved" not in client.get("/admin/queue/").content.decode()


def test_an_administrator_is_told_that_superusers_stay_as_they_are(
    administrator: Client, owner: User, colleague: User
) -> None:
    chosen = {"action": "end_sessions", "_selected_action": [owner.pk, colleague.pk]}
    page = administrator.post("/admin/auth/user/", chosen, follow=True).content.decode()
    assert f"Left as it was: {owner.username} is a superuser, whom only superusers change." in page
    assert f"{colleague.username} is a superuser" not in page


def test_a_role_without_the_mark_of_staff_is_said_to_open_nothing(
    administrator: Client, colleague: User
) -> None:
    group = Group.objects.get(name=Role.CURATOR)
    given = {
        "username": colleague.username,
        "is_active": "on",
        "groups": [group.pk],
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
    }
    address = f"/admin/auth/user/{colleague.pk}/change/"
    assert "opens no screen yet" in administrator.post(address, given, follow=True).content.decode()
    staff = administrator.post(address, {**given, "is_staff": "on"}, follow=True)
    assert "opens no screen yet" not in staff.content.decode()


@pytest.mark.parametrize(
    ("address", "whom"),
    [
        ("/admin/queue/", "This is for curators and administrators."),
        ("/admin/leaderboard/alert/", "It needs"),
    ],
)
def test_a_refusal_says_for_whom_it_is_and_who_asked(client: Client, address: str, whom: str) -> None:
    contributor = User.objects.create_user("cleo", password=PASSWORD, is_staff=True)
    contributor.groups.add(roles.prepare()[Role.CONTRIBUTOR])
    client.force_login(contributor)
    refused = client.get(address)
    assert refused.status_code == 403
    page = refused.content.decode()
    assert whom in page
    assert "You are signed in as <bdi>cleo</bdi>, contributor." in page
    assert 'href="/admin/"' in page


def test_a_contributor_is_led_to_what_they_may_do(client: Client) -> None:
    contributor = User.objects.create_user("cleo", password=PASSWORD, is_staff=True)
    contributor.groups.add(roles.prepare()[Role.CONTRIBUTOR])
    client.force_login(contributor)
    assert 'href="/account/proposals/"' in client.get("/admin/").content.decode()
    claim = made()
    story = client.get(f"/admin/history/{claim.uid}/").content.decode()
    assert f'href="/claims/{claim.uid}/correct/"' in story
    assert "Ask the authors" not in story


def test_a_form_of_before_the_sign_in_is_refused_in_the_sites_own_words(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    refused = client.post("/admin/queue/next/")
    assert refused.status_code == 403
    assert "This page was too old" in refused.content.decode()


def test_accounts_are_reached_from_the_home_by_those_who_manage_them(
    administrator: Client, client: Client
) -> None:
    door = '<a href="/admin/auth/user/">Accounts</a>'
    assert door in administrator.get("/admin/").content.decode()
    curator = User.objects.create_user("cleo", password=PASSWORD, is_staff=True)
    curator.groups.add(roles.prepare()[Role.CURATOR])
    client.force_login(curator)
    assert door not in client.get("/admin/").content.decode()
