"""How often claims mention each thing, and how many there are of what: counted once, not by every page."""

from django.db import migrations

_TALLY = """
CREATE MATERIALIZED VIEW leaderboard_tally AS
WITH shown AS (
    SELECT id, system_id, metric_id FROM leaderboard_claim
    WHERE state IN ('machine', 'curated', 'confirmed', 'disputed')
), linked AS (
    SELECT b.benchmark_id FROM leaderboard_claimbenchmark b JOIN shown s ON s.id = b.claim_id
    WHERE b.benchmark_id IS NOT NULL
), counted AS (
    SELECT 'systems' AS kind, system_id AS thing, count(*) AS claims FROM shown
    WHERE system_id IS NOT NULL GROUP BY system_id
    UNION ALL
    SELECT 'metrics', metric_id, count(*) FROM shown WHERE metric_id IS NOT NULL GROUP BY metric_id
    UNION ALL
    SELECT 'benchmarks', benchmark_id, count(*) FROM linked GROUP BY benchmark_id
    UNION ALL
    SELECT 'tasks', b.task_id, count(*) FROM linked l JOIN leaderboard_benchmark b ON b.id = l.benchmark_id
    WHERE b.task_id IS NOT NULL GROUP BY b.task_id
)
SELECT c.kind || ' ' || c.thing AS key, c.kind, n.slug, n.name, c.claims FROM counted c JOIN (
    SELECT 'systems' AS kind, id, slug, name FROM leaderboard_system
    UNION ALL SELECT 'metrics', id, slug, name FROM leaderboard_metric
    UNION ALL SELECT 'benchmarks', id, slug, name FROM leaderboard_benchmark
    UNION ALL SELECT 'tasks', id, slug, name FROM leaderboard_task
) n ON (n.kind, n.id) = (c.kind, c.thing)
UNION ALL SELECT 'all claims', 'all', 'claims', '', count(*) FROM shown
UNION ALL SELECT 'all papers', 'all', 'papers', '', count(*) FROM leaderboard_paper
UNION ALL SELECT 'all boards', 'all', 'boards', '', count(*) FROM leaderboard_boardtotals
UNION ALL SELECT 'all ' || kind, 'all', kind, '', count(*) FROM counted GROUP BY kind
UNION ALL SELECT 'all events', 'all', 'events', '', coalesce(max(id), 0) FROM leaderboard_event;
CREATE UNIQUE INDEX leaderboard_tally_key ON leaderboard_tally (key);
CREATE INDEX leaderboard_tally_most ON leaderboard_tally (kind, claims DESC, slug);
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0042_standings_filled")]
    operations = [migrations.RunSQL(_TALLY, "DROP MATERIALIZED VIEW leaderboard_tally")]
