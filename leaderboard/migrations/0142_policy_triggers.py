"""What a policy accepted holds as long as the claim is the machine's, and reads as it did then."""

from django.db import migrations

_READ = "id, state, value, value_high, unit, kind, direction, role, bound, metric_id, system_id, setting, confidence"
_ENDS = f"""
CREATE FUNCTION leaderboard_end_acceptances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE leaderboard_acceptance SET ended_at = clock_timestamp()
    WHERE ended_at IS NULL AND claim_id IN (
        SELECT id FROM (SELECT {_READ} FROM new_rows EXCEPT SELECT {_READ} FROM old_rows) changed
    );
    RETURN NULL;
END $$;
CREATE TRIGGER claim_ends_acceptances AFTER UPDATE ON leaderboard_claim
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_end_acceptances();
"""

# The claims are locked, so that none is decided about between the check and the commit.
_MACHINE = """
CREATE FUNCTION leaderboard_check_acceptances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE decided uuid;
BEGIN
    PERFORM 1 FROM leaderboard_claim WHERE id IN (SELECT claim_id FROM new_rows) ORDER BY id FOR SHARE;
    SELECT c.uid INTO decided FROM new_rows a JOIN leaderboard_claim c ON c.id = a.claim_id
        WHERE a.ended_at IS NULL AND c.state <> 'machine' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'acceptance_of_machine',
            MESSAGE = format('claim %s was decided about: no policy accepts it', decided);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER acceptance_of_machine AFTER INSERT ON leaderboard_acceptance
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_check_acceptances();
"""

# Boards show who stands behind a claim, and what waits for a decision.
_NOTES = "".join(
    f"""
CREATE TRIGGER acceptance_{name} AFTER {event} ON leaderboard_acceptance
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_note_acceptances();
"""
    for name, event in (("made", "INSERT"), ("ended", "UPDATE"))
)
_NOTED = f"""
CREATE FUNCTION leaderboard_note_acceptances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO leaderboard_boardchange (benchmark, metric)
        SELECT DISTINCT benchmark_id, metric_id FROM leaderboard_standing
        WHERE claim_id IN (SELECT claim_id FROM new_rows);
    RETURN NULL;
END $$;
{_NOTES}
"""
_UNDO = "DROP FUNCTION leaderboard_{}() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0141_policies")]
    operations = [
        migrations.RunSQL(_ENDS, _UNDO.format("end_acceptances")),
        migrations.RunSQL(_MACHINE, _UNDO.format("check_acceptances")),
        migrations.RunSQL(_NOTED, _UNDO.format("note_acceptances")),
    ]
