"""The standings of the claims that are there already."""

from django.db import migrations

_FILL = "SELECT leaderboard_measure(ARRAY(SELECT id FROM leaderboard_paper))"


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0011_efficiency_triggers")]
    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
