"""What stands on boards already is told as having come when it was first read."""

from django.db import migrations

_FILL = """
INSERT INTO leaderboard_boardlog (benchmark, metric, claim, what, at, transaction)
SELECT s.benchmark_id, s.metric_id, c.id, 'entered', c.created_at, 0
FROM leaderboard_standing s JOIN leaderboard_claim c ON c.id = s.claim_id
ORDER BY c.created_at, c.id, s.benchmark_id
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0171_board_log_triggers")]
    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
