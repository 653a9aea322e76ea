"""What each screen and table of the admin costs in queries, as recorded; the same for few rows and for many.

After a change that is meant, record again: RECORD_QUERY_COUNTS=1 pytest tests/leaderboard/admin -k recorded
"""

import json
import os
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from leaderboard.admin import name_urls, people_urls, urls
from leaderboard.models import (
    AuthorLink,
    Batch,
    Claim,
    Event,
    NameChange,
    Paper,
    Proposal,
    SecondOpinion,
    Trial,
)
from tests.leaderboard.admin.busy_team import worked

pytestmark = pytest.mark.django_db(transaction=True)

RECORD = Path(__file__).with_name("query_counts.json")

ONLY_POSTED = {
    *("batch-cancel", "batch-undo", "bulk-start", "engine-adopt", "engine-start", "numbers-draw"),
    *("name-confirm", "name-rename", "name-reread", "paper-add", "paper-upload", "paper-settle"),
    *(
        "paper-retract",
        "paper-reinstate",
        "paper-uncorrect",
        "paper-unmerge",
        "policy-set",
        "policy-stop",
        "author-link-revoke",
    ),
    *("queue-next", "queue-aside", "queue-undo"),
}
"""What does something and then leads to a screen."""

ALIKE = {
    "restore-after": "restore-before",
    "name-split": "name-unname",
    "name-words": "name-thing",
    "numbers-annotations": "numbers",
}
"""Addresses that cost what another one does, or stream a file."""

PLAIN = {
    "front": "/admin/",
    "queue": "/admin/queue/",
    "names of the queue": "/admin/queue/names/?field=systems&q=new",
    "bulk": "/admin/bulk/",
    "bulk narrowed": "/admin/bulk/?metric=accuracy&benchmark=mathquest&min_confidence=0.5",
    "dry run": "/admin/bulk/dry-run/?decision=accept",
    "batches": "/admin/batches/",
    "policies": "/admin/policy/",
    "outlook of a policy": "/admin/policy/outlook/?threshold=0.75&share=5",
    "names": "/admin/names/?kind=system",
    "names of benchmarks": "/admin/names/?kind=benchmark",
    "names looked for": "/admin/names/?kind=benchmark&q=maths",
    "benchmark": "/admin/names/benchmark/mathquest/",
    "metric": "/admin/names/metric/accuracy/",
    "system": "/admin/names/system/oldnet/",
    "preview of a merge": "/admin/names/benchmark/logicquest/merge/?into=MathQuest",
    "preview of no name": "/admin/names/system/oldnet/unname/",
    "facts of a metric": "/admin/names/facts/accuracy/",
    "proposals": "/admin/proposals/",
    "papers": "/admin/papers/",
    "papers looked for": "/admin/papers/?q=newnet",
    "numbers": "/admin/numbers/",
    "engines": "/admin/engines/",
    "own account": "/account/",
    "own tokens": "/account/tokens/",
    "own proposals": "/account/proposals/",
    "new account": "/admin/auth/user/add/",
    "events by action": "/admin/leaderboard/event/?action=accept",
    "claims looked for": "/admin/leaderboard/claim/?q=newnet",
}
"""The screens whose addresses are the same in every collection."""


@pytest.fixture
def boss(client: Client) -> User:
    """Who sees everything."""
    user = User.objects.create_superuser("boss")
    client.force_login(user)
    return user


def screens() -> dict[str, str]:
    """The screens of single things, of the first ones, which grow."""
    paper, claim = Paper.objects.earliest("pk"), Claim.objects.earliest("pk")
    other = Paper.objects.order_by("pk")[1]
    trial, batch = (
        Trial.objects.latest("pk"),
        Batch.objects.filter(state="done", kind="decide").earliest("pk"),
    )
    proposal, change = Proposal.objects.earliest("pk"), NameChange.objects.earliest("pk")
    comparison = f"/admin/engines/{trial.uid}/"
    event = Event.objects.filter(action__in=["accept", "reject"], subject_type="claim").earliest("pk")
    assert AuthorLink.objects.filter(paper=paper).exists()
    return PLAIN | {
        "claim in the queue": f"/admin/queue/{claim.uid}/",
        "second opinion": f"/admin/queue/second/{asked(event).uid}/",
        "batch": f"/admin/batches/{batch.uid}/",
        "story of a claim": f"/admin/history/{claim.uid}/",
        "restoring": f"/admin/history/restore/{event.uid}/before/",
        "proposal": f"/admin/proposals/{proposal.uid}/",
        "paper": f"/admin/papers/{paper.uid}/",
        "preview of merged papers": f"/admin/papers/{paper.uid}/merge/?other={other.uid}",
        "links for authors": f"/admin/authors/{paper.uid}/",
        "change of a name": f"/admin/names/changes/{change.uid}/",
        "comparison of engines": comparison,
        "comparison on a board": f"{comparison}?benchmark=meadow&metric=accuracy&outcome=agree",
    }


def asked(first: Event) -> SecondOpinion:
    """What is asked about this decision, as if a colleague had made it."""
    claim = Claim.objects.get(uid=first.subject_uid)
    colleague, _ = User.objects.get_or_create(username="colleague")
    given = {"claim": claim, "first_by": colleague, "decided_at": claim.decided_at}
    return SecondOpinion.objects.get_or_create(first=first, defaults=given)[0]


def tables() -> dict[str, str]:
    """Every table of the admin, and its first row that can be opened."""
    found = {}
    for model in list(admin.site._registry):
        place = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        found[f"table of {model._meta.verbose_name_plural}"] = place
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            found[f"row of {model._meta.verbose_name_plural}"] = f"{place}{row.pk}/change/"
    return found


def counted(client: Client) -> dict[str, int]:
    """The number of queries of each page."""
    counts = {}
    for name, address in (screens() | tables()).items():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, (name, address, response.status_code)
        counts[name] = len(queries)
    return counts


def test_queries_are_those_recorded_however_many_rows(client: Client, boss: User) -> None:
    cache.clear()
    worked(6, first=0, by=boss)
    counted(client)  # the first visits note in the session that they were made, and keep what filters offer
    few = counted(client)
    if os.environ.get("RECORD_QUERY_COUNTS"):
        RECORD.write_text(json.dumps(few, indent=2) + "\n")
    assert few == json.loads(RECORD.read_text())
    worked(24, first=100, by=boss)
    many = counted(client)
    assert {name: cost for name, cost in many.items() if cost != few[name]} == {}
    visited = {resolve(address.partition("?")[0]).url_name for address in screens().values()}
    own = {
        getattr(path, "name", None) for file in (urls, name_urls, people_urls) for path in file.urlpatterns
    }
    assert own - {None} - visited == ONLY_POSTED | ALIKE.keys()
