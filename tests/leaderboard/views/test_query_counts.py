"""What each page costs in queries, as recorded; the same for few rows and for many.

After a change that is meant, record again: RECORD_QUERY_COUNTS=1 pytest tests/leaderboard/views
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
from tests.leaderboard.disputes import cost, say, settle
from tests.leaderboard.views.small_site import grown

pytestmark = pytest.mark.django_db

RECORD = Path(__file__).with_name("query_counts.json")
MOST_FOR_A_BOARD = 8


PLAIN = {
    "home": "/",
    "boards": "/boards/",
    "board": "/boards/mathquest/accuracy/",
    "board by paper": "/boards/mathquest/accuracy/?sort=-paper",
    "board of gains": "/boards/mathquest/accuracy/?tab=gains",
    "changes of a board": "/boards/mathquest/accuracy/changes/",
    "feed of a board's changes": "/boards/mathquest/accuracy/changes/feed/",
    "boards of efficiency": "/efficiency/",
    "board of efficiency": "/efficiency/speed/",
    "board of efficiency by system": "/efficiency/speed/?sort=-system",
    "board of efficiency narrowed": "/efficiency/speed/?baseline=oldnet&hardware=A100&metric=speedup",
    "board of efficiency without places": "/efficiency/speed/?tab=unplaced",
    "feed of efficiency": "/efficiency/speed/feed/",
    "efficiency as csv": "/efficiency/speed/table.csv",
    "efficiency as json": "/efficiency/speed/table.json?tab=unplaced",
    "embedded efficiency": "/embed/efficiency/speed/",
    "sitemap of efficiency": "/sitemaps/efficiency-0.xml",
    "papers": "/papers/",
    "systems": "/systems/",
    "benchmarks": "/benchmarks/",
    "metrics": "/metrics/",
    "tasks": "/tasks/",
    "system": "/systems/newnet-0/",
    "system compared with": "/systems/oldnet/?part=compared",
    "benchmark": "/benchmarks/mathquest/",
    "metric": "/metrics/speedup/",
    "task": "/tasks/reasoning/",
    "comparison": "/compare/?systems=doubtnet-0&systems=newnet-0&systems=oldnet",
    "looking for a system to compare": "/compare/?systems=newnet-0&q=oldnet",
    "two metrics": "/pareto/?x=latency&y=accuracy",
    "two metrics on a benchmark": "/pareto/?x=latency&y=accuracy&benchmark=mathquest",
    "choice of two metrics": "/pareto/",
    "contradictions": "/contradictions/",
    "contradictions of a board": "/contradictions/?benchmark=mathquest&metric=accuracy",
    "search": "/search/?q=newnet+accuracy",
    "search for papers": "/search/?q=newnet&kind=papers",
    "search for boards": "/search/?q=mathquest+accuracy&kind=boards",
    "search for claims": "/search/?q=newnet+accuracy&kind=claims",
    "search narrowed": "/search/?q=accuracy&year=2026&benchmark=mathquest",
    "suggestions": "/search/suggest/?q=new",
    "search for nothing": "/search/",
    "about": "/about/",
    "feed of claims": "/feeds/claims/",
    "feed of records": "/feeds/records/",
    "feed of a board": "/boards/mathquest/accuracy/feed/",
    "feed of a board's records": "/boards/mathquest/accuracy/records/feed/",
    "table as csv": "/boards/mathquest/accuracy/table.csv",
    "table as json": "/boards/mathquest/accuracy/table.json?tab=gains",
    "embedded board": "/embed/boards/mathquest/accuracy/",
    "badge": "/badges/mathquest/accuracy/newnet-0.svg",
    "badge of nobody": "/badges/mathquest/accuracy/nobody.json",
    "exports": "/exports/",
    "snapshots": "/snapshots/",
    "sitemap": "/sitemap.xml",
    "sitemap of boards": "/sitemaps/boards-0-0.xml",
    "sitemap of papers": "/sitemaps/papers-0.xml",
    "nothing there": "/nothing/",
    "no such system": "/systems/newnex/",
}
"""The pages whose addresses are the same in every collection."""


def addresses() -> dict[str, str]:
    """A page of every kind."""
    paper, claim = Paper.objects.earliest("pk"), Claim.objects.earliest("pk")
    return PLAIN | {
        "paper": f"/papers/{paper.uid}/",
        "claim": f"/claims/{claim.uid}/",
        "dispute of a claim": f"/claims/{claim.uid}/dispute/",
        "correction of a claim": f"/claims/{claim.uid}/correct/",
        "history of a claim": f"/claims/{claim.uid}/history/",
        "citation": f"/papers/{paper.uid}/cite.bib",
    }


def counted(client: Client) -> dict[str, int]:
    """The number of queries of each page."""
    counts = {}
    for name, address in addresses().items():
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            if response.streaming:
                b"".join(response)
        assert response.status_code < 500, name
        counts[name] = len(queries)
    return counts


def test_queries_are_those_recorded_however_many_rows(client: Client) -> None:
    _collection(3)
    few = counted(client)
    if os.environ.get("RECORD_QUERY_COUNTS"):
        RECORD.write_text(json.dumps(few, indent=2) + "\n")
    assert few == json.loads(RECORD.read_text())
    Claim.objects.all().delete()
    Paper.objects.all().delete()
    _collection(70)
    assert counted(client) == few


def _collection(size: int) -> None:
    grown(size)
    for number in range(size):
        for quote in ("70", "80"):
            said = say(quote, system=f"DoubtNet {number}")
        cost(said, str(number + 3))
    settle()
    collection.settled()


def test_a_board_costs_at_most_eight() -> None:
    record = json.loads(RECORD.read_text())
    assert max(cost for page, cost in record.items() if "board" in page.split()) <= MOST_FOR_A_BOARD
