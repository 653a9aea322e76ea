"""Every change of a board is written down with the change itself, one line a claim, board and transaction.

A correction takes a claim's links away and makes them anew; within one transaction that is one change, and
what came and went in it never was there. The decision behind a change is known by its transaction.
"""

from django.db import migrations

_NOW = "pg_current_xact_id()::text::bigint"
_LINE = "leaderboard_boardlog (benchmark, metric, claim, what, at, transaction)"
_SAME = "(l.claim, l.benchmark, l.metric) = (n.claim_id, n.benchmark_id, n.metric_id)"
_ONCE = "ON CONFLICT (claim, transaction, benchmark, metric)"

_CAME = f"""
CREATE FUNCTION leaderboard_log_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {_LINE}
        SELECT benchmark_id, metric_id, claim_id, 'entered', clock_timestamp(), {_NOW} FROM new_rows
    {_ONCE} DO UPDATE SET what = 'changed';
    RETURN NULL;
END $$;
CREATE TRIGGER standing_came AFTER INSERT ON leaderboard_standing REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_log_came();
"""
_WENT = f"""
CREATE FUNCTION leaderboard_log_went() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH never AS (
        DELETE FROM leaderboard_boardlog l USING old_rows n
        WHERE {_SAME} AND l.transaction = {_NOW} AND l.what = 'entered'
        RETURNING l.claim, l.benchmark, l.metric
    )
    INSERT INTO {_LINE}
        SELECT benchmark_id, metric_id, claim_id, 'left', clock_timestamp(), {_NOW} FROM old_rows n
        WHERE NOT EXISTS (SELECT FROM never l WHERE {_SAME})
    {_ONCE} DO UPDATE SET what = 'left';
    RETURN NULL;
END $$;
CREATE TRIGGER standing_went AFTER DELETE ON leaderboard_standing REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_log_went();
"""

# A trigger of columns, since ranks are written far more often than what they rank.
_WATCHED = ("kind", "role", "state", "setting", "amount")
_CHANGED = f"""
CREATE FUNCTION leaderboard_log_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {_LINE} VALUES (
        NEW.benchmark_id, NEW.metric_id, NEW.claim_id,
        CASE
            WHEN (OLD.kind, OLD.role, OLD.setting, OLD.amount)
                IS DISTINCT FROM (NEW.kind, NEW.role, NEW.setting, NEW.amount) THEN 'changed'
            WHEN NEW.state = 'disputed' THEN 'disputed'
            WHEN OLD.state = 'disputed' THEN 'settled'
            WHEN NEW.state = 'curated' THEN 'checked'
            WHEN NEW.state = 'confirmed' THEN 'confirmed'
            ELSE 'reopened'
        END,
        clock_timestamp(), {_NOW}
    )
    {_ONCE} DO UPDATE SET what = 'changed' WHERE leaderboard_boardlog.what <> 'entered';
    RETURN NULL;
END $$;
CREATE TRIGGER standing_changed AFTER UPDATE OF {", ".join(_WATCHED)} ON leaderboard_standing
    FOR EACH ROW WHEN (
        ({", ".join(f"OLD.{name}" for name in _WATCHED)})
        IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in _WATCHED)})
    ) EXECUTE FUNCTION leaderboard_log_changed();
"""

_FACTS = "CASE jsonb_typeof({0}) WHEN 'object' THEN {0} - 'decided_at' - 'decided_by_id' END"
_DECIDED = f"""
CREATE FUNCTION leaderboard_log_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {_LINE}
        SELECT s.benchmark_id, s.metric_id, s.claim_id, 'changed', clock_timestamp(), {_NOW}
        FROM new_rows e
            JOIN leaderboard_claim c ON c.uid = e.subject_uid
            JOIN leaderboard_standing s ON s.claim_id = c.id
        WHERE e.subject_type = 'claim'
            AND {_FACTS.format("e.before")} IS DISTINCT FROM {_FACTS.format("e.after")}
    {_ONCE} DO NOTHING;
    UPDATE leaderboard_boardlog l SET event = e.id
        FROM new_rows e JOIN leaderboard_claim c ON c.uid = e.subject_uid
        WHERE e.subject_type = 'claim' AND l.claim = c.id AND l.transaction = {_NOW};
    RETURN NULL;
END $$;
CREATE TRIGGER event_behind_changes AFTER INSERT ON leaderboard_event REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_log_decided();
"""

_NAMES = ("came", "went", "changed", "decided")


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0170_history")]
    operations = [
        migrations.RunSQL(sql, f"DROP FUNCTION leaderboard_log_{name}() CASCADE")
        for name, sql in zip(_NAMES, (_CAME, _WENT, _CHANGED, _DECIDED), strict=True)
    ]
