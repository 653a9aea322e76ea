"""What each address costs in queries, as recorded; the same for few rows and for many.

After a change that is meant, record again: RECORD_QUERY_COUNTS=1 pytest tests/leaderboard/api
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.models import Claim, Paper
from tests.leaderboard import collection
from tests.leaderboard.api.addresses import readable
from tests.leaderboard.disputes import cost, say, settle
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

RECORD = Path(__file__).with_name("query_counts.json")


def test_queries_are_those_recorded_however_many_rows(client: Client) -> None:
    _collection(3)
    few = _counted(client)
    if os.environ.get("RECORD_QUERY_COUNTS"):
        RECORD.write_text(json.dumps(few, indent=2) + "\n")
    assert few == json.loads(RECORD.read_text())
    Claim.objects.all().delete()
    Paper.objects.all().delete()
    _collection(40)
    assert _counted(client) == few


def _counted(client: Client) -> dict[str, int]:
    counts = {}
    for name, path in readable().items():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/api/v1/{path}")
        assert response.status_code == 200, (name, response.content)
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
