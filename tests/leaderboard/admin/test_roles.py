"""Every action of the admin, tried as every role."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from leaderboard.actions import adoptions, authors, batches, claims, policies, public_proposals, roles, trials
from leaderboard.domain.roles import LOOKED_AT, PERMISSIONS, Role
from leaderboard.models import ApiToken, AuthorLink, Batch, Claim, Event, Policy, Proposal, Trial
from leaderboard.queries.claim_fields import as_shown
from leaderboard.queries.policies import Scope
from tests.leaderboard import collection
from tests.leaderboard.batches.kinds import BACK, COUNTING
from tests.leaderboard.proposals.saying import stamp

pytestmark = pytest.mark.django_db

VISITOR, STRANGER = "visitor", "account without a role"
WHO = (VISITOR, STRANGER, *Role)
EVERYBODY = frozenset(Role)
DECIDERS = frozenset({Role.CURATOR, Role.ADMINISTRATOR})
RULERS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done in the admin: does it work for this client?"""

    name: str
    allowed: frozenset[str]
    works: Callable[[Client], bool]


def _opens(address: str) -> Callable[[Client], bool]:
    return lambda client: client.get(address).status_code == 200


def _decides(action: str, state: str) -> Callable[[Client], bool]:
    def works(client: Client) -> bool:
        claim = Claim.objects.get()
        client.post("/admin/leaderboard/claim/", {"action": action, "_selected_action": [claim.pk]})
        return Claim.objects.get().state == state

    return works


def _describes(client: Client) -> bool:
    metric = Claim.objects.get().metric
    assert metric is not None
    said = {"direction": "lower", "family": "", "unit": "", "percentage": "unknown", "description": ""}
    inlines = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    client.post(f"/admin/leaderboard/metric/{metric.pk}/change/", {**said, **inlines})
    metric.refresh_from_db()
    return metric.direction == "lower"


def _revokes(client: Client) -> bool:
    token = ApiToken.objects.get()
    client.post("/admin/leaderboard/apitoken/", {"action": "revoke", "_selected_action": [token.pk]})
    token.refresh_from_db()
    return token.revoked_at is not None


def _deletes(client: Client) -> bool:
    client.post(f"/admin/leaderboard/claim/{Claim.objects.get().pk}/delete/", {"post": "yes"})
    return not Claim.objects.exists()


def _posts(address: str) -> Callable[[Client], bool]:
    return lambda client: client.post(address).headers.get("Location", "").startswith("/admin/queue/")


def _decides_in_the_queue(decision: str, state: str) -> Callable[[Client], bool]:
    def works(client: Client) -> bool:
        claim = Claim.objects.get()
        given = {**as_shown(claim), "value_high": "", "seen": claim.updated_at.isoformat()}
        typed = {**given, "setting": "zero-shot"} if decision == "correct" else given
        client.post(f"/admin/queue/{claim.uid}/", {**typed, "decision": decision})
        return Claim.objects.get().state == state

    return works


def _undoes(client: Client) -> bool:
    user = User.objects.filter(username="somebody").first()
    claims.reject(Claim.objects.get(), by=user or User.objects.get(username="owner"))
    client.post(f"/admin/queue/undo/{Event.objects.latest('pk').uid}/")
    return Claim.objects.get().state == "machine"


def _opens_claim(client: Client) -> bool:
    return client.get(f"/admin/queue/{Claim.objects.get().uid}/").status_code == 200


def _batch() -> Batch:
    batches.register(COUNTING)
    batches.register(BACK)
    return batches.start("counting", about={"to": 1}, by=None)


def _opens_batch(client: Client) -> bool:
    return client.get(f"/admin/batches/{_batch().uid}/").status_code == 200


def _cancels_batch(client: Client) -> bool:
    client.post(f"/admin/batches/{_batch().uid}/cancel/")
    return Batch.objects.get().state == "cancelled"


def _undoes_batch(client: Client) -> bool:
    batch = batches.cancel(_batch(), by=None)
    client.post(f"/admin/batches/{batch.uid}/undo/")
    return Batch.objects.filter(undoes=batch).exists()


def _opens_story(client: Client) -> bool:
    return client.get(f"/admin/history/{Claim.objects.get().uid}/").status_code == 200


def _restores(client: Client) -> bool:
    claims.reject(Claim.objects.get(), by=User.objects.get(username="owner"))
    event, seen = Event.objects.latest("pk"), Claim.objects.get().updated_at.isoformat()
    client.post(f"/admin/history/restore/{event.uid}/before/", {"seen": seen})
    return Claim.objects.get().state == "machine"


def _decides_in_bulk(client: Client) -> bool:
    given = {"decision": "accept", "reason": "because", "as_of": timezone.now().isoformat()}
    client.post("/admin/bulk/start/", given)
    return Batch.objects.filter(kind="decide").exists()


