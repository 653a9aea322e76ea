"""Contradictions follow the claims: what changed is noted, and looked at once when a transaction ends."""

from django.db import migrations

# What a claim's words allow, as domain.contradictions.span says it; null where nothing can be held against it.
_SPANS = r"""
CREATE FUNCTION leaderboard_setting_key(setting text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(lower(setting), '[\W_]+', '', 'g')
$$;
CREATE FUNCTION leaderboard_last_digit(value numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN scale(value) > 0 THEN ('1e-' || scale(value))::numeric
        WHEN noughts >= 3 THEN ('1e' || noughts)::numeric
        ELSE 1
    END
    FROM (SELECT length(abs(value)::text) - length(rtrim(abs(value)::text, '0')) AS noughts) counted
$$;
CREATE VIEW leaderboard_statement AS
    SELECT c.id, c.paper_id, c.sentence_start AS sentence, c.role, c.system_id, c.metric_id, b.benchmark_id,
        s.key,
        CASE WHEN c.bound = 'at_most' THEN '-Infinity' ELSE least(c.scaled, s.top) - s.step / 2 END AS low,
        CASE WHEN c.bound = 'at_least' THEN 'Infinity' ELSE greatest(c.scaled, s.top) + s.step / 2 END AS high,
        s.step
    FROM leaderboard_claim c
        JOIN leaderboard_paper p ON p.id = c.paper_id
        JOIN leaderboard_claimbenchmark b ON b.claim_id = c.id
        CROSS JOIN LATERAL (SELECT CASE WHEN c.value = 0 THEN 1 ELSE c.scaled / c.value END AS ratio) r
        CROSS JOIN LATERAL (
            SELECT leaderboard_setting_key(c.setting) AS key,
                leaderboard_last_digit(c.value) * r.ratio AS step,
                CASE WHEN c.value_high IS NULL THEN c.scaled ELSE c.value_high * r.ratio END AS top
        ) s
    WHERE c.kind = 'absolute' AND c.scaled IS NOT NULL AND c.bound <> 'about'
        AND (c.state IN ('curated', 'confirmed', 'disputed') OR (c.state = 'machine' AND c.confidence >= 0.5))
        AND p.retracted_on IS NULL
        AND NOT EXISTS (SELECT FROM leaderboard_claimsystem f WHERE f.claim_id = c.id)
        AND NOT EXISTS (
            SELECT FROM leaderboard_claimbenchmark f WHERE f.claim_id = c.id AND f.id <> b.id
        );
"""
_NO_SPANS = """
DROP VIEW leaderboard_statement;
DROP FUNCTION leaderboard_last_digit(numeric);
DROP FUNCTION leaderboard_setting_key(text);
"""

# Subjects wait here until their transaction ends; nothing is ever left, so that a crash may empty it.
# One row a transaction in the second table, since a trigger that waits for the end is one for each row.
_WAITING = """
CREATE UNLOGGED TABLE leaderboard_contradiction_due (
    system_id bigint NOT NULL, metric_id bigint NOT NULL, benchmark_id bigint NOT NULL
);
CREATE UNLOGGED TABLE leaderboard_contradiction_call (transaction xid8 PRIMARY KEY);
"""
_NO_WAITING = """
DROP TABLE leaderboard_contradiction_call;
DROP TABLE leaderboard_contradiction_due;
"""

