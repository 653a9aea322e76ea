"""Standings of efficiency follow the claims: a view holds the rules, statement triggers keep the rows equal to it.

The rules are those of `leaderboard.domain.efficiency` and `leaderboard.domain.hardware`; one table of cases
each runs against both in the tests. A change of a rule is a new migration that replaces its function or view.
"""

from django.db import migrations

_TIMES = """
CREATE FUNCTION leaderboard_times(scaled numeric, kind text, direction text, better text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT t FROM (
        SELECT round(
            CASE
                WHEN kind = 'factor' THEN CASE WHEN scaled >= 1 THEN
                    CASE WHEN (direction = 'up') = (better = 'higher') THEN scaled
                        ELSE 1.0000000000000000000000000000000000000000 / scaled END END
                WHEN better = 'higher' THEN ratio
                ELSE 1.0000000000000000000000000000000000000000 / nullif(ratio, 0)
            END, 12
        ) AS t
        FROM (
            SELECT CASE
                WHEN kind = 'percent_change' AND scaled >= 0 AND direction = 'up' THEN (100 + scaled) * 0.01
                WHEN kind = 'percent_change' AND scaled >= 0 AND scaled < 100 THEN (100 - scaled) * 0.01
                WHEN kind = 'fraction' AND scaled > 0
                    AND NOT (scaled < 100 AND direction = 'up') AND NOT (scaled > 100 AND direction = 'down')
                    THEN scaled * 0.01
            END AS ratio
        ) r
    ) rounded
    WHERE t > 0 AND t < 1E100 AND direction IN ('up', 'down') AND better IN ('higher', 'lower')
$$;
"""

_START, _END = "(^|[^a-z0-9]|[0-9] ?x)", "([^a-z0-9]|$)"


def _word(pattern: str) -> str:
    return f"{_START}({pattern})s?{_END}"


def _card(name: str) -> str:
    return f"({_START}(nvidia |tesla ){name}s?{_END}|{_START}{name} gpus?{_END})"


_GPUS = (
    *((name, _word(name.lower())) for name in ("GB200", "B200", "H200", "H100", "H800", "A100", "A800")),
    *((name, _word(name.lower())) for name in ("V100", "P100", "A6000", "A5000", "L40S")),
    *((name, _card(name.lower())) for name in ("H20", "L40", "L4", "A40", "A30", "A10G", "A10", "T4", "K80")),
    *((f"RTX {name}", _word(f"rtx[ -]?{name}")) for name in ("5090", "4090", "4080", "4070", "4060")),
    *((f"RTX {name}", _word(f"rtx[ -]?{name}")) for name in ("3090", "3080", "3070", "3060")),
    ("RTX 2080 Ti", _word("rtx[ -]?2080 ?ti")),
    ("GTX 1080 Ti", _word("gtx[ -]?1080 ?ti")),
    *((name, _word(name.lower())) for name in ("MI300X", "MI250X", "MI250", "MI210")),
)
_OTHERS = (
    ("GPU", _word("gpu")),
    ("TPU", _word("tpu ?(v[0-9][a-z]?(-[0-9]+)?)?")),
    ("NPU", _word("npu")),
    ("CPU", _word("cpu|xeon|epyc|ryzen|core i[3579]")),
    ("FPGA", _word("fpga")),
    ("ASIC", _word("asic")),
    ("Jetson", _word("jetson")),
    ("Raspberry Pi", _word("raspberry pi")),
    ("microcontroller", _word("microcontroller|mcu|cortex-m[0-9]*|stm32[a-z0-9]*")),
    ("mobile", _word("mobile (phone|device|gpu|cpu|npu|soc)|smartphone|iphone|android|snapdragon")),
    ("edge device", _word("edge device")),
)


# PostgreSQL keeps 32 expressions compiled, fewer than these: a plain search for a part of each name, and one
# expression that every other name meets, save most of the work.
def _part(name: str) -> str:
    return name.removesuffix(" Ti").rpartition(" ")[2].lower()


_PATTERNS = ",\n        ".join(
    f"({nr}, '{name}', '{part}', '{pattern}')"
    for nr, (name, part, pattern) in enumerate(
        (*((name, _part(name), pattern) for name, pattern in _GPUS), *((n, "", p) for n, p in _OTHERS))
    )
)
_HINT = (
    "[gtnc]pu|xeon|epyc|ryzen|core i|fpga|asic|jetson|raspberry|micro|mcu|cortex|stm32|mobile |phone|android|"
    "snapdragon|edge device|rtx|gtx|mi[23][0-9]|[abhklptv](4|[1-9]0|[1-9]00|[56]000)"
)

