"""One place says in SQL how sure the machine has to be: 0.7; readings for far worse wait for a person."""

from importlib import import_module
from typing import Any

from django.db import migrations

_OLD = "leaderboard.migrations."
_PLACE: str = import_module(_OLD + "0045_other_tasks")._PLACE
_CONTRADICTIONS: Any = import_module(_OLD + "0021_contradiction_triggers")
_EFFICIENCY: str = import_module(_OLD + "0011_efficiency_triggers")._VIEW
_STATEMENT = (
    "CREATE VIEW leaderboard_statement"
    + _CONTRADICTIONS._SPANS.partition("CREATE VIEW leaderboard_statement")[2]
)
_NOTED = _CONTRADICTIONS._NOTICE.partition("END $$;")[0] + "END $$;"

# The same as SURE_ENOUGH of leaderboard/domain/ranking.py, which a test compares.
_SURE = """
CREATE FUNCTION leaderboard_is_sure(state text, confidence double precision) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT state <> 'machine' OR confidence >= 0.7 $$;
"""


def _replaced(statement: str, *changes: tuple[str, str]) -> str:
    """The statement that replaces what it made, with the changes, each of which has to be there to be made."""
    for before, after in changes:
        if before not in statement:
            raise ValueError(f"not in what the earlier migration made: {before}")
        statement = statement.replace(before, after)
    return statement.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace(
        "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
    )


_UNSURE = """WHEN c.state = 'machine'
                AND leaderboard_times(c.scaled, c.kind, c.direction, m.direction) < 0.8 THEN 'worse'
            WHEN NOT leaderboard_is_sure(c.state, c.confidence) THEN 'unsure'"""
_STANDS = """c.state IN ('machine', 'curated', 'confirmed', 'disputed')
        AND leaderboard_is_sure(c.state, c.confidence)"""
_STOOD = "(c.state IN ('curated', 'confirmed', 'disputed') OR (c.state = 'machine' AND c.confidence >= 0.5))"
_RANKED = ("(c.state <> 'machine' OR c.confidence >= 0.5)", "leaderboard_is_sure(c.state, c.confidence)")

_VIEWS = (
    _replaced(_PLACE, _RANKED),
    _replaced(_STATEMENT, (_STOOD, _STANDS)),
    _replaced(_NOTED, ("c.confidence >= 0.5", "leaderboard_is_sure('machine', c.confidence)")),
    _replaced(
        _EFFICIENCY,
        ("'(saving|savings|reduction)$'", "'(saving|savings|reduction|overhead)$'"),
        ("WHEN c.state = 'machine' AND c.confidence < 0.5 THEN 'unsure'", _UNSURE),
    ),
)
_BEFORE = tuple(_replaced(old) for old in (_PLACE, _STATEMENT, _NOTED, _EFFICIENCY))

_SETTLED = (
    "SELECT leaderboard_stand(ARRAY(SELECT id FROM leaderboard_claim));",
    "SELECT leaderboard_measure(ARRAY(SELECT id FROM leaderboard_paper));",
    _CONTRADICTIONS._THERE,
)


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0142_policy_triggers")]
    operations = [
        migrations.RunSQL(_SURE, "DROP FUNCTION leaderboard_is_sure(text, double precision)"),
        *(migrations.RunSQL(new, old) for new, old in zip(_VIEWS, _BEFORE, strict=True)),
        *(migrations.RunSQL(statement, statement) for statement in _SETTLED),
    ]
