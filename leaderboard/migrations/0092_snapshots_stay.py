"""Snapshots never change and never go: the database refuses it."""

from django.db import migrations

_TABLES = ("snapshot", "snapshotrow")
_REFUSE = """
CREATE FUNCTION leaderboard_keep_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', CONSTRAINT = 'snapshot_stays',
        MESSAGE = format('%s of snapshots is refused: they are cited and never change', TG_OP);
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON leaderboard_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_keep_snapshot();
"""
    for table in _TABLES
)
_UNDO = "".join(f"DROP TRIGGER {table}_stays ON leaderboard_{table};\n" for table in _TABLES)


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0091_snapshots")]
    operations = [migrations.RunSQL(_REFUSE, _UNDO + "DROP FUNCTION leaderboard_keep_snapshot();")]