_HARDWARE = f"""
CREATE FUNCTION leaderboard_hardware(setting text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN lower(setting) !~ '{_HINT}' THEN '{{}}'::text[] ELSE ARRAY(
        WITH found AS (
            SELECT nr, name FROM (VALUES
        {_PATTERNS}
            ) AS p (nr, name, part, pattern)
            WHERE CASE WHEN strpos(lower(setting), part) > 0 THEN lower(setting) ~ pattern ELSE false END
        )
        SELECT name FROM found
        WHERE NOT (name = 'GPU' AND EXISTS (SELECT FROM found f WHERE f.nr < {len(_GPUS)}))
        ORDER BY nr
    ) END
$$;
"""

_VIEW = """
CREATE VIEW leaderboard_efficiency AS
WITH ruled AS (
    SELECT c.*, p.published_on, p.title, m.name AS metric_name, m.direction AS sense, m.family,
        s.name AS system_name, m.unit AS metric_unit,
        leaderboard_times(c.scaled, c.kind, c.direction, m.direction) AS times,
        CASE
            WHEN c.kind = 'absolute' THEN ''
            WHEN p.retracted_on IS NOT NULL THEN 'retracted'
            WHEN c.state NOT IN ('machine', 'curated', 'confirmed') THEN 'state'
            WHEN c.kind IS NULL THEN 'unclear'
            WHEN c.kind = 'difference' THEN 'difference'
            WHEN c.role <> 'result' THEN 'reference'
            WHEN m.direction IS NULL THEN 'direction'
            WHEN c.direction IS NULL THEN 'move'
            WHEN c.value_high IS NOT NULL THEN 'range'
            WHEN EXISTS (SELECT FROM leaderboard_claimsystem x WHERE x.claim_id = c.id) THEN 'systems'
            WHEN m.name ~* '(saving|savings|reduction)$' THEN 'saving'
            WHEN leaderboard_times(c.scaled, c.kind, c.direction, m.direction) IS NULL THEN 'scale'
            WHEN c.state = 'machine' AND c.confidence < 0.5 THEN 'unsure'
            ELSE ''
        END AS reason
    FROM leaderboard_claim c
        JOIN leaderboard_paper p ON p.id = c.paper_id
        JOIN leaderboard_metric m ON m.id = c.metric_id
        LEFT JOIN leaderboard_system s ON s.id = c.system_id
    WHERE c.state IN ('machine', 'curated', 'confirmed', 'disputed')
        AND m.family IN (
            'speed', 'latency', 'throughput', 'memory', 'compute', 'size', 'cost', 'energy', 'data'
        )
), placed AS (
    SELECT r.*,
        CASE
            WHEN r.kind = 'absolute' THEN 'absolute'
            WHEN r.reason <> '' THEN 'unplaced'
            WHEN r.bound = CASE
                WHEN CASE r.kind WHEN 'fraction' THEN r.sense = 'higher'
                    ELSE (r.direction = 'up') = (r.sense = 'higher') END
                THEN 'at_most' ELSE 'at_least' END THEN 'best'
            ELSE 'measured'
        END AS lane,
        coalesce(r.unit, CASE WHEN r.scaled IS NOT NULL THEN r.metric_unit END) AS own_unit
    FROM ruled r
), measured AS (
    SELECT p.*,
        CASE p.lane
            WHEN 'absolute' THEN trim_scale(p.value * coalesce(u.factor, 1))
            WHEN 'unplaced' THEN NULL
            ELSE p.times
        END AS amount,
        CASE WHEN p.lane = 'absolute' THEN left(coalesce(u.base, p.own_unit, p.metric_name), 60) ELSE '' END AS base
    FROM placed p LEFT JOIN leaderboard_unitword u ON u.word = p.own_unit
)
SELECT c.id AS claim_id, c.paper_id, c.metric_id, q.id AS quality_id, c.family, c.lane, c.base, c.reason, c.amount,
    CASE c.lane WHEN 'absolute' THEN c.amount WHEN 'unplaced' THEN 0 ELSE -c.amount END AS better,
    coalesce(c.published_on, DATE '9999-12-31') AS day,
    CASE WHEN c.published_on IS NULL THEN 10000000 ELSE DATE '9999-12-31' - c.published_on END AS recency,
    c.state, c.confidence,
    coalesce(c.system_name, c.system_text) = '' AS unnamed,
    lower(left(coalesce(c.system_name, c.system_text), 60)) AS system_words,
    b.words IS NULL AS alone,
    coalesce(b.words, '') AS baseline_words,
    c.setting = '' AS unset,
    lower(left(c.setting, 60)) AS setting_words,
    lower(left(c.metric_name, 60)) AS metric_words,
    lower(left(coalesce(nullif(c.title, ''), 'untitled paper'), 60)) AS paper_words,
    leaderboard_hardware(c.setting) AS hardware,
    ARRAY(
        SELECT x.system_id FROM leaderboard_claimbaseline x
        WHERE x.claim_id = c.id AND x.system_id IS NOT NULL ORDER BY x.position
    ) AS baselines,
    ARRAY(
        SELECT o.task_id FROM leaderboard_claimbenchmark x JOIN leaderboard_benchmark o ON o.id = x.benchmark_id
        WHERE x.claim_id = c.id AND o.task_id IS NOT NULL
        UNION
        SELECT t.id FROM leaderboard_task t
        WHERE c.task_text <> ''
            AND t.key = regexp_replace(lower(normalize(c.task_text, NFKC)), '[^[:alnum:]]', '', 'g')
        ORDER BY 1
    ) AS tasks
FROM measured c
    LEFT JOIN LATERAL (
        SELECT lower(left(coalesce(o.name, x.text), 60)) AS words
        FROM leaderboard_claimbaseline x LEFT JOIN leaderboard_system o ON o.id = x.system_id
        WHERE x.claim_id = c.id ORDER BY x.position LIMIT 1
    ) b ON true
    LEFT JOIN LATERAL (
        SELECT o.id FROM leaderboard_claim o JOIN leaderboard_metric m ON m.id = o.metric_id
        WHERE o.paper_id = c.paper_id AND o.role = 'result' AND o.state IN ('machine', 'curated', 'confirmed')
            AND m.family IN ('quality', 'error', 'similarity', 'preference', 'ranking')
        ORDER BY coalesce(
                o.system_id = c.system_id
                OR EXISTS (
                    SELECT FROM leaderboard_claimsystem x WHERE x.claim_id = o.id AND x.system_id = c.system_id
                ), false
            ) DESC,
            (o.state <> 'machine') DESC, o.confidence DESC, o.start, o.id
        LIMIT 1
    ) q ON true;
"""