def _proposal() -> Proposal:
    said = public_proposals.Said("correction", "value", {"value": "18.5"}, "")
    return public_proposals.propose(Claim.objects.get(), said=said, asker="192.0.2.1")


def _opens_proposal(client: Client) -> bool:
    return client.get(f"/admin/proposals/{_proposal().uid}/").status_code == 200


def _decides_proposal(decision: str, state: str) -> Callable[[Client], bool]:
    def works(client: Client) -> bool:
        found, claim = _proposal(), Claim.objects.get()
        given = {**as_shown(claim), "value_high": "", "seen": claim.updated_at.isoformat(), "note": "so"}
        client.post(f"/admin/proposals/{found.uid}/", {**given, "decision": decision})
        return Proposal.objects.get().state == state

    return works


def _makes_author_link(client: Client) -> bool:
    client.post(f"/admin/authors/{Claim.objects.get().paper.uid}/", {"days": "7"})
    return AuthorLink.objects.exists()


def _revokes_author_link(client: Client) -> bool:
    made = authors.make(Claim.objects.get().paper, by=User.objects.get(username="owner"))
    client.post(f"/admin/authors/revoke/{made.row.uid}/")
    return AuthorLink.objects.get().revoked_at is not None


def _confirms_as_author(client: Client) -> bool:
    claim = Claim.objects.get()
    made = authors.make(claim.paper, by=User.objects.get(username="owner"))
    said = {f"{claim.uid}-verdict": "confirm", f"{claim.uid}-seen": claim.updated_at.isoformat()}
    client.post(f"/authors/{made.token}/", said)
    return Claim.objects.get().state == "confirmed"


def _proposes(ask: str) -> Callable[[Client], bool]:
    def works(client: Client) -> bool:
        claim = Claim.objects.get()
        filled = {"about": "value", "value": "18.5", "words": "so", "stamp": stamp(claim)}
        client.post(f"/claims/{claim.uid}/{ask}/", filled)
        return Proposal.objects.filter(state="new").exists() and Claim.objects.get().state == "machine"

    return works


_POLICY = {"threshold": "0.9", "share": "5", "reason": "measured"}


def _sets_policy(client: Client) -> bool:
    client.post("/admin/policy/set/", _POLICY)
    return Policy.objects.exists()


def _stops_policy(client: Client) -> bool:
    terms = policies.Terms(Scope(0.9), 0.05, "measured")
    policy = policies.put(terms, by=User.objects.get(username="owner"))
    client.post(f"/admin/policy/{policy.uid}/stop/")
    policy.refresh_from_db()
    return policy.stopped_at is not None


def _takes_policy_back(client: Client) -> bool:
    terms = policies.Terms(Scope(0.9), 0.05, "measured")
    policy = policies.put(terms, by=User.objects.get(username="owner"))
    client.post(f"/admin/policy/{policy.uid}/stop/", {"back": "yes"})
    return Batch.objects.exists()


def _trial() -> Trial:
    batch = trials.start("installed", by=User.objects.get(username="owner"))
    Batch.objects.filter(pk=batch.pk).update(state="done", total=0, ended_at=batch.created_at)
    return Trial.objects.get()


def _opens_trial(client: Client) -> bool:
    return client.get(f"/admin/engines/{_trial().uid}/").status_code == 200


def _compares(client: Client) -> bool:
    client.post("/admin/engines/start/", {"candidate": "installed"})
    return Trial.objects.exists()


def _adopts(client: Client) -> bool:
    client.post(f"/admin/engines/{_trial().uid}/adopt/", {"everything": "yes"})
    return Batch.objects.filter(kind="adopt").exists()


def _takes_adoption_back(client: Client) -> bool:
    batch = adoptions.start(_trial(), on=None, by=User.objects.get(username="owner"))
    batches.cancel(batch, by=None)
    client.post(f"/admin/batches/{batch.uid}/undo/")
    return Batch.objects.filter(undoes=batch).exists()


