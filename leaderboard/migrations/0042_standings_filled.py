"""The standings of the claims that are there already; the boards are settled by the first worker."""

from django.db import migrations

_FILL = "SELECT leaderboard_stand(ARRAY(SELECT id FROM leaderboard_claim))"


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0041_standing_triggers")]
    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