# Of the numbers of one subject and setting, the highest of the low ends and the lowest of the high ends
# are apart if any two are; since the two have to be of different papers, the best two papers of each side
# are looked at. Pairs within a paper are as few as its sentences. Writers of the same subject wait for
# each other, by 64 locks taken in order: without, neither would see what the other adds.
_SETTLE = """
CREATE FUNCTION leaderboard_settle_contradictions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('leaderboard_contradiction'), stripe) FROM (
        SELECT DISTINCT ((system_id * 31 + benchmark_id) % 64)::int AS stripe
        FROM leaderboard_contradiction_due ORDER BY stripe
    ) held;
    WITH due AS (
        DELETE FROM leaderboard_contradiction_due RETURNING *
    ), subject AS (
        SELECT DISTINCT system_id, metric_id, benchmark_id FROM due
    ), stated AS MATERIALIZED (
        SELECT s.* FROM subject JOIN leaderboard_statement s USING (system_id, metric_id, benchmark_id)
    ), counted AS (
        SELECT system_id, metric_id, benchmark_id, count(*) AS claims FROM stated GROUP BY 1, 2, 3
    ), lowest AS (
        SELECT * FROM (
            SELECT *, row_number() OVER (
                PARTITION BY system_id, metric_id, benchmark_id, key ORDER BY high, id
            ) AS nr
            FROM (SELECT DISTINCT ON (system_id, metric_id, benchmark_id, key, paper_id) * FROM stated
                  ORDER BY system_id, metric_id, benchmark_id, key, paper_id, high, id) of_paper
        ) numbered WHERE nr <= 2
    ), highest AS (
        SELECT * FROM (
            SELECT *, row_number() OVER (
                PARTITION BY system_id, metric_id, benchmark_id, key ORDER BY low DESC, id
            ) AS nr
            FROM (SELECT DISTINCT ON (system_id, metric_id, benchmark_id, key, paper_id) * FROM stated
                  ORDER BY system_id, metric_id, benchmark_id, key, paper_id, low DESC, id) of_paper
        ) numbered WHERE nr <= 2
    ), own AS (
        SELECT * FROM stated WHERE key <> '' AND role = 'result'
    ), pair AS (
        SELECT l.system_id, l.metric_id, l.benchmark_id, CASE WHEN l.key = h.key THEN l.key ELSE '' END AS key,
            l.key = h.key AND l.key <> '' AS certain, l.id AS low, h.id AS high, h.low - l.high AS gap
        FROM lowest l JOIN highest h USING (system_id, metric_id, benchmark_id)
        WHERE l.paper_id <> h.paper_id AND (l.key = h.key OR l.key = '' OR h.key = '')
            AND h.low - l.high >= -(h.step + l.step) * 1e-6
        UNION ALL
        SELECT l.system_id, l.metric_id, l.benchmark_id, l.key, false, l.id, h.id, h.low - l.high
        FROM own l JOIN own h USING (system_id, metric_id, benchmark_id, paper_id, key)
        WHERE l.sentence <> h.sentence AND h.low - l.high >= -(h.step + l.step) * 1e-6
    ), found AS (
        SELECT DISTINCT ON (system_id, metric_id, benchmark_id, key) * FROM pair
        ORDER BY system_id, metric_id, benchmark_id, key, certain DESC, gap DESC, low, high
    ), settled AS (
        DELETE FROM leaderboard_contradiction there USING subject s
        WHERE (there.system_id, there.metric_id, there.benchmark_id) = (s.system_id, s.metric_id, s.benchmark_id)
            AND NOT EXISTS (
                SELECT FROM found f
                WHERE (f.system_id, f.metric_id, f.benchmark_id, f.key)
                    = (there.system_id, there.metric_id, there.benchmark_id, there.setting)
            )
    )
    INSERT INTO leaderboard_contradiction AS c
        (system_id, metric_id, benchmark_id, setting, certain, low_id, high_id, claims)
    SELECT system_id, metric_id, benchmark_id, key, certain, low, high, claims
    FROM found JOIN counted USING (system_id, metric_id, benchmark_id)
    ON CONFLICT (system_id, metric_id, benchmark_id, setting) DO UPDATE
        SET (certain, low_id, high_id, claims)
            = ROW (excluded.certain, excluded.low_id, excluded.high_id, excluded.claims)
        WHERE (c.certain, c.low_id, c.high_id, c.claims)
            IS DISTINCT FROM (excluded.certain, excluded.low_id, excluded.high_id, excluded.claims);
    DELETE FROM leaderboard_contradiction_call WHERE transaction = NEW.transaction;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER contradictions_settled AFTER INSERT ON leaderboard_contradiction_call
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION leaderboard_settle_contradictions();
"""
_NO_SETTLE = """
DROP TRIGGER contradictions_settled ON leaderboard_contradiction_call;
DROP FUNCTION leaderboard_settle_contradictions();
"""

