"""What the desk of names costs with 20,000 unknown names in 100,000 mentions, as `make bench` prints it."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from leaderboard.actions import boards, name_changes
from leaderboard.actions.name_changes import Asker, Seen
from leaderboard.models import Benchmark, Event, Metric, NameChange, System

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

NAMES = int(os.environ.get("BENCH_NAMES", "20000"))
MENTIONS = int(os.environ.get("BENCH_MENTIONS", "100000"))
REPEATS = 5
KINDS: dict[str, Any] = {"benchmark": Benchmark, "metric": Metric, "system": System}

# Words of three to six letters, the n-th drawn as often as 1/n (Zipf): many names share one.
_WORD = "translate((10 + floor(exp(random() * ln(40000) + 0 * n)))::int::text, '0123456789', 'bdfgklmrtz')"
_NAMES = f"""
    INSERT INTO leaderboard_{{kind}} (uid, slug, name, origin, description, created_at, updated_at{{more}})
    SELECT gen_random_uuid(), 'bench-' || n, initcap({_WORD}) || ' ' || initcap({_WORD}) || '-' || n,
        'text', '', now(), now(){{values}}
    FROM generate_series(1, {{number}}) n;
    INSERT INTO leaderboard_{{kind}}alias (owner_id, name, key, origin, updated_at)
    SELECT id, name, regexp_replace(lower(name), '[^[:alnum:]]', '', 'g'), 'text', now()
    FROM leaderboard_{{kind}} WHERE slug LIKE 'bench-%'
    ON CONFLICT DO NOTHING;
"""
_MORE = {"benchmark": (", full_name, url", ", '', ''"), "metric": (", percentage", ", false")}
_PAPERS = """
    INSERT INTO leaderboard_paper (uid, title, abstract, abstract_key, url, categories, authors, date_text,
        sources, is_summary, created_at, updated_at, state, fence, attempts, error, engine_version,
        published_on, extracted_at)
    SELECT gen_random_uuid(), 'Net ' || n || ': a model', 'Net ' || n || ' scores ' || v || ' on MathQuest.',
        encode(sha256(n::text::bytea), 'hex'), '', '{}', '{}', '', '{}', false, now(), now(), 'done', 0, 0,
        '', 'bench', DATE '2015-01-01' + n %% 4000, now()
    FROM (SELECT n, (n %% 9000 + 500) / 100.0::numeric AS v FROM generate_series(1, %s) n) numbers
"""
# The n-th name is said as often as 1/n: some by thousands of claims, most by one.
_CLAIMS = """
    INSERT INTO leaderboard_claim (uid, paper_id, start, "end", quote, sentence_start, sentence_end, value,
        scaled, unit, kind, role, bound, metric_id, metric_text, system_id, system_text, setting, task_text,
        confidence, engine_version, alternatives, rules, state, created_at, updated_at)
    SELECT gen_random_uuid(), p.id, strpos(abstract, ' scores ') + 7, strpos(abstract, ' on ') - 1, v, 0,
        length(abstract), v::numeric, v::numeric, '%', 'absolute', 'result', 'exact', m.id, m.name, s.id,
        s.name, '', '', (p.id % 100) / 100.0, 'bench', '[]', '{}', 'machine', now(), now()
    FROM leaderboard_paper p, LATERAL (SELECT split_part(abstract, ' ', 4)) AS words (v),
        LATERAL (SELECT floor(exp(random() * ln({of}) + 0 * p.id))::int AS one,
            floor(exp(random() * ln({of}) + 0 * p.id))::int AS other) AS drawn
        JOIN leaderboard_metric m ON m.slug = 'bench-' || one
        JOIN leaderboard_system s ON s.slug = 'bench-' || other
"""
_LINKS = """
    INSERT INTO leaderboard_claimbenchmark (claim_id, benchmark_id, text, position)
    SELECT c.id, b.id, b.name, 0 FROM leaderboard_claim c,
        LATERAL (SELECT floor(exp(random() * ln({of}) + 0 * c.id))::int AS one) AS drawn
        JOIN leaderboard_benchmark b ON b.slug = 'bench-' || one
"""


@pytest.fixture
def large() -> Iterator[None]:
    """Names of three kinds, each said by a third of the mentions."""
    each = NAMES // 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for kind in KINDS:
            more, values = _MORE.get(kind, ("", ""))
            cursor.execute(_NAMES.format(kind=kind, number=each, more=more, values=values))
        cursor.execute(_PAPERS, [MENTIONS // 3])
        cursor.execute(_CLAIMS.replace("{of}", str(each)))
        cursor.execute(_LINKS.replace("{of}", str(each)))
        boards.settle()
        Event.objects.create(
            action="bench", subject_type="paper", subject_uid=Benchmark.objects.earliest("pk").uid
        )
        cursor.execute("VACUUM ANALYZE")
        started = time.perf_counter()
        boards.count()
        print(f"\nmentions counted in {time.perf_counter() - started:.1f} s")
        cursor.execute("ANALYZE leaderboard_mention")
    yield
    call_command("flush", verbosity=0, interactive=False)


def seconds(client: Client, address: str) -> float:
    """The quickest of some answers."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        response = client.get(address)
        times.append(time.perf_counter() - started)
        assert response.status_code == 200, (address, response.status_code)
    return min(times)


def busiest(kind: str, place: int) -> tuple[Any, int]:
    """The thing of the kind that is the so-manieth most mentioned, and how often it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT thing, mentions FROM leaderboard_mention WHERE kind = %s ORDER BY mentions DESC, key"
            " OFFSET %s LIMIT 1",
            [kind, place],
        )
        thing, mentions = cursor.fetchone()
    return KINDS[kind].objects.get(pk=thing), mentions


@pytest.mark.usefixtures("large")
def test_the_desk_of_names(client: Client) -> None:
    by = User.objects.create_superuser("kim")
    client.force_login(by)
    for asked in ("", "?kind=benchmark", "?kind=metric", "?kind=system", "?q=bd", "?kind=system&q=net"):
        print(f"\n/admin/names/{asked}: {seconds(client, f'/admin/names/{asked}') * 1000:.0f} ms", end="")
    for kind in KINDS:
        for place in (0, 20, 2000):
            thing, mentions = busiest(kind, place)
            print(f"\n{kind} with {mentions:,} mentions: ", end="")
            _one(client, by, thing, other=busiest(kind, 5)[0], kind=kind)


def _one(client: Client, by: User, thing: Any, *, other: Any, kind: str) -> None:
    place = f"/admin/names/{kind}/{thing.slug}/"
    print(f"screen {seconds(client, place) * 1000:.0f} ms", end="")
    started = time.perf_counter()
    answer = client.get(f"{place}merge/", {"into": other.name})
    print(f", preview {time.perf_counter() - started:.2f} s ({answer.status_code})", end="")
    asker = Asker(by, "bench", "names")
    started = time.perf_counter()
    done = name_changes.merge(Seen(thing, thing.updated_at), into=Seen(other, other.updated_at), asker=asker)
    print(f", merge {time.perf_counter() - started:.2f} s", end="")
    started = time.perf_counter()
    name_changes.undo(NameChange.objects.get(pk=done.pk), asker=asker)
    print(f", undo {time.perf_counter() - started:.2f} s", end="")
