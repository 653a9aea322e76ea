"""Many claims at once, by SQL: on boards, of systems, some with further names, as a reading leaves them."""

from django.db import connection

from leaderboard.actions import boards
from leaderboard.models import System
from tests.leaderboard import collection

_PAPERS = """
    INSERT INTO leaderboard_paper (uid, title, abstract, abstract_key, url, categories, authors, date_text,
        sources, is_summary, created_at, updated_at, state, fence, attempts, error, engine_version,
        published_on, extracted_at)
    SELECT gen_random_uuid(), 'Net ' || n || ': a model', 'Net ' || n || ' scores ' || v || ' on MathQuest.',
        encode(sha256(n::text::bytea), 'hex'), '', '{}', '{}', '', '{}', false, now(), now(), 'done', 0, 0,
        '', 'bench', CASE WHEN n %% 9 > 0 THEN DATE '2015-01-01' + n %% 4000 END, now()
    FROM (SELECT n, (n %% 9000 + 500) / 100.0::numeric AS v FROM generate_series(1, %s) n) numbers
"""
_CLAIMS = """
    INSERT INTO leaderboard_claim (uid, paper_id, start, "end", quote, sentence_start, sentence_end, value,
        scaled, unit, kind, role, bound, metric_id, metric_text, system_id, system_text, setting, task_text,
        confidence, engine_version, alternatives, rules, state, created_at, updated_at)
    SELECT gen_random_uuid(), p.id, strpos(abstract, ' scores ') + 7, strpos(abstract, ' on ') - 1, v, 0,
        length(abstract), v::numeric, v::numeric, '%%', 'absolute', 'result', 'exact', %s, 'accuracy',
        (%s::bigint[])[1 + p.id %% %s], 'Net',
        CASE p.id %% 3 WHEN 0 THEN 'zero-shot' ELSE '' END, '', (p.id %% 100) / 100.0, 'bench', '[]',
        ARRAY['number:percent', (ARRAY['metric:beside', 'metric:carried', 'metric:none'])[1 + p.id %% 3],
            'benchmark:known', (ARRAY['system:subject', 'system:own'])[1 + p.id %% 2]],
        'machine', now(), now()
    FROM leaderboard_paper p, LATERAL (SELECT split_part(abstract, ' ', 4)) AS words (v)
"""
_LINKS = """
    INSERT INTO leaderboard_claimbenchmark (claim_id, benchmark_id, text, position)
    SELECT id, (%(on)s::bigint[])[1 + id %% %(boards)s], 'MathQuest', 0 FROM leaderboard_claim
"""
_BASELINES = """
    INSERT INTO leaderboard_claimbaseline (claim_id, system_id, text, position)
    SELECT id, %s, 'Old Net', 0 FROM leaderboard_claim WHERE id %% 2 = 0
"""


def claims(number: int, *, over: int) -> None:
    """As many claims on `over` boards, half of them below the confidence that a rank needs; settled."""
    metric = collection.metric(direction="higher", percentage=True, unit="%")
    on = [collection.benchmark(f"MathQuest {name}").pk for name in range(over)]
    nets = System.objects.bulk_create(
        System(name=f"Net {name}", slug=f"net-{name}") for name in range(number // 5 + 1)
    )
    old = collection.system("Old Net")
    with connection.cursor() as cursor:
        cursor.execute(_PAPERS, [number])
        cursor.execute(_CLAIMS, [metric.pk, [net.pk for net in nets], len(nets)])
        cursor.execute(_LINKS, {"on": on, "boards": over})
        cursor.execute(_BASELINES, [old.pk])
    boards.settle()
