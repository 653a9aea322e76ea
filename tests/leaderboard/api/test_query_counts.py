"""What each question costs in queries, as recorded; the same for few rows and for many.

After a change that is meant, record again: RECORD_QUERY_COUNTS=1 pytest tests/leaderboard/api
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from leaderboard.api import root, urls
from leaderboard.api.pwc import reading
from leaderboard.api.pwc import urls as wire_urls
from leaderboard.models import Alert, Claim, Paper, Submission
from tests.leaderboard import collection
from tests.leaderboard.api.questions import ask, filled, questions
from tests.leaderboard.disputes import cost, say, settle
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

RECORD = Path(__file__).with_name("query_counts.json")
METHODS = ("get", "post", "put", "patch", "delete")
NOTHING = (root.NothingView, reading.NoSuchThingView)
"""What answers where there is nothing."""


def test_queries_are_those_recorded_however_many_rows(client: Client, settings: LazySettings) -> None:
    settings.ALERTS_TO_LOOPBACK = True
    few = _counted(client, size=3)
    if os.environ.get("RECORD_QUERY_COUNTS"):
        RECORD.write_text(json.dumps(few, indent=2) + "\n")
    assert few == json.loads(RECORD.read_text())
    for model in (Claim, Alert, Submission, Paper):
        model.objects.all().delete()
    assert _counted(client, size=40) == few


def test_every_address_has_a_count_for_each_of_its_methods(client: Client, settings: LazySettings) -> None:
    settings.ALERTS_TO_LOOPBACK = True
    _collection(2)
    filled(client, 2)
    asked = questions()
    counted = {(resolve(each.path.partition("?")[0]).route, each.method) for each in asked.values()}
    assert set(_answered("api/v1/", urls.urlpatterns)) <= counted
    assert set(_answered("pwc/api/v1/", wire_urls.urlpatterns)) <= counted
    assert set(asked) == set(json.loads(RECORD.read_text()))


def _answered(prefix: str, patterns: list[Any]) -> Iterator[tuple[str, str]]:
    """The routes and methods that there are."""
    for pattern in patterns:
        view = getattr(pattern.callback, "view_class", None)
        if view not in NOTHING:
            methods = [each for each in METHODS if view is None or hasattr(view, each)]
            yield from ((f"{prefix}{pattern.pattern}", each) for each in (methods if view else ["get"]))


def _counted(client: Client, *, size: int) -> dict[str, int]:
    _collection(size)
    headers = filled(client, size)
    counts = {}
    for name, question in questions().items():
        with transaction.atomic():
            with CaptureQueriesContext(connection) as queries:
                answer = ask(client, question, headers)
            transaction.set_rollback(True)
        assert answer.status_code < 300, (name, answer.content)
        counts[name] = len(queries)
    return counts


def _collection(size: int) -> None:
    grown(size)
    for number in range(size):
        for quote in ("70", "80"):
            said = say(quote, system=f"DoubtNet {number}")
        cost(said, str(number + 3))
    settle()
    collection.settled()
