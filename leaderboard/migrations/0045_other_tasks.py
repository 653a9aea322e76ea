"""A result of another task than the benchmark's own has no rank: no instance segmentation among detection."""

from django.db import migrations

# The words of the task are compared as `domain.names.key` compares names.
_OTHER_TASK = """
CREATE FUNCTION leaderboard_other_task(claim bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM leaderboard_claim c
            JOIN leaderboard_task t
                ON t.key = lower(regexp_replace(normalize(c.task_text, NFKC), '[^[:alnum:]]+', '', 'g'))
            JOIN leaderboard_claimbenchmark x ON x.claim_id = c.id
            JOIN leaderboard_benchmark b ON b.id = x.benchmark_id
        WHERE c.id = claim AND c.task_text <> '' AND b.task_id <> t.id
    )
$$;
"""

_BEFORE = """
CREATE OR REPLACE VIEW leaderboard_place AS
WITH ruled AS (
    SELECT c.*, p.published_on, p.title, m.direction AS sense,
        coalesce(
            p.retracted_on IS NULL
            AND c.state IN ('machine', 'curated', 'confirmed')
            AND c.kind = 'absolute'
            AND c.role = 'result'
            AND m.direction IS NOT NULL
            AND c.value_high IS NULL
            AND (SELECT count(*) FROM leaderboard_claimbenchmark x WHERE x.claim_id = c.id) = 1
            AND NOT EXISTS (SELECT FROM leaderboard_claimsystem x WHERE x.claim_id = c.id)
            AND c.scaled IS NOT NULL
            AND (c.bound IN ('exact', 'about')
                 OR c.bound = CASE m.direction WHEN 'higher' THEN 'at_least' ELSE 'at_most' END)
            AND (c.state <> 'machine' OR c.confidence >= 0.5),
            false
        ) AS ranked
    FROM leaderboard_claim c
        JOIN leaderboard_paper p ON p.id = c.paper_id
        JOIN leaderboard_metric m ON m.id = c.metric_id
    WHERE c.state IN ('machine', 'curated', 'confirmed', 'disputed')
)
SELECT c.id AS claim_id, b.benchmark_id, c.metric_id, coalesce(c.kind, '') AS kind, c.role, c.state,
    c.setting, c.confidence, NOT c.ranked AS unranked,
    CASE WHEN NOT c.ranked THEN 1E101 WHEN c.sense = 'lower' THEN c.scaled ELSE -c.scaled END AS better,
    coalesce(c.scaled, c.value) AS amount,
    coalesce(c.published_on, DATE '9999-12-31') AS day,
    c.uid,
    lower(left(coalesce(s.name, c.system_text), 60)) AS system_words,
    lower(left(c.setting, 60)) AS setting_words,
    coalesce((
        SELECT lower(left(coalesce(o.name, x.text), 60))
        FROM leaderboard_claimbaseline x LEFT JOIN leaderboard_system o ON o.id = x.system_id
        WHERE x.claim_id = c.id ORDER BY x.position LIMIT 1
    ), '') AS baseline_words,
    lower(left(c.title, 60)) AS paper_words
FROM ruled c
    JOIN leaderboard_claimbenchmark b ON b.claim_id = c.id AND b.benchmark_id IS NOT NULL
    LEFT JOIN leaderboard_system s ON s.id = c.system_id;
"""

_PLACE = _BEFORE.replace(
    "            AND NOT EXISTS (SELECT FROM leaderboard_claimsystem",
    "            AND NOT leaderboard_other_task(c.id)\n"
    "            AND NOT EXISTS (SELECT FROM leaderboard_claimsystem",
)

_TRIGGER = """
CREATE FUNCTION leaderboard_benchmark_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[] := ARRAY(
    SELECT x.claim_id
    FROM (SELECT id, task_id FROM new_rows EXCEPT SELECT id, task_id FROM old_rows) changed
        JOIN leaderboard_claimbenchmark x ON x.benchmark_id = changed.id
);
BEGIN
    IF cardinality(touched) > 0 THEN
        PERFORM leaderboard_stand(touched);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER benchmark_stands AFTER UPDATE ON leaderboard_benchmark
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_benchmark_stands();
SELECT leaderboard_stand(ARRAY(SELECT id FROM leaderboard_claim WHERE task_text <> ''));
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0044_tally_named")]
    operations = [
        migrations.RunSQL(_OTHER_TASK, "DROP FUNCTION leaderboard_other_task(bigint)"),
        migrations.RunSQL(_PLACE, _BEFORE),
        migrations.RunSQL(_TRIGGER, "DROP FUNCTION leaderboard_benchmark_stands() CASCADE"),
    ]
