"""Names that only texts know, with how often claims mention them; and initials, by which acronyms are found."""

from django.db import migrations

_THINGS = ("benchmark", "metric", "system")
_MENTIONS = """
CREATE MATERIALIZED VIEW leaderboard_mention AS
WITH shown AS (
    SELECT id, paper_id, system_id, system_text, metric_id, metric_text FROM leaderboard_claim
    WHERE state IN ('machine', 'curated', 'confirmed', 'disputed')
), said AS (
    SELECT 'benchmark' AS kind, l.benchmark_id AS thing, l.text, s.id, s.paper_id
    FROM leaderboard_claimbenchmark l JOIN shown s ON s.id = l.claim_id
    UNION ALL SELECT 'metric', metric_id, metric_text, id, paper_id FROM shown
    UNION ALL SELECT 'system', system_id, system_text, id, paper_id FROM shown
    UNION ALL SELECT 'system', l.system_id, l.text, s.id, s.paper_id
    FROM leaderboard_claimsystem l JOIN shown s ON s.id = l.claim_id
    UNION ALL SELECT 'system', l.system_id, l.text, s.id, s.paper_id
    FROM leaderboard_claimbaseline l JOIN shown s ON s.id = l.claim_id
), unknown AS (
    SELECT 'benchmark' AS kind, id, name FROM leaderboard_benchmark WHERE origin = 'text'
    UNION ALL SELECT 'metric', id, name FROM leaderboard_metric WHERE origin = 'text'
    UNION ALL SELECT 'system', id, name FROM leaderboard_system WHERE origin = 'text'
)
SELECT u.kind || ' ' || u.id AS key, u.kind, u.id AS thing, u.name, count(s.id) AS mentions,
    count(DISTINCT s.paper_id) AS papers, coalesce(max(s.id), 0) AS example
FROM unknown u LEFT JOIN said s ON (s.kind, s.thing) = (u.kind, u.id)
GROUP BY u.kind, u.id, u.name
UNION ALL
SELECT kind || ' text ' || md5(text), kind, NULL, text, count(*), count(DISTINCT paper_id), max(id)
FROM said WHERE thing IS NULL AND text <> ''
GROUP BY kind, text;
CREATE UNIQUE INDEX leaderboard_mention_key ON leaderboard_mention (key);
CREATE INDEX leaderboard_mention_most ON leaderboard_mention (mentions DESC, key);
CREATE INDEX leaderboard_mention_most_of_kind ON leaderboard_mention (kind, mentions DESC, key);
CREATE INDEX leaderboard_mention_name ON leaderboard_mention USING gin (name gin_trgm_ops);
"""

# What `domain.acronyms.initials` gives for plain names; more than that it need not find, less is made up for
# by the rule itself, which has the last word on every candidate.
_INITIALS = r"""
CREATE FUNCTION leaderboard_initials(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT lower(regexp_replace(
        regexp_replace(name, '\m(of|the|and|for|in|on|to|with|a|an|at|by|from)\M', ' ', 'gi'),
        '([[:alnum:]])[[:lower:]]*[^[:alnum:]]*', '\1', 'g'
    ))
$$;
""" + "".join(
    f"CREATE INDEX leaderboard_{kind}alias_initials ON leaderboard_{kind}alias (leaderboard_initials(name));\n"
    for kind in _THINGS
)
_NO_INITIALS = (
    "".join(f"DROP INDEX leaderboard_{kind}alias_initials;\n" for kind in _THINGS)
    + "DROP FUNCTION leaderboard_initials(text);"
)


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0161_name_triggers")]
    operations = [
        migrations.RunSQL(_MENTIONS, "DROP MATERIALIZED VIEW leaderboard_mention"),
        migrations.RunSQL(_INITIALS, _NO_INITIALS),
    ]
