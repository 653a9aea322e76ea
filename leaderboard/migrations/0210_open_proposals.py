"""Pages mark claims about which something is open: boards and families are noted when that changes."""

from django.conf import settings
from django.db import migrations, models

_NOTE = """
CREATE FUNCTION leaderboard_proposal_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bigint := CASE WHEN TG_OP <> 'INSERT' AND OLD.shown THEN OLD.claim_id END;
    after bigint := CASE WHEN TG_OP <> 'DELETE' AND NEW.shown THEN NEW.claim_id END;
BEGIN
    IF before IS DISTINCT FROM after THEN
        INSERT INTO leaderboard_boardchange (benchmark, metric)
        SELECT DISTINCT benchmark_id, metric_id FROM leaderboard_standing WHERE claim_id IN (before, after);
        INSERT INTO leaderboard_efficiencychange (family)
        SELECT DISTINCT family FROM leaderboard_efficiencystanding WHERE claim_id IN (before, after);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER proposal_told AFTER INSERT OR UPDATE OR DELETE ON leaderboard_proposal
    FOR EACH ROW EXECUTE FUNCTION leaderboard_proposal_told();
INSERT INTO leaderboard_boardchange (benchmark, metric)
SELECT DISTINCT benchmark_id, metric_id
FROM leaderboard_standing JOIN leaderboard_proposal p USING (claim_id) WHERE p.shown;
INSERT INTO leaderboard_efficiencychange (family)
SELECT DISTINCT family FROM leaderboard_efficiencystanding JOIN leaderboard_proposal p USING (claim_id)
WHERE p.shown;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("leaderboard", "0190_claims_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="shown",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.ExpressionWrapper(
                    models.Q(
                        ("state", "open"),
                        models.Q(("state", "new"), models.Q(("door", "public"), _negated=True)),
                        _connector="OR",
                    ),
                    output_field=models.BooleanField(),
                ),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(condition=models.Q(("shown", True)), fields=["claim"], name="proposal_shown"),
        ),
        migrations.RunSQL(_NOTE, "DROP FUNCTION leaderboard_proposal_told() CASCADE"),
    ]