_CALL = """
    IF FOUND THEN
        INSERT INTO leaderboard_contradiction_call VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
"""
_FACTS = "c.system_id, c.metric_id, c.setting, c.value, c.value_high, c.scaled, c.bound, c.kind, c.role, c.state, c.confidence >= 0.5"
_NOTE = "INSERT INTO leaderboard_contradiction_due SELECT DISTINCT c.system_id, c.metric_id, b.benchmark_id"
_OF_SUBJECT = "c.system_id IS NOT NULL AND c.metric_id IS NOT NULL AND b.benchmark_id IS NOT NULL"
_NOTICE = f"""
CREATE FUNCTION leaderboard_note_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_NOTE}
    FROM (
        (SELECT c.id, {_FACTS} FROM gone c EXCEPT ALL SELECT c.id, {_FACTS} FROM come c)
        UNION
        (SELECT c.id, {_FACTS} FROM come c EXCEPT ALL SELECT c.id, {_FACTS} FROM gone c)
    ) c JOIN leaderboard_claimbenchmark b ON b.claim_id = c.id
    WHERE {_OF_SUBJECT};
{_CALL}
END $$;
CREATE FUNCTION leaderboard_note_claimbenchmark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_NOTE}
    FROM changed JOIN leaderboard_claim c ON c.id = changed.claim_id
        CROSS JOIN LATERAL (
            SELECT o.benchmark_id FROM leaderboard_claimbenchmark o WHERE o.claim_id = c.id
            UNION SELECT changed.benchmark_id
        ) b
    WHERE {_OF_SUBJECT};
{_CALL}
END $$;
CREATE FUNCTION leaderboard_note_claimsystem() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_NOTE}
    FROM changed JOIN leaderboard_claim c ON c.id = changed.claim_id
        JOIN leaderboard_claimbenchmark b ON b.claim_id = c.id
    WHERE {_OF_SUBJECT};
{_CALL}
END $$;
CREATE FUNCTION leaderboard_note_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_NOTE}
    FROM leaderboard_claim c JOIN leaderboard_claimbenchmark b ON b.claim_id = c.id
    WHERE c.paper_id = NEW.id AND {_OF_SUBJECT};
{_CALL}
END $$;
CREATE TRIGGER contradiction_claim_updated AFTER UPDATE ON leaderboard_claim
    REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT
    EXECUTE FUNCTION leaderboard_note_claims();
CREATE TRIGGER contradiction_paper_updated AFTER UPDATE OF retracted_on ON leaderboard_paper
    FOR EACH ROW WHEN (OLD.retracted_on IS DISTINCT FROM NEW.retracted_on)
    EXECUTE FUNCTION leaderboard_note_paper();
""" + "".join(  # a claim without links has no subject yet, so that its insertion needs no notice
    f"""
CREATE TRIGGER contradiction_{table}_{done} AFTER {event} ON leaderboard_{table}
    REFERENCING {side} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_note_{table}();
"""
    for table in ("claimbenchmark", "claimsystem")
    for event, done, side in (
        ("INSERT", "inserted", "NEW"),
        ("UPDATE", "left", "OLD"),
        ("UPDATE", "updated", "NEW"),
        ("DELETE", "deleted", "OLD"),
    )
)
_NO_NOTICE = (
    "".join(
        f"DROP TRIGGER contradiction_{table}_{done} ON leaderboard_{table};\n"
        for table in ("claimbenchmark", "claimsystem")
        for done in ("inserted", "left", "updated", "deleted")
    )
    + """
DROP TRIGGER contradiction_paper_updated ON leaderboard_paper;
DROP TRIGGER contradiction_claim_updated ON leaderboard_claim;
DROP FUNCTION leaderboard_note_paper();
DROP FUNCTION leaderboard_note_claimsystem();
DROP FUNCTION leaderboard_note_claimbenchmark();
DROP FUNCTION leaderboard_note_claims();
"""
)

_THERE = f"""
{_NOTE}
FROM leaderboard_claim c JOIN leaderboard_claimbenchmark b ON b.claim_id = c.id WHERE {_OF_SUBJECT};
INSERT INTO leaderboard_contradiction_call VALUES (pg_current_xact_id());
SET CONSTRAINTS contradictions_settled IMMEDIATE;
SET CONSTRAINTS contradictions_settled DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0020_contradictions")]
    operations = [
        migrations.RunSQL(_SPANS, _NO_SPANS),
        migrations.RunSQL(_WAITING, _NO_WAITING),
        migrations.RunSQL(_SETTLE, _NO_SETTLE),
        migrations.RunSQL(_NOTICE, _NO_NOTICE),
        migrations.RunSQL(_THERE, "SELECT 1"),
    ]
