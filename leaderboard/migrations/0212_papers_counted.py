"""The front page counts papers that stand for themselves, not those that were merged into another."""

from importlib import import_module

from django.db import migrations

_GONE = "DROP MATERIALIZED VIEW leaderboard_tally;"
_BEFORE: str = import_module("leaderboard.migrations.0043_tally")._TALLY
_NOW = _BEFORE.replace("FROM leaderboard_paper\n", "FROM leaderboard_paper WHERE merged_into_id IS NULL\n")


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0211_shares")]
    operations = [migrations.RunSQL(_GONE + _NOW, _GONE + _BEFORE)]
