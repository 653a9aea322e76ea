"""How fast the engine and the site are, as `make bench` prints it; each has a floor that it must keep."""

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


def rate(work: Callable[[], object], *, count: int, what: str, floor: float) -> None:
    started = time.perf_counter()
    work()
    found = count / (time.perf_counter() - started)
    print(f"\n{what}: {found:,.0f}/s (floor {floor:,.0f}/s)")
    assert found >= floor


def test_abstracts_read_by_the_engine() -> None:
    lines = (SAMPLE / "papers.jsonl").read_text().splitlines()
    documents = [
        Document(id=str(n), title="", abstract=json.loads(line)["abstract"]) for n, line in enumerate(lines)
    ]
    lexicon = Lexicon.bundled()
    extract(documents[0], lexicon)
    rate(
        lambda: [extract(document, lexicon) for _ in range(REPEATS) for document in documents],
        count=REPEATS * len(documents),
        what="abstracts",
        floor=500,
    )


@pytest.mark.django_db(transaction=True)
def test_papers_from_file_to_pages(client: Client) -> None:
    call_command("sync_names", verbosity=0)
    rate(
        lambda: call_command("ingest", str(SAMPLE), verbosity=0), count=121, what="papers taken in", floor=100
    )
    rate(
        lambda: call_command("extract", verbosity=0),
        count=Paper.objects.count(),
        what="papers read",
        floor=100,
    )
    rate(lambda: [client.get("/") for _ in range(20)], count=20, what="home pages", floor=20)
    rate(lambda: [client.get("/boards/") for _ in range(20)], count=20, what="lists of boards", floor=20)
