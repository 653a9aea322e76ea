"""What the whole-collection exports hold, a view a file; `place` is the order of the rows and is not exported."""

from django.db import migrations

_SHOWN = "('machine', 'curated', 'confirmed', 'disputed')"


def _linked(table: str, thing: str) -> str:
    """The names that claims have in a table of links: as shown, and the slugs beside them."""
    return f"""(
        SELECT x.claim_id, array_agg(coalesce(t.name, x.text) ORDER BY x.position) AS names,
            array_agg(t.slug::text ORDER BY x.position) AS slugs
        FROM leaderboard_{table} x LEFT JOIN leaderboard_{thing} t ON t.id = x.{thing}_id GROUP BY x.claim_id
    )"""


def _aliases(thing: str) -> str:
    return f"""ARRAY(
        SELECT a.name FROM leaderboard_{thing}alias a WHERE a.owner_id = t.id ORDER BY a.name COLLATE "C", a.id
    )::text[]"""


_CLAIMS = f"""
CREATE VIEW leaderboard_export_claims AS
SELECT c.id AS place, c.uid, p.uid AS paper, p.title AS paper_title, p.published_on, c.start, c."end", c.quote,
    c.sentence_start, c.sentence_end, c.value, c.value_high, c.unit, c.kind, c.direction, c.role, c.bound,
    nullif(coalesce(m.name, c.metric_text), '') AS metric, m.slug AS metric_slug, m.direction AS metric_direction,
    nullif(c.metric_text, '') AS metric_text,
    c.scaled, CASE WHEN c.scaled IS NOT NULL THEN m.unit END AS metric_unit,
    coalesce(b.names, '{{}}') AS benchmarks, coalesce(b.slugs, '{{}}') AS benchmark_slugs,
    CASE WHEN coalesce(s.name, c.system_text) <> '' THEN ARRAY[coalesce(s.name, c.system_text)::text] ELSE '{{}}' END
        || coalesce(f.names, '{{}}') AS systems,
    CASE WHEN coalesce(s.name, c.system_text) <> '' THEN ARRAY[s.slug::text] ELSE '{{}}' END
        || coalesce(f.slugs, '{{}}') AS system_slugs,
    nullif(c.system_text, '') AS system_text,
    coalesce(o.names, '{{}}') AS baselines, coalesce(o.slugs, '{{}}') AS baseline_slugs,
    nullif(c.setting, '') AS setting, nullif(c.task_text, '') AS task, c.confidence, c.state,
    nullif(c.engine_version, '') AS engine_version, c.decided_at, c.created_at, c.updated_at
FROM leaderboard_claim c
    JOIN leaderboard_paper p ON p.id = c.paper_id
    LEFT JOIN leaderboard_metric m ON m.id = c.metric_id
    LEFT JOIN leaderboard_system s ON s.id = c.system_id
    LEFT JOIN {_linked("claimbenchmark", "benchmark")} b ON b.claim_id = c.id
    LEFT JOIN {_linked("claimsystem", "system")} f ON f.claim_id = c.id
    LEFT JOIN {_linked("claimbaseline", "system")} o ON o.claim_id = c.id
WHERE c.state IN {_SHOWN};
"""
_PAPERS = """
CREATE VIEW leaderboard_export_papers AS
SELECT id AS place, uid, nullif(title, '') AS title, abstract, arxiv_id, doi, nullif(url, '') AS url,
    categories::text[] AS categories, authors, author_count, published_on, nullif(date_text, '') AS date_text,
    listed_on, sources, is_summary, retracted_on, state, nullif(engine_version, '') AS engine_version,
    extracted_at, created_at, updated_at
FROM leaderboard_paper;
"""
_NAMES = f"""
CREATE VIEW leaderboard_export_benchmarks AS
SELECT t.id AS place, t.uid, t.slug, t.name, t.origin, nullif(t.description, '') AS description,
    k.slug AS task_slug, k.name AS task, nullif(k.area, '') AS area, {_aliases("benchmark")} AS aliases
FROM leaderboard_benchmark t LEFT JOIN leaderboard_task k ON k.id = t.task_id;
CREATE VIEW leaderboard_export_metrics AS
SELECT t.id AS place, t.uid, t.slug, t.name, t.origin, nullif(t.description, '') AS description, t.direction,
    t.family, t.unit, t.percentage, {_aliases("metric")} AS aliases
FROM leaderboard_metric t;
CREATE VIEW leaderboard_export_systems AS
SELECT t.id AS place, t.uid, t.slug, t.name, t.origin, nullif(t.description, '') AS description,
    {_aliases("system")} AS aliases
FROM leaderboard_system t;
"""
_BOARDS = """
CREATE VIEW leaderboard_export_boards AS
SELECT ARRAY[t.benchmark_id, t.metric_id] AS place, b.slug AS benchmark_slug, m.slug AS metric_slug,
    b.name AS benchmark, m.name AS metric, m.direction, m.unit, t.claims, t.results, c.uid AS leader
FROM leaderboard_boardtotals t
    JOIN leaderboard_benchmark b ON b.id = t.benchmark_id
    JOIN leaderboard_metric m ON m.id = t.metric_id
    LEFT JOIN leaderboard_claim c ON c.id = t.leader_id;
CREATE VIEW leaderboard_export_standings AS
SELECT ARRAY[s.benchmark_id, s.metric_id, s.claim_id] AS place, b.slug AS benchmark_slug, m.slug AS metric_slug,
    s.uid AS claim, nullif(s.kind, '') AS kind, CASE WHEN NOT s.unranked THEN s.rank END AS rank
FROM leaderboard_standing s
    JOIN leaderboard_benchmark b ON b.id = s.benchmark_id
    JOIN leaderboard_metric m ON m.id = s.metric_id;
"""
# Most cells begin with a letter or digit, which is seen at once; the rule is that of `domain.lines`.
_SAFE = r"""
CREATE FUNCTION leaderboard_formula_safe(cell text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN ascii(cell) BETWEEN 65 AND 90 OR ascii(cell) BETWEEN 97 AND 122 OR ascii(cell) BETWEEN 48 AND 57 THEN cell
    WHEN cell ~ '^([[:space:]]*[=+\-@＝＋－＠]|[\t\r\n])'
        AND cell !~ '^[+-][0-9][0-9,]*(\.[0-9]+)?%?$' THEN '''' || cell
    ELSE cell
END;
"""
_VIEWS = ("claims", "papers", "benchmarks", "metrics", "systems", "boards", "standings")
_UNDO = "".join(f"DROP VIEW leaderboard_export_{view};\n" for view in _VIEWS)


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0060_api_tokens")]
    operations = [
        migrations.RunSQL(_SAFE, "DROP FUNCTION leaderboard_formula_safe(text)"),
        migrations.RunSQL(_CLAIMS + _PAPERS + _NAMES + _BOARDS, _UNDO),
    ]
