"""How long a search takes over a large collection made here (BENCH_PAPERS, 300,000 unless told)."""

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from leaderboard.models import PaperWords
from leaderboard.queries import search
from leaderboard.queries.suggestions import suggest

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

PAPERS = int(os.environ.get("BENCH_PAPERS", "300000"))
SYSTEMS = PAPERS // 3
REPEATS = 15

# Words of three to six letters, the n-th drawn as often as 1/n (Zipf): the first are nearly everywhere.
_WORD = "translate((10 + floor(exp(random() * ln(40000))))::int::text, '0123456789', 'bdfgklmrtz')"
_TEXT = f"(SELECT string_agg({_WORD}, ' ') FROM generate_series(1, {{words}} + 0 * n))"
_FILL = f"""
INSERT INTO leaderboard_paper (uid, title, abstract, abstract_key, url, categories, authors, date_text,
        sources, is_summary, created_at, updated_at, state, fence, attempts, error, engine_version,
        published_on)
    SELECT gen_random_uuid(), {_TEXT.format(words=8)}, {_TEXT.format(words=110)},
           encode(sha256(n::text::bytea), 'hex'), '', '{{}}', '{{}}', '', '{{}}', false, now(), now(),
           'waiting', 0, 0, '', '', date '2015-01-01' + mod(n, 4000)
    FROM generate_series(1, {PAPERS}) n;
INSERT INTO leaderboard_system (uid, slug, name, origin, description, created_at, updated_at)
    SELECT gen_random_uuid(), 'bench-' || n, {_WORD} || initcap({_WORD}) || '-' || n, 'text', '', now(), now()
    FROM generate_series(1, {SYSTEMS}) n;
INSERT INTO leaderboard_systemalias (owner_id, name, key, origin, updated_at)
    SELECT id, name, replace(lower(name), '-', ''), 'text', now() FROM leaderboard_system;
"""
_SETTLE = """
SELECT gin_clean_pending_list(c.oid) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
    WHERE a.amname = 'gin' AND c.relname LIKE ANY (ARRAY['paper%', 'system%']);
ANALYZE leaderboard_paper; ANALYZE leaderboard_paperwords; ANALYZE leaderboard_system;
ANALYZE leaderboard_systemalias;
"""


@pytest.fixture(scope="module", autouse=True)
def collection(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Papers and systems of generated words, taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute(_FILL)
        cursor.execute(_SETTLE)
        print(f"\n{PAPERS:,} papers and {SYSTEMS:,} systems made in {time.perf_counter() - started:.0f} s")
        yield
        transaction.set_rollback(True)


def words() -> list[str]:
    """Stems by how many papers hold them: nearly all, a tenth, some hundredths (two of them), a few."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM ts_stat('SELECT stems FROM leaderboard_paperwords LIMIT 2000')"
            " ORDER BY ndoc DESC, word"
        )
        found = [row[0] for row in cursor.fetchall()]
    return [found[place] for place in (0, 60, 400, 600, 4000)]


def took(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest of some runs after a first one: what else runs here slows the others."""
    work()
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def test_papers_and_claims_are_searched() -> None:
    common, often, seldom, middling, rare = words()
    pairs = (f"{common} {often}", f"{often} {seldom}")
    for question in (common, often, seldom, middling, rare, *pairs, "misspeltt wrds"):
        held = PaperWords.objects.extra(
            where=["stems @@ to_tsquery('simple', %s)"], params=[question.split()[0]]
        )
        papers = took(partial(search.papers, question))
        claims = took(partial(search.claims, question))
        print(f"{question!r} ({held.count():,} papers): papers {papers:.1f} ms, claims {claims:.1f} ms")
        assert papers < 100
        assert claims < 100


def test_names_are_suggested() -> None:
    for question in ("b", "bd", "bdf", "bdfg", "bdfgk", "bdfgx-12", "xxxxxx"):
        spent = took(partial(suggest, question))
        print(f"suggestions for {question!r}: {spent:.1f} ms")
        assert spent < 20
