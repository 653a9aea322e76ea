"""How fast the engine and the site are, as `make bench` prints it, each beside the figure to reach.

Machines are noisy: only that the work was done is asserted, never how fast.
"""

import json
import time
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from config.environment import BASE_DIR
from extraction.claims import Document
from extraction.lexicon import Lexicon
from extraction.pipeline import extract
from leaderboard.models import Paper

pytestmark = pytest.mark.bench

SAMPLE = BASE_DIR / "leaderboard" / "sample"
REPEATS = 5


def rate(work: Callable[[], object], *, count: int, what: str, reach: float) -> None:
    started = time.perf_counter()
    work()
    found = count / (time.perf_counter() - started)
    print(f"\n{what}: {found:,.0f}/s, {found / reach:.1f} times the {reach:,.0f}/s to reach")


def test_abstracts_read_by_the_engine() -> None:
    lines = (SAMPLE / "papers.jsonl").read_text().splitlines()
    documents = [
        Document(id=str(n), title="", abstract=json.loads(line)["abstract"]) for n, line in enumerate(lines)
    ]
    lexicon = Lexicon.bundled()
    assert any(extract(document, lexicon).claims for document in documents)
    rate(
        lambda: [extract(document, lexicon) for _ in range(REPEATS) for document in documents],
        count=REPEATS * len(documents),
        what="abstracts",
        reach=500,
    )


@pytest.mark.django_db(transaction=True)
def test_papers_from_file_to_pages(client: Client) -> None:
    call_command("sync_names", verbosity=0)
    rate(
        lambda: call_command("ingest", str(SAMPLE), verbosity=0), count=121, what="papers taken in", reach=100
    )
    rate(
        lambda: call_command("extract", verbosity=0),
        count=Paper.objects.count(),
        what="papers read",
        reach=100,
    )
    assert not Paper.objects.filter(state=Paper.State.WAITING).exists()
    assert client.get("/").status_code == client.get("/boards/").status_code == 200
    rate(lambda: [client.get("/") for _ in range(20)], count=20, what="home pages", reach=20)
    rate(lambda: [client.get("/boards/") for _ in range(20)], count=20, what="lists of boards", reach=20)