ACTIONS = (
    *(Action(f"look at {table}s", EVERYBODY, _opens(f"/admin/leaderboard/{table}/")) for table in LOOKED_AT),
    Action("look at tokens", RULERS, _opens("/admin/leaderboard/apitoken/")),
    Action("look at accounts", RULERS, _opens("/admin/auth/user/")),
    Action("make an account", RULERS, _opens("/admin/auth/user/add/")),
    Action("look at groups", RULERS, _opens("/admin/auth/group/")),
    Action("make a group", frozenset(), _opens("/admin/auth/group/add/")),
    Action("accept a claim", DECIDERS, _decides("accept", "curated")),
    Action("reject a claim", DECIDERS, _decides("reject", "rejected")),
    Action("open the queue", DECIDERS, _opens("/admin/queue/")),
    Action("take the next claim", DECIDERS, _posts("/admin/queue/next/")),
    Action("bring back what was set aside", DECIDERS, _posts("/admin/queue/aside/")),
    Action("see suggested names", DECIDERS, _opens("/admin/queue/names/?field=metric&q=acc")),
    Action("open a claim of the queue", DECIDERS, _opens_claim),
    Action("accept in the queue", DECIDERS, _decides_in_the_queue("accept", "curated")),
    Action("correct in the queue", DECIDERS, _decides_in_the_queue("correct", "curated")),
    Action("reject in the queue", DECIDERS, _decides_in_the_queue("reject:no result", "rejected")),
    Action("take one's own decision back", DECIDERS, _undoes),
    Action("choose claims in bulk", DECIDERS, _opens("/admin/bulk/")),
    Action("see what would change", DECIDERS, _opens("/admin/bulk/dry-run/?decision=accept")),
    Action("decide in bulk", DECIDERS, _decides_in_bulk),
    Action("look at policies", DECIDERS, _opens("/admin/policy/")),
    Action("see what a policy would do", RULERS, _opens("/admin/policy/outlook/?threshold=0.9&share=5")),
    Action("set a policy", RULERS, _sets_policy),
    Action("stop a policy", RULERS, _stops_policy),
    Action("take back what a policy accepted", RULERS, _takes_policy_back),
    Action("look at batches", DECIDERS, _opens("/admin/batches/")),
    Action("look at a batch", DECIDERS, _opens_batch),
    Action("cancel a batch", DECIDERS, _cancels_batch),
    Action("take a batch back", DECIDERS, _undoes_batch),
    Action("read a claim's story", EVERYBODY, _opens_story),
    Action("restore a state of a claim", DECIDERS, _restores),
    Action("look at engines", DECIDERS, _opens("/admin/engines/")),
    Action("look at a comparison", DECIDERS, _opens_trial),
    Action("compare an engine", RULERS, _compares),
    Action("adopt an engine", RULERS, _adopts),
    Action("take an adoption back", RULERS, _takes_adoption_back),
    Action("look at the numbers", DECIDERS, _opens("/admin/numbers/")),
    Action("take decided claims home", DECIDERS, _opens("/admin/numbers/decided.jsonl")),
    Action("draw a claim at random", DECIDERS, _posts("/admin/numbers/draw/")),
    Action("look at proposals", DECIDERS, _opens("/admin/proposals/")),
    Action("look at a proposal", DECIDERS, _opens_proposal),
    *(
        Action(f"{decision} a proposal", DECIDERS, _decides_proposal(decision, state))
        for decision, state in {
            "accept": "accepted",
            "edit": "accepted",
            "reject": "accepted",
            "leave": "open",
            "decline": "declined",
        }.items()
    ),
    Action("make a link for authors", DECIDERS, _makes_author_link),
    Action("revoke a link for authors", DECIDERS, _revokes_author_link),
    Action("confirm by a link for authors", frozenset(WHO), _confirms_as_author),
    Action("dispute a claim", frozenset(WHO), _proposes("dispute")),
    Action("suggest a correction", frozenset(WHO), _proposes("correct")),
    Action("describe a metric", DECIDERS, _describes),
    Action("revoke a token", RULERS, _revokes),
    Action("delete a claim", frozenset(), _deletes),
)


@pytest.fixture
def as_role(client: Client) -> Callable[[str], Client]:
    """Signs the client in as staff of a role; nobody for a visitor."""
    groups = roles.prepare()

    def sign_in(who: str) -> Client:
        if who != VISITOR:
            user = User.objects.create_user("somebody", is_staff=True)
            user.groups.set([groups[Role(who)]] if who in set(Role) else [])
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def claim() -> Claim:
    """A claim, and a token of somebody."""
    owner = User.objects.create_user("owner")
    ApiToken.objects.create(owner=owner, name="script", digest="0" * 64, start="cb_000")
    paper = collection.paper("Alpha reaches 81.5% accuracy on MathQuest.", title="Alpha")
    metric = collection.metric(direction="higher")
    return collection.claim(paper, "81.5", on=collection.benchmark(), metric=metric, unit="%")


@pytest.mark.parametrize("who", WHO, ids=str)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_as_every_role(
    as_role: Callable[[str], Client], claim: Claim, action: Action, who: str
) -> None:
    assert action.works(as_role(who)) == (who in action.allowed)


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_without_the_staff_mark_no_role_opens_the_admin(client: Client, role: Role) -> None:
    user = User.objects.create_user("outsider")
    user.groups.add(roles.prepare()[role])
    client.force_login(user)
    assert client.get("/admin/leaderboard/claim/").status_code == 302


def test_preparing_again_takes_away_what_no_role_has() -> None:
    group = roles.prepare()[Role.CONTRIBUTOR]
    group.permissions.set(roles.prepare()[Role.ADMINISTRATOR].permissions.all())
    roles.prepare()
    held = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
    assert held == PERMISSIONS[Role.CONTRIBUTOR]
    assert Group.objects.count() == len(Role)
