"""Every board is noted as changed, so that the next sweep works out what decisions on it are worth."""

from django.db import migrations

_NOTES = """
INSERT INTO leaderboard_boardchange (benchmark, metric)
SELECT DISTINCT benchmark_id, metric_id FROM leaderboard_standing
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0100_queue")]
    operations = [migrations.RunSQL(_NOTES, migrations.RunSQL.noop)]