_COLUMNS = (
    "paper_id, metric_id, quality_id, family, lane, base, reason, amount, better, day, recency, state, confidence, "
    "unnamed, system_words, alone, baseline_words, unset, setting_words, metric_words, paper_words, hardware, "
    "baselines, tasks"
)
_OLD = ", ".join(f"s.{column}" for column in _COLUMNS.split(", "))
_NEW = ", ".join(f"excluded.{column}" for column in _COLUMNS.split(", "))

# By paper, since the claim of quality beside a claim may be any other of its paper.
_MEASURE = f"""
CREATE FUNCTION leaderboard_measure(papers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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
END $$;
"""


def _touched(name: str, papers: str, *events: tuple[str, str]) -> str:
    """A trigger function that measures the papers of a query anew, and its triggers by table and event."""
    tables = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
    tables["UPDATE"] = f"{tables['DELETE']} {tables['INSERT']}"
    made = "".join(
        f"""
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables[event]}
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_{name}();
"""
        for table, event in events
    )
    return f"""
CREATE FUNCTION leaderboard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[] := ARRAY({papers});
BEGIN
    IF cardinality(touched) > 0 THEN
        PERFORM leaderboard_measure(touched);
    END IF;
    RETURN NULL;
END $$;
{made}"""


_LINKS = tuple(f"leaderboard_{table}" for table in ("claimbenchmark", "claimsystem", "claimbaseline"))
_OF_CLAIMS = "SELECT DISTINCT c.paper_id FROM {} l JOIN leaderboard_claim c ON c.id = l.claim_id"
_CHANGED_CLAIMS = """
    SELECT DISTINCT p.paper_id FROM new_rows n JOIN old_rows o USING (id),
        LATERAL (VALUES (n.paper_id), (o.paper_id)) AS p (paper_id)
    WHERE n IS DISTINCT FROM o
"""
_CHANGED_PAPERS = """
    SELECT n.id FROM new_rows n JOIN old_rows o USING (id)
    WHERE (n.published_on, n.retracted_on, n.title) IS DISTINCT FROM (o.published_on, o.retracted_on, o.title)
"""
_CHANGED_METRICS = """
    SELECT DISTINCT c.paper_id FROM new_rows n JOIN old_rows o USING (id)
        JOIN leaderboard_claim c ON c.metric_id = n.id
    WHERE (n.direction, n.family, n.unit, n.name) IS DISTINCT FROM (o.direction, o.family, o.unit, o.name)
"""
_CHANGED_SYSTEMS = """
    WITH renamed AS (SELECT n.id FROM new_rows n JOIN old_rows o USING (id) WHERE n.name <> o.name)
    SELECT c.paper_id FROM renamed r JOIN leaderboard_claim c ON c.system_id = r.id
    UNION
    SELECT c.paper_id FROM renamed r JOIN leaderboard_claimbaseline b ON b.system_id = r.id
        JOIN leaderboard_claim c ON c.id = b.claim_id
"""
_CHANGED_BENCHMARKS = """
    SELECT DISTINCT c.paper_id FROM new_rows n JOIN old_rows o USING (id)
        JOIN leaderboard_claimbenchmark b ON b.benchmark_id = n.id JOIN leaderboard_claim c ON c.id = b.claim_id
    WHERE n.task_id IS DISTINCT FROM o.task_id
"""
_NAMED_TASKS = """
    SELECT DISTINCT c.paper_id FROM leaderboard_claim c
    WHERE c.task_text <> '' AND regexp_replace(lower(normalize(c.task_text, NFKC)), '[^[:alnum:]]', '', 'g')
        IN (SELECT key FROM {})
"""
_OF_UNITS = """
    SELECT DISTINCT s.paper_id FROM leaderboard_efficiencystanding s JOIN leaderboard_claim c ON c.id = s.claim_id
        JOIN leaderboard_metric m ON m.id = s.metric_id
    WHERE s.lane = 'absolute' AND coalesce(c.unit, m.unit) IN (SELECT word FROM {})
"""

