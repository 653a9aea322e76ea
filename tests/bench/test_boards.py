"""What a board of 100,000 rows costs, as `make bench` prints it: the page wanted in 20 ms with any sort."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from leaderboard.actions import boards as actions
from leaderboard.models import Claim
from leaderboard.queries import boards
from leaderboard.queries.boards import Column, Sort, Tab
from tests.leaderboard import collection

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
TIMES = 7
ADDRESS = "/boards/mathquest/accuracy/"
PACKED = {"accept-encoding": "gzip"}

_PAPERS = """
    INSERT INTO leaderboard_paper (uid, title, abstract, abstract_key, url, categories, authors, date_text,
        sources, is_summary, created_at, updated_at, state, fence, attempts, error, engine_version,
        published_on, extracted_at)
    SELECT gen_random_uuid(), 'Net ' || n || ': a model', 'Net ' || n || ' scores ' || v || ' on MathQuest.',
        encode(sha256(n::text::bytea), 'hex'), '', '{}', '{}', '', '{}', false, now(), now(), 'done', 0, 0,
        '', 'bench', CASE WHEN n %% 9 > 0 THEN DATE '2015-01-01' + n %% 4000 END, now()
    FROM (SELECT n, round((random() * 90 + 5)::numeric, 2) AS v FROM generate_series(1, %s) n) numbers
"""
_CLAIMS = """
    INSERT INTO leaderboard_claim (uid, paper_id, start, "end", quote, sentence_start, sentence_end, value,
        scaled, unit, kind, role, bound, metric_id, metric_text, system_text, setting, task_text, confidence,
        engine_version, alternatives, state, created_at, updated_at)
    SELECT gen_random_uuid(), p.id, strpos(abstract, ' scores ') + 7, strpos(abstract, ' on ') - 1, v, 0,
        length(abstract), v::numeric, v::numeric, '%%', 'absolute', 'result', 'exact', %s, 'accuracy',
        split_part(title, ':', 1), CASE p.id %% 3 WHEN 0 THEN 'zero-shot' ELSE '' END, '',
        (p.id %% 100) / 100.0, 'bench', '[]', 'machine', now(), now()
    FROM leaderboard_paper p, LATERAL (SELECT split_part(abstract, ' ', 4)) AS words (v)
"""
_LINKS = """
    INSERT INTO leaderboard_claimbenchmark (claim_id, benchmark_id, text, position)
    SELECT id, %s, 'MathQuest', 0 FROM leaderboard_claim
"""


@pytest.fixture
def large() -> Iterator[None]:
    """One board of many rows, half of them ranked; the time that its writing and settling took is said."""
    metric, quest = collection.metric(direction="higher", percentage=True, unit="%"), collection.benchmark()
    with connection.cursor() as cursor:
        for statement, given in ((_PAPERS, ROWS), (_CLAIMS, metric.pk), (_LINKS, quest.pk)):
            started = time.perf_counter()
            cursor.execute(statement, [given])
            print(f"\n{statement.split()[2]}: {ROWS / (time.perf_counter() - started):,.0f} rows/s", end="")
    started = time.perf_counter()
    actions.settle()
    print(f"\nsettled in {time.perf_counter() - started:.1f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    yield
    call_command("flush", verbosity=0, interactive=False)


def milliseconds(work: Callable[[], object]) -> float:
    """The median of a few runs."""
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


@pytest.mark.usefixtures("large")
@override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}})
def test_pages_of_a_large_board(client: Client) -> None:
    print(f"a page of words, for comparison: {milliseconds(lambda: client.get('/about/')):.0f} ms")
    with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}):
        print(f"seen before, packed: {milliseconds(partial(client.get, ADDRESS, headers=PACKED)):.1f} ms")
    for order in (f"{sign}{column}" for column in Column for sign in ("", "-")):
        print(f"{order}: {milliseconds(partial(client.get, f'{ADDRESS}?sort={order}')):.0f} ms")
    print(f"narrowed: {milliseconds(lambda: client.get(f'{ADDRESS}?setting=zero-shot')):.0f} ms")
    middle = _middle()
    print(f"in the middle: {milliseconds(lambda: client.get(f'{ADDRESS}?after={middle}')):.0f} ms")
    Claim.objects.filter(pk=Claim.objects.earliest("pk").pk).update(setting="5-shot")
    print(f"before it is settled: {milliseconds(lambda: client.get(ADDRESS)):.0f} ms")
    print(f"settled again: {milliseconds(_change_and_settle):.0f} ms")


def _middle() -> str:
    """The mark of a page far down the board."""
    board = boards.find("mathquest", metric="accuracy")
    assert board
    page = boards.rows(board, tab=Tab.RESULTS, sort=Sort(Column.RANK), cursor=None, size=ROWS // 5)
    assert page.after
    return page.after


def _change_and_settle() -> None:
    first = Claim.objects.earliest("pk")
    Claim.objects.filter(pk=first.pk).update(scaled=(first.scaled or 0) + 1)
    actions.settle()
