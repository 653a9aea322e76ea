"""Who may go where: every address of site, admin, API and wire is tried as everybody.

The addresses come from the URL patterns themselves: a new one without a row here fails the first test.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client, RequestFactory

from leaderboard.actions import roles, tokens
from leaderboard.domain.roles import LOOKED_AT, Role
from leaderboard.models import ApiToken
from tests.leaderboard.roles.walking import Address, addresses

pytestmark = pytest.mark.django_db

VISITOR, READER = "visitor", "account without a role"
WHO = (VISITOR, READER, *Role)
EVERYBODY = frozenset(WHO)
SIGNED_IN = EVERYBODY - {VISITOR}
STAFF = frozenset(Role)
DECIDERS = frozenset({Role.CURATOR, Role.ADMINISTRATOR})
RULERS = frozenset({Role.ADMINISTRATOR})
NOBODY: frozenset[str] = frozenset()

OWN_PAGES = {
    "account/": SIGNED_IN,
    "account/name/": SIGNED_IN,
    "account/proposals/": SIGNED_IN,
    "account/password/": SIGNED_IN,
    "account/sessions/end/": SIGNED_IN,
    "account/tokens/": SIGNED_IN,
    "account/tokens/<uuid:uid>/revoke/": SIGNED_IN,
    "account/two-factor/": SIGNED_IN,
    "account/two-factor/codes/": SIGNED_IN,
    "account/two-factor/off/": SIGNED_IN,
}
"""Pages of the site that are not for everybody."""

OPEN_PAGES = """
    tables/ tables/<slug:task>/<slug:benchmark>/
    claims/<uuid:uid>/dispute/ claims/<uuid:uid>/correct/ claims/<uuid:uid>/proposed/ confirm/<str:token>/
    authors/<str:token>/
    claims/<uuid:uid>/history/ boards/<slug:benchmark>/<slug:metric>/changes/
    boards/<slug:benchmark>/<slug:metric>/changes/feed/
    / about/ boards/ boards/<slug:slug>/ boards/<slug:benchmark>/<slug:metric>/ efficiency/
    efficiency/<slug:family>/ efficiency/<slug:family>/feed/ efficiency/<slug:family>/table.csv
    efficiency/<slug:family>/table.json embed/efficiency/<slug:family>/
    papers/ papers/<uuid:uid>/ claims/<uuid:uid>/ systems/<slug:slug>/
    benchmarks/<slug:slug>/ metrics/<slug:slug>/ tasks/<slug:slug>/ systems/ benchmarks/ metrics/ tasks/
    compare/ pareto/ contradictions/ search/ search/suggest/ search/description.xml account/login/
    account/verify/ account/logout/ feeds/claims/ feeds/contradictions/ feeds/records/
    boards/<slug:benchmark>/<slug:metric>/feed/ boards/<slug:benchmark>/<slug:metric>/records/feed/
    boards/<slug:benchmark>/<slug:metric>/table.csv boards/<slug:benchmark>/<slug:metric>/table.json
    embed/boards/<slug:benchmark>/<slug:metric>/ badges/<slug:benchmark>/<slug:metric>/<slug:system>.svg
    badges/<slug:benchmark>/<slug:metric>/<slug:system>.json papers/<uuid:uid>/cite.bib exports/
    exports/manifest.json exports/<slug:name>/<str:file> snapshots/ snapshots/diff/ snapshots/diff.json
    snapshots/<slug:name>/ snapshots/<slug:name>/<str:file> robots.txt sitemap.xml
    sitemaps/boards-<int:benchmark>-<int:metric>.xml sitemaps/<slug:kind>-<int:number>.xml health/live
    health/ready
