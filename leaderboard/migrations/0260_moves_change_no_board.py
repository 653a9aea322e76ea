"""A claim that moved along with its sentence is the same on every board: its event is no change of one."""

from importlib import import_module

from django.db import migrations

_DECIDED: str = import_module("leaderboard.migrations.0171_board_log_triggers")._DECIDED
_FORMER = _DECIDED.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_OF_CLAIMS = "WHERE e.subject_type = 'claim'\n            AND"
_NOW = _FORMER.replace(_OF_CLAIMS, f"{_OF_CLAIMS} e.action <> 'move with sentence' AND")


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0212_papers_counted")]
    operations = [migrations.RunSQL(_NOW, _FORMER)]
