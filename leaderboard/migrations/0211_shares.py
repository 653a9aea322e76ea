"""A share of something, with neither a system nor a baseline named, is no saving and has no rank."""

from importlib import import_module
from typing import Any

from django.db import migrations

_SURE: Any = import_module("leaderboard.migrations.0130_sure_enough")
_BEFORE: str = _SURE._VIEWS[3]
_NOW: str = _SURE._replaced(
    _BEFORE,
    (
        "THEN 'systems'\n",
        """THEN 'systems'
            WHEN c.kind = 'fraction' AND c.system_id IS NULL AND c.system_text = '' AND NOT EXISTS (
                SELECT FROM leaderboard_claimbaseline x WHERE x.claim_id = c.id
            ) THEN 'share'\n""",
    ),
)
_MEASURED = """
SELECT leaderboard_measure(ARRAY(SELECT DISTINCT paper_id FROM leaderboard_claim WHERE kind = 'fraction'));
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0221_adoptions_apart")]
    operations = [migrations.RunSQL(_NOW, _BEFORE), migrations.RunSQL(_MEASURED, _MEASURED)]
