"""Standings follow the claims: a view holds the rule of ranks, statement triggers keep the rows equal to it.

The rule is that of `leaderboard.domain.ranking`; one table of cases in the tests runs against both.
"""

from django.db import migrations

_PLACE = """
CREATE VIEW leaderboard_place AS
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

_COLUMNS = (
    "kind, role, state, setting, confidence, unranked, better, amount, day, uid, system_words, setting_words, "
    "baseline_words, paper_words"
)
_OLD = ", ".join(f"s.{column}" for column in _COLUMNS.split(", "))
_NEW = ", ".join(f"excluded.{column}" for column in _COLUMNS.split(", "))

_STAND = f"""
CREATE FUNCTION leaderboard_stand(claims bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM leaderboard_standing s
    WHERE s.claim_id = ANY(claims) AND NOT EXISTS (
        SELECT FROM leaderboard_place w
        WHERE (w.claim_id, w.benchmark_id, w.metric_id) = (s.claim_id, s.benchmark_id, s.metric_id)
    );
    INSERT INTO leaderboard_standing AS s (claim_id, benchmark_id, metric_id, {_COLUMNS}, rank, record)
    SELECT claim_id, benchmark_id, metric_id, {_COLUMNS}, NULL, false FROM leaderboard_place w
    WHERE w.claim_id = ANY(claims)
    ORDER BY claim_id, benchmark_id
    ON CONFLICT (claim_id, benchmark_id, metric_id) DO UPDATE SET ({_COLUMNS}) = ROW ({_NEW})
    WHERE ({_OLD}) IS DISTINCT FROM ({_NEW});
    INSERT INTO leaderboard_boardchange (benchmark, metric)
    SELECT DISTINCT benchmark_id, metric_id FROM leaderboard_standing s WHERE s.claim_id = ANY(claims);
END $$;
CREATE FUNCTION leaderboard_board_lost() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO leaderboard_boardchange (benchmark, metric)
        SELECT DISTINCT benchmark_id, metric_id FROM old_rows;
    RETURN NULL;
END $$;
CREATE TRIGGER standing_lost AFTER DELETE ON leaderboard_standing REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_board_lost();
"""


_NO_STAND = """
DROP FUNCTION leaderboard_stand(bigint[]);
DROP FUNCTION leaderboard_board_lost() CASCADE;
"""


def _touched(name: str, claims: str, *events: tuple[str, str]) -> str:
    """A trigger function that lets the claims of a query stand anew, and its triggers by table and event."""
    tables = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
    tables["UPDATE"] = f"{tables['DELETE']} {tables['INSERT']}"
    made = "".join(
        f"""
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables[event]}
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_{name}();
"""
        for table, event in events
    )
    return f"""
CREATE FUNCTION leaderboard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[] := ARRAY({claims});
BEGIN
    IF cardinality(touched) > 0 THEN
        PERFORM leaderboard_stand(touched);
    END IF;
    RETURN NULL;
END $$;
{made}"""


_LINKS = tuple(f"leaderboard_{table}" for table in ("claimbenchmark", "claimsystem", "claimbaseline"))
# EXCEPT, not a join of old and new rows: the plan of a join is kept from the first time, when it had one row.
_CHANGED_CLAIMS = "SELECT id FROM (SELECT * FROM new_rows EXCEPT SELECT * FROM old_rows) changed"
_CHANGED_PAPERS = """
    SELECT c.id FROM (
        SELECT id, published_on, retracted_on, title, date_text, is_summary FROM new_rows
        EXCEPT SELECT id, published_on, retracted_on, title, date_text, is_summary FROM old_rows
    ) changed JOIN leaderboard_claim c ON c.paper_id = changed.id
"""
_CHANGED_METRICS = """
    SELECT c.id FROM (SELECT id, direction FROM new_rows EXCEPT SELECT id, direction FROM old_rows) changed
        JOIN leaderboard_claim c ON c.metric_id = changed.id
"""
_CHANGED_SYSTEMS = """
    WITH renamed AS (SELECT id, name FROM new_rows EXCEPT SELECT id, name FROM old_rows)
    SELECT c.id FROM renamed r JOIN leaderboard_claim c ON c.system_id = r.id
    UNION
    SELECT b.claim_id FROM renamed r JOIN leaderboard_claimbaseline b ON b.system_id = r.id
    UNION
    SELECT f.claim_id FROM renamed r JOIN leaderboard_claimsystem f ON f.system_id = r.id
"""

_TRIGGERS = (
    _touched("claim_stands", _CHANGED_CLAIMS, ("leaderboard_claim", "UPDATE"))
    + _touched("link_made_stands", "SELECT claim_id FROM new_rows", *((table, "INSERT") for table in _LINKS))
    + _touched("link_gone_stands", "SELECT claim_id FROM old_rows", *((table, "DELETE") for table in _LINKS))
    + _touched(
        "link_stands",
        "SELECT claim_id FROM new_rows UNION SELECT claim_id FROM old_rows",
        *((table, "UPDATE") for table in _LINKS),
    )
    + _touched("paper_stands", _CHANGED_PAPERS, ("leaderboard_paper", "UPDATE"))
    + _touched("metric_stands", _CHANGED_METRICS, ("leaderboard_metric", "UPDATE"))
    + _touched("system_stands", _CHANGED_SYSTEMS, ("leaderboard_system", "UPDATE"))
)

# Django would delete standings before the links of the claim, whose triggers then made them again.
_GONE = """
ALTER TABLE leaderboard_standing ADD CONSTRAINT standing_claim
    FOREIGN KEY (claim_id) REFERENCES leaderboard_claim (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""

_FUNCTIONS = ("claim_stands", "link_made_stands", "link_gone_stands", "link_stands", "paper_stands")
_FUNCTIONS += ("metric_stands", "system_stands")
_UNDO = "".join(f"DROP FUNCTION leaderboard_{name}() CASCADE;" for name in _FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0040_standings")]
    operations = [
        migrations.RunSQL(_PLACE, "DROP VIEW leaderboard_place"),
        migrations.RunSQL(_STAND, _NO_STAND),
        migrations.RunSQL(_TRIGGERS, _UNDO),
        migrations.RunSQL(_GONE, "ALTER TABLE leaderboard_standing DROP CONSTRAINT standing_claim"),
    ]
