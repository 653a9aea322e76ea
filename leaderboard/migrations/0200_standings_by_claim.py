"""Standings that fall away are looked for among the claims that changed, no longer in the whole view.

Asked for a thousand claims, the planner compared their rows with the view of all claims, each time. Now the
view is read once, for these claims only, and both statements take what it says; the rules stay in the views.
"""

from importlib import import_module
from typing import Any

from django.db import migrations

_STANDINGS: Any = import_module("leaderboard.migrations.0041_standing_triggers")
_EFFICIENCY: Any = import_module("leaderboard.migrations.0112_efficiency_noted")

_STAND = f"""
CREATE OR REPLACE FUNCTION leaderboard_stand(claims bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH place AS MATERIALIZED (
        SELECT * FROM leaderboard_place WHERE claim_id = ANY(claims)
    ), gone AS (
        DELETE FROM leaderboard_standing s
        WHERE s.claim_id = ANY(claims) AND NOT EXISTS (
            SELECT FROM place w
            WHERE (w.claim_id, w.benchmark_id, w.metric_id) = (s.claim_id, s.benchmark_id, s.metric_id)
        )
    )
    INSERT INTO leaderboard_standing AS s (claim_id, benchmark_id, metric_id, {_STANDINGS._COLUMNS}, rank, record)
    SELECT claim_id, benchmark_id, metric_id, {_STANDINGS._COLUMNS}, NULL, false FROM place
    ORDER BY claim_id, benchmark_id
    ON CONFLICT (claim_id, benchmark_id, metric_id) DO UPDATE
        SET ({_STANDINGS._COLUMNS}) = ROW ({_STANDINGS._NEW})
        WHERE ({_STANDINGS._OLD}) IS DISTINCT FROM ({_STANDINGS._NEW});
    INSERT INTO leaderboard_boardchange (benchmark, metric)
    SELECT DISTINCT benchmark_id, metric_id FROM leaderboard_standing s WHERE s.claim_id = ANY(claims);
END $$;
"""
_MEASURE = f"""
CREATE OR REPLACE FUNCTION leaderboard_measure(papers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH place AS MATERIALIZED (
        SELECT * FROM leaderboard_efficiency WHERE paper_id = ANY(papers)
    ), gone AS (
        DELETE FROM leaderboard_efficiencystanding s
        WHERE s.paper_id = ANY(papers) AND NOT EXISTS (SELECT FROM place w WHERE w.claim_id = s.claim_id)
    )
    INSERT INTO leaderboard_efficiencystanding AS s (claim_id, {_EFFICIENCY._COLUMNS})
    SELECT claim_id, {_EFFICIENCY._COLUMNS} FROM place
    ORDER BY claim_id
    ON CONFLICT (claim_id) DO UPDATE SET ({_EFFICIENCY._COLUMNS}) = ROW ({_EFFICIENCY._NEW})
    WHERE ({_EFFICIENCY._OLD}) IS DISTINCT FROM ({_EFFICIENCY._NEW});
{_EFFICIENCY._NOTE}END $$;
"""
_STAND_BEFORE: str = _STANDINGS._STAND.partition("CREATE FUNCTION leaderboard_board_lost")[0]


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0143_policies_sure_enough")]
    operations = [
        migrations.RunSQL(_STAND, _STAND_BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
        migrations.RunSQL(_MEASURE, _EFFICIENCY._measure(_EFFICIENCY._NOTE)),
    ]
