"""What a board of efficiency of 100,000 rows costs, as `make bench` prints it: the page wanted in 20 ms."""

import os
import time
from collections.abc import Iterator
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from leaderboard.actions import boards as actions
from leaderboard.models import Claim
from leaderboard.queries.efficiency import Column
from tests.bench.test_boards import PACKED, milliseconds
from tests.leaderboard import collection

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
ADDRESS = "/efficiency/speed/"
NO_CACHE = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

_PAPERS = """
    INSERT INTO leaderboard_paper (uid, title, abstract, abstract_key, url, categories, authors, date_text,
        sources, is_summary, created_at, updated_at, state, fence, attempts, error, engine_version,
        published_on, extracted_at)
    SELECT gen_random_uuid(), 'Quick ' || n || ': a model', 'Quick ' || n || ' is ' || v || ' times faster.',
        encode(sha256(('quick' || n)::bytea), 'hex'), '', '{}', '{}', '', '{}', false, now(), now(), 'done',
        0, 0, '', 'bench', CASE WHEN n %% 9 > 0 THEN DATE '2015-01-01' + n %% 4000 END, now()
    FROM (SELECT n, round((random() * 90 + 1)::numeric, 2) AS v FROM generate_series(1, %s) n) numbers
"""
_CLAIMS = """
    INSERT INTO leaderboard_claim (uid, paper_id, start, "end", quote, sentence_start, sentence_end, value,
        scaled, unit, kind, direction, role, bound, metric_id, metric_text, system_text, setting, task_text,
        confidence, engine_version, alternatives, state, created_at, updated_at)
    SELECT gen_random_uuid(), p.id, strpos(abstract, ' is ') + 3, strpos(abstract, ' times') - 1, v, 0,
        length(abstract), v::numeric, v::numeric, 'x', 'factor', 'up', 'result',
        CASE p.id %% 5 WHEN 0 THEN 'at_most' ELSE 'exact' END, %s, 'speedup', split_part(title, ':', 1),
        CASE p.id %% 3 WHEN 0 THEN 'one A100' ELSE '' END, '',
        0.3 + (p.id %% 70) / 100.0, 'bench', '[]', 'machine', now(), now()
    FROM leaderboard_paper p, LATERAL (SELECT split_part(abstract, ' ', 4)) AS words (v)
    WHERE title LIKE 'Quick %%'
"""
_LINKS = """
    INSERT INTO leaderboard_claimbaseline (claim_id, system_id, text, position)
    SELECT c.id, s.id, s.name, 0 FROM leaderboard_claim c
        JOIN leaderboard_system s ON s.slug = 'oldnet-' || c.id %% %s
    WHERE c.kind = 'factor'
"""
BASELINES = 60


def fill() -> None:
    """One board of many rows, most of them ranked; the time that its writing and settling took is said."""
    metric = collection.metric("Speedup", direction="higher", family="speed")
    for number in range(BASELINES):
        collection.system(f"OldNet {number}")
    with connection.cursor() as cursor:
        for statement, given in ((_PAPERS, ROWS), (_CLAIMS, metric.pk), (_LINKS, BASELINES)):
            started = time.perf_counter()
            cursor.execute(statement, [given])
            print(f"\n{statement.split()[2]}: {ROWS / (time.perf_counter() - started):,.0f} rows/s", end="")
    started = time.perf_counter()
    actions.settle()
    print(f"\nsettled in {time.perf_counter() - started:.1f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@pytest.fixture
def quick() -> Iterator[None]:
    """The board of speed, filled."""
    fill()
    yield
    call_command("flush", verbosity=0, interactive=False)


@pytest.mark.usefixtures("quick")
@override_settings(CACHES=NO_CACHE)
def test_pages_of_a_large_board(client: Client) -> None:
    with override_settings(CACHES=CACHE):
        print(f"seen before, packed: {milliseconds(partial(client.get, ADDRESS, headers=PACKED)):.1f} ms")
    for order in (f"{sign}{column}" for column in Column for sign in ("", "-")):
        print(f"{order}: {milliseconds(partial(client.get, f'{ADDRESS}?sort={order}')):.0f} ms")
    for asked in ("tab=best", "tab=unplaced", "baseline=oldnet-7", "hardware=A100", "metric=speedup"):
        print(f"{asked}: {milliseconds(partial(client.get, f'{ADDRESS}?{asked}')):.0f} ms")
    print(f"list of all: {milliseconds(lambda: client.get('/efficiency/')):.0f} ms")
    Claim.objects.filter(pk=Claim.objects.earliest("pk").pk).update(setting="one H100")
    print(f"before it is settled: {milliseconds(lambda: client.get(ADDRESS)):.0f} ms")
    started = time.perf_counter()
    actions.settle()
    print(f"settled again: {(time.perf_counter() - started) * 1000:.0f} ms")
