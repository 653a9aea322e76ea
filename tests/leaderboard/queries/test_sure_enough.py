"""How sure the machine has to be is said once in Python and once in SQL."""

import pytest
from django.db import connection

from extraction.comparing import CONSERVATIVE, COSTS
from leaderboard.domain import ranking
from leaderboard.domain.efficiency import Family
from leaderboard.domain.ranking import SURE_ENOUGH

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "confidence", "sure"),
    [
        ("machine", SURE_ENOUGH, True),
        ("machine", SURE_ENOUGH - 0.0001, False),
        ("curated", 0.0, True),
        ("confirmed", 0.0, True),
    ],
)
def test_sql_says_the_same(state: str, confidence: float, sure: bool) -> None:  # noqa: FBT001
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaderboard_is_sure(%s, %s)", [state, confidence])
        assert cursor.fetchone() == (sure,)


def test_nothing_else_in_the_database_compares_a_confidence() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = 'public' AND p.prosrc ~ 'confidence *[<>]=? *[0-9]'
            UNION ALL
            SELECT viewname FROM pg_views
            WHERE schemaname = 'public' AND definition ~ 'confidence *[<>]=? *[(0-9]'
            """
        )
        assert cursor.fetchall() == [("leaderboard_is_sure",)]


def test_what_was_measured_is_what_is_ranked() -> None:
    """The engine counts by rules of its own, which knows no boards: they are the same."""
    assert set(Family) == COSTS
    assert ranking.CONSERVATIVE == CONSERVATIVE