_TRIGGERS = (
    _touched("claim_made_measured", "SELECT DISTINCT paper_id FROM new_rows", ("leaderboard_claim", "INSERT"))
    + _touched("claim_measured", _CHANGED_CLAIMS, ("leaderboard_claim", "UPDATE"))
    + _touched(
        "claim_gone_measured", "SELECT DISTINCT paper_id FROM old_rows", ("leaderboard_claim", "DELETE")
    )
    + _touched("link_made_measured", _OF_CLAIMS.format("new_rows"), *((table, "INSERT") for table in _LINKS))
    + _touched("link_gone_measured", _OF_CLAIMS.format("old_rows"), *((table, "DELETE") for table in _LINKS))
    + _touched(
        "link_measured",
        f"{_OF_CLAIMS.format('new_rows')} UNION {_OF_CLAIMS.format('old_rows')}",
        *((table, "UPDATE") for table in _LINKS),
    )
    + _touched("paper_measured", _CHANGED_PAPERS, ("leaderboard_paper", "UPDATE"))
    + _touched("metric_measured", _CHANGED_METRICS, ("leaderboard_metric", "UPDATE"))
    + _touched("system_measured", _CHANGED_SYSTEMS, ("leaderboard_system", "UPDATE"))
    + _touched("benchmark_measured", _CHANGED_BENCHMARKS, ("leaderboard_benchmark", "UPDATE"))
    + _touched("task_made_measured", _NAMED_TASKS.format("new_rows"), ("leaderboard_task", "INSERT"))
    + _touched("unit_made_measured", _OF_UNITS.format("new_rows"), ("leaderboard_unitword", "INSERT"))
    + _touched("unit_gone_measured", _OF_UNITS.format("old_rows"), ("leaderboard_unitword", "DELETE"))
    + _touched(
        "unit_measured",
        _OF_UNITS.format(
            "(SELECT n.* FROM new_rows n JOIN old_rows o USING (word) WHERE n IS DISTINCT FROM o) u"
        ),
        ("leaderboard_unitword", "UPDATE"),
    )
)
_FUNCTIONS = (
    *(
        "claim_made_measured",
        "claim_measured",
        "claim_gone_measured",
        "link_made_measured",
        "link_gone_measured",
    ),
    *("link_measured", "paper_measured", "metric_measured", "system_measured", "benchmark_measured"),
    *("task_made_measured", "unit_made_measured", "unit_gone_measured", "unit_measured"),
)
_UNDO = "".join(f"DROP FUNCTION leaderboard_{name}() CASCADE;" for name in _FUNCTIONS)

# The database removes them with their claim: Django would do so before the links go, whose triggers look at it.
_GONE = """
ALTER TABLE leaderboard_efficiencystanding ADD CONSTRAINT efficiency_of_claim
    FOREIGN KEY (claim_id) REFERENCES leaderboard_claim (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0010_efficiency")]
    operations = [
        migrations.RunSQL(_TIMES, "DROP FUNCTION leaderboard_times(numeric, text, text, text)"),
        migrations.RunSQL(_HARDWARE, "DROP FUNCTION leaderboard_hardware(text)"),
        migrations.RunSQL(_VIEW, "DROP VIEW leaderboard_efficiency"),
        migrations.RunSQL(_MEASURE, "DROP FUNCTION leaderboard_measure(bigint[])"),
        migrations.RunSQL(_TRIGGERS, _UNDO),
        migrations.RunSQL(
            _GONE, "ALTER TABLE leaderboard_efficiencystanding DROP CONSTRAINT efficiency_of_claim"
        ),
    ]
