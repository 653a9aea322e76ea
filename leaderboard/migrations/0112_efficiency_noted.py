"""A family of efficiency is noted as changed with everything that its pages show."""

from django.db import migrations

_COLUMNS = (
    "paper_id, metric_id, quality_id, family, lane, base, reason, amount, better, day, recency, state, confidence, "
    "unnamed, system_words, alone, baseline_words, unset, setting_words, metric_words, paper_words, hardware, "
    "baselines, tasks"
)
_OLD = ", ".join(f"s.{column}" for column in _COLUMNS.split(", "))
_NEW = ", ".join(f"excluded.{column}" for column in _COLUMNS.split(", "))

_NOTE = """
    INSERT INTO leaderboard_efficiencychange (family)
    SELECT DISTINCT family FROM leaderboard_efficiencystanding WHERE paper_id = ANY(papers);
"""


def _measure(note: str) -> str:
    """The function that measures papers anew, as 0011 has it, with a note of their families at its end."""
    return f"""
CREATE OR REPLACE FUNCTION leaderboard_measure(papers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM leaderboard_efficiencystanding s
    WHERE s.paper_id = ANY(papers) AND NOT EXISTS (
        SELECT FROM leaderboard_efficiency w WHERE w.claim_id = s.claim_id
    );
    INSERT INTO leaderboard_efficiencystanding AS s (claim_id, {_COLUMNS})
    SELECT claim_id, {_COLUMNS} FROM leaderboard_efficiency w
    WHERE w.paper_id = ANY(papers)
    ORDER BY claim_id
    ON CONFLICT (claim_id) DO UPDATE SET ({_COLUMNS}) = ROW ({_NEW})
    WHERE ({_OLD}) IS DISTINCT FROM ({_NEW});
{note}END $$;
"""


_LEFT = """
CREATE FUNCTION leaderboard_efficiency_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO leaderboard_efficiencychange (family) SELECT DISTINCT family FROM old_rows;
    RETURN NULL;
END $$;
CREATE TRIGGER efficiency_lost AFTER DELETE ON leaderboard_efficiencystanding REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_efficiency_left();
CREATE TRIGGER efficiency_moved AFTER UPDATE ON leaderboard_efficiencystanding REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_efficiency_left();
"""


def _touched(name: str, papers: str) -> str:
    """The trigger function of that name, which measures the papers of a query anew."""
    return f"""
CREATE OR REPLACE FUNCTION leaderboard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[] := ARRAY({papers});
BEGIN
    IF cardinality(touched) > 0 THEN
        PERFORM leaderboard_measure(touched);
    END IF;
    RETURN NULL;
END $$;
"""


# Pages show more of papers, systems and benchmarks than standings hold: these changes are noted too.
def _papers(columns: str) -> str:
    names = columns.split()
    new, old = (", ".join(f"{row}.{name}" for name in names) for row in "no")
    return f"""
    SELECT n.id FROM new_rows n JOIN old_rows o USING (id) WHERE ({new}) IS DISTINCT FROM ({old})
"""


def _systems(further: str) -> str:
    return f"""
    WITH renamed AS (SELECT n.id FROM new_rows n JOIN old_rows o USING (id) WHERE n.name <> o.name)
    SELECT c.paper_id FROM renamed r JOIN leaderboard_claim c ON c.system_id = r.id
    UNION
    SELECT c.paper_id FROM renamed r JOIN leaderboard_claimbaseline b ON b.system_id = r.id
        JOIN leaderboard_claim c ON c.id = b.claim_id
{further}"""


_FURTHER = """
    UNION
    SELECT c.paper_id FROM renamed r JOIN leaderboard_claimsystem f ON f.system_id = r.id
        JOIN leaderboard_claim c ON c.id = f.claim_id
"""


def _benchmarks(named: str) -> str:
    return f"""
    SELECT DISTINCT c.paper_id FROM new_rows n JOIN old_rows o USING (id)
        JOIN leaderboard_claimbenchmark b ON b.benchmark_id = n.id JOIN leaderboard_claim c ON c.id = b.claim_id
    WHERE n.task_id IS DISTINCT FROM o.task_id{named}
"""


_DATED = "published_on retracted_on title"
_NOW = (
    _measure(_NOTE)
    + _LEFT
    + _touched("paper_measured", _papers(f"{_DATED} date_text is_summary"))
    + _touched("system_measured", _systems(_FURTHER))
    + _touched("benchmark_measured", _benchmarks(" OR n.name <> o.name"))
    + "INSERT INTO leaderboard_efficiencychange (family) "
    "SELECT DISTINCT family FROM leaderboard_efficiencystanding;"
)
_BEFORE = (
    "DROP FUNCTION leaderboard_efficiency_left() CASCADE;"
    + _measure("")
    + _touched("paper_measured", _papers(_DATED))
    + _touched("system_measured", _systems(""))
    + _touched("benchmark_measured", _benchmarks(""))
)


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0111_efficiency_totals")]
    operations = [migrations.RunSQL(_NOW, _BEFORE)]
