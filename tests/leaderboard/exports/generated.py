"""A collection of any size, made by the database itself; triggers rest, so nothing stands on boards."""

from django.db import connection

from tests.leaderboard import collection

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
_TABLES = ("paper", "claim", "claimbenchmark")


def generate(rows: int) -> None:
    """So many papers, each with one claim of one benchmark."""
    metric, quest = collection.metric(direction="higher", percentage=True, unit="%"), collection.benchmark()
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE leaderboard_{table} DISABLE TRIGGER USER")
        for statement, given in ((_PAPERS, rows), (_CLAIMS, metric.pk), (_LINKS, quest.pk)):
            cursor.execute(statement, [given])
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE leaderboard_{table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")