""".split()
"""Pages for everybody."""

SCREENS = {
    "admin/": STAFF,
    "admin/login/": EVERYBODY - {READER},  # whom it leads on to the sign-in, or tells that nothing is here
    "admin/logout/": EVERYBODY,
    "admin/password_change/": STAFF,
    "admin/password_change/done/": STAFF,
    "admin/jsi18n/": STAFF,
    "admin/autocomplete/": NOBODY,  # without a field to fill
    "admin/r/<path:content_type_id>/<path:object_id>/": STAFF,
    "admin/batches/": DECIDERS,
    "admin/names/": DECIDERS,
    "admin/names/changes/<uuid:uid>/": DECIDERS,
    "admin/names/changes/<uuid:uid>/reread/": DECIDERS,
    "admin/names/facts/<slug:slug>/": DECIDERS,
    "admin/names/words/<slug:kind>/<slug:digest>/": DECIDERS,
    "admin/names/<slug:kind>/<slug:slug>/": DECIDERS,
    "admin/names/<slug:kind>/<slug:slug>/confirm/": DECIDERS,
    "admin/names/<slug:kind>/<slug:slug>/rename/": DECIDERS,
    "admin/names/<slug:kind>/<slug:slug>/merge/": DECIDERS,
    "admin/names/<slug:kind>/<slug:slug>/unname/": DECIDERS,
    "admin/names/<slug:kind>/<slug:slug>/split/": DECIDERS,
    "admin/batches/<uuid:uid>/": DECIDERS,
    "admin/batches/<uuid:uid>/cancel/": DECIDERS,
    "admin/batches/<uuid:uid>/undo/": DECIDERS,
    "admin/history/<uuid:uid>/": STAFF,
    "admin/history/restore/<uuid:event>/before/": DECIDERS,
    "admin/history/restore/<uuid:event>/after/": DECIDERS,
    "admin/engines/": DECIDERS,
    "admin/engines/start/": RULERS,
    "admin/engines/<uuid:uid>/": DECIDERS,
    "admin/engines/<uuid:uid>/adopt/": RULERS,
    "admin/numbers/": DECIDERS,
    "admin/numbers/decided.jsonl": DECIDERS,
    "admin/numbers/draw/": DECIDERS,
    "admin/authors/<uuid:paper>/": DECIDERS,
    "admin/authors/revoke/<uuid:uid>/": DECIDERS,
    "admin/proposals/": DECIDERS,
    "admin/proposals/<uuid:uid>/": DECIDERS,
    "admin/bulk/": DECIDERS,
    "admin/bulk/dry-run/": DECIDERS,
    "admin/bulk/start/": DECIDERS,
    "admin/papers/": DECIDERS,
    "admin/papers/add/": DECIDERS,
    "admin/papers/upload/": DECIDERS,
    "admin/papers/settled/<uuid:uid>/": DECIDERS,
    "admin/papers/<uuid:uid>/": DECIDERS,
    "admin/papers/<uuid:uid>/retract/": DECIDERS,
    "admin/papers/<uuid:uid>/reinstate/": DECIDERS,
    "admin/papers/<uuid:uid>/merge/": DECIDERS,
    "admin/papers/uncorrect/<uuid:event>/": DECIDERS,
    "admin/papers/unmerge/<uuid:event>/": DECIDERS,
    "admin/policy/": DECIDERS,
    "admin/policy/outlook/": RULERS,
    "admin/policy/set/": RULERS,
    "admin/policy/<uuid:uid>/stop/": RULERS,
    "admin/queue/": DECIDERS,
    "admin/queue/next/": DECIDERS,
    "admin/queue/aside/": DECIDERS,
    "admin/queue/names/": DECIDERS,
    "admin/queue/undo/<uuid:event>/": DECIDERS,
    "admin/queue/second/<uuid:uid>/": DECIDERS,
    "admin/queue/<uuid:uid>/": DECIDERS,
}
"""The admin besides its tables."""

TABLES: dict[str, dict[str, frozenset[str]]] = {
    **{f"leaderboard/{table}": {"look": STAFF} for table in LOOKED_AT},
    "leaderboard/apitoken": {"look": RULERS},
    "leaderboard/alert": {"look": NOBODY},
    "leaderboard/delivery": {"look": NOBODY},
    "auth/user": {"look": RULERS, "add": RULERS},
    "auth/group": {"look": RULERS},
}
"""Tables of the admin: who looks at them, and who adds rows; nobody below a superuser deletes any."""

CHOSEN = {
    ("leaderboard/claim", "accept"): DECIDERS,
    ("leaderboard/claim", "reject"): DECIDERS,
    ("leaderboard/apitoken", "revoke"): RULERS,
    ("leaderboard/alert", "stop"): NOBODY,
    ("auth/user", "end_sessions"): RULERS,
    ("auth/user", "unlock"): RULERS,
    ("auth/user", "take_second_factor"): RULERS,
}
"""What the lists of the admin offer to do with chosen rows, and to whom."""

OWNERS = ("jobs/<uuid:uid>/", "alerts/", "alerts/<uuid:uid>/")
"""What the API shows to the owner of a token alone."""

_TABLE = "pwc/api/v1/evaluations/<str:table>"
WRITES = {
    ("api/v1/papers/", "post"): "papers",
    ("api/v1/extract/", "post"): None,  # stores nothing
    ("api/v1/alerts/", "post"): "alerts",
    ("api/v1/alerts/<uuid:uid>/", "delete"): "alerts",
    ("pwc/api/v1/tasks/", "post"): "evaluations",
    ("pwc/api/v1/tasks/<str:task>/", "patch"): "evaluations",
    ("pwc/api/v1/tasks/<str:task>/", "delete"): "evaluations",
    ("pwc/api/v1/datasets/", "post"): "evaluations",
    ("pwc/api/v1/datasets/<str:dataset>/", "patch"): "evaluations",
    ("pwc/api/v1/datasets/<str:dataset>/", "delete"): "evaluations",
    ("pwc/api/v1/evaluations/", "post"): "evaluations",
    (f"{_TABLE}/", "patch"): "evaluations",
    (f"{_TABLE}/", "delete"): "evaluations",
    (f"{_TABLE}/metrics/", "post"): "evaluations",
    (f"{_TABLE}/metrics/<str:metric>/", "patch"): "evaluations",
    (f"{_TABLE}/metrics/<str:metric>/", "delete"): "evaluations",
    (f"{_TABLE}/results/", "post"): "evaluations",
    (f"{_TABLE}/results/<uuid:result>/", "patch"): "evaluations",
    (f"{_TABLE}/results/<uuid:result>/", "delete"): "evaluations",
    ("pwc/api/v1/rpc/evaluation-synchronize/", "post"): "evaluations",
}
"""What the API and the wire write, and the scope that a token needs for it."""

ALL = addresses()
PROGRAMS = [each for each in ALL if each.route.startswith(("api/", "pwc/"))]
ROWS = [
    each for each in ALL if each.route.startswith(tuple(f"admin/{app}/" for app in ("auth", "leaderboard")))
]
PAGES = [each for each in ALL if each not in PROGRAMS and each not in ROWS]


def _path(each: Address) -> str:
    return each.path


def test_every_address_has_its_row() -> None:
    known = {route.removeprefix("/") for route in OPEN_PAGES} | set(OWN_PAGES) | set(SCREENS)
    assert {each.route for each in PAGES} == known


def test_every_table_of_the_admin_has_its_row() -> None:
    assert {_table(model) for model in admin.site._registry} == set(TABLES)
    found = {(_table(model), name) for model, each in admin.site._registry.items() for name in _own(each)}
    assert found == set(CHOSEN)


def test_every_write_of_programs_has_its_row() -> None:
    assert {(each.route, method) for each in PROGRAMS for method in each.writes} == set(WRITES)


@pytest.fixture
def as_role(client: Client) -> Callable[[str], Client]:
    """Signs the client in: staff with a role, an account without one, or nobody."""
    groups = roles.prepare()

    def sign_in(who: str) -> Client:
        if who != VISITOR:
            user, _ = User.objects.get_or_create(username="somebody", is_staff=who in set(Role))
            user.groups.set([groups[Role(who)]] if who in set(Role) else [])
            client.force_login(user)
        return client

    return sign_in


@pytest.mark.parametrize("who", WHO, ids=str)
@pytest.mark.parametrize("each", PAGES, ids=_path)
def test_every_page_as_everybody(as_role: Callable[[str], Client], each: Address, who: str) -> None:
    allowed = SCREENS.get(each.route, OWN_PAGES.get(each.route, EVERYBODY))
    for method in ("get", "post"):  # each signs in anew, for some of these sign out
        client = as_role(who)
        if _takes(client, method, each.path):
            assert _lets_in(client, method, each.path) == (who in allowed), method


@pytest.mark.parametrize("who", WHO, ids=str)
@pytest.mark.parametrize("table", TABLES)
def test_every_table_as_everybody(as_role: Callable[[str], Client], table: str, who: str) -> None:
    client, may = as_role(who), TABLES[table]
    pages = {"": "look", "1000000/change/": "look", "add/": "add", "1000000/delete/": "delete"}
    for page, right in pages.items():
        assert _lets_in(client, "get", f"/admin/{table}/{page}") == (who in may.get(right, NOBODY)), page
    for page in ("add/", "1000000/delete/"):
        assert _lets_in(client, "post", f"/admin/{table}/{page}") == (who in may.get(pages[page], NOBODY)), (
            page
        )


@pytest.mark.parametrize("who", WHO, ids=str)
def test_what_lists_offer_to_do(as_role: Callable[[str], Client], who: str) -> None:
    as_role(who)
    request = RequestFactory().get("/")
    request.user = User.objects.filter(username="somebody").first() or AnonymousUser()
    for model, each in admin.site._registry.items():
        offered = set(each.get_actions(request)) - {"delete_selected"}
        assert offered == {
            name for (table, name), who_may in CHOSEN.items() if table == _table(model) and who in who_may
        }


@pytest.mark.parametrize("each", PROGRAMS, ids=_path)
def test_programs_read_without_a_token_and_what_is_somebodys_with_one(client: Client, each: Address) -> None:
    owned = each.route.removeprefix("api/v1/") in OWNERS
    assert (client.get(each.path).status_code in (401, 403)) == owned
    if owned:
        shown = {"authorization": f"Bearer {_token()}"}
        assert client.get(each.path, headers=shown).status_code in (200, 404)


@pytest.mark.parametrize(("route", "method"), WRITES, ids=" ".join)
def test_programs_write_with_the_scope_alone(client: Client, route: str, method: str) -> None:
    scope, path = WRITES[route, method], Address(route, ()).path
    others = [name for name in ApiToken.Scope.values if name != scope]
    shown: Iterable[tuple[dict[str, str], bool]] = (
        ({}, scope is None),
        ({"authorization": f"Token {_token(*others)}"}, scope is None),
        ({"authorization": f"Token {_token(*([scope] if scope else []))}"}, True),
    )
    for headers, allowed in shown:
        answer = getattr(client, method)(path, "{}", content_type="application/json", headers=headers)
        assert (answer.status_code not in (401, 403)) == allowed, answer.content


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_a_session_writes_nothing_through_the_api(as_role: Callable[[str], Client], role: Role) -> None:
    client = as_role(role)
    for (route, method), scope in WRITES.items():
        answer = getattr(client, method)(Address(route, ()).path, "{}", content_type="application/json")
        assert (answer.status_code not in (401, 403)) == (scope is None)


def _takes(client: Client, method: str, path: str) -> bool:
    return bool(getattr(client, method)(path).status_code != 405)


def _lets_in(client: Client, method: str, path: str) -> bool:
    """Whether this client gets further than the door: not refused, not sent to sign in."""
    answer = getattr(client, method)(path)
    sent = str(answer.headers.get("Location", ""))
    to_the_door = sent.startswith(("/account/login/", "/admin/login/")) and path != "/admin/login/"
    return answer.status_code not in (401, 403) and not to_the_door


def _table(model: type[Any]) -> str:
    return f"{model._meta.app_label}/{model._meta.model_name}"


def _own(each: Any) -> list[str]:
    return [action if isinstance(action, str) else action.__name__ for action in each.actions or ()]


def _token(*scopes: str) -> str:
    owner, _ = User.objects.get_or_create(username="owner")
    return tokens.make(owner, name="test", scopes=scopes).token
