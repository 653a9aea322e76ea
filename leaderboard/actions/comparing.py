"""A candidate's readings into the tables of a trial, each beside the claim that stands at its place."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from extraction.claims import Extraction
from leaderboard.actions import links, rows
from leaderboard.actions.leases import Job
from leaderboard.models import Trial, TrialClaim

_TEXTS = "quote, sentence_start, sentence_end, value, value_high, unit, kind, direction, bound"
_REST = "setting, task_text, scaled, confidence, alternatives, rules"
_LISTS = "benchmarks, benchmark_words, systems, system_words, baselines, baseline_words"
COLUMNS = (
    f'paper_id, start, "end", role, {_TEXTS}, metric, metric_text, system, system_text, {_REST}, {_LISTS}'
)
"""Of a reading, in the order in which `rows.build` gives them."""


def store(trial: Trial, *, read: Sequence[tuple[Job, Extraction]]) -> int:
    """How many claims were read. Names that nobody knows are kept as words: a trial makes no names."""
    built = rows.build(read, links=links.look_up(found for _, found in read), decided={})
    given: dict[str, Any] = {"trial": trial.pk, "papers": [job.paper for job, _ in read]}
    with connection.cursor() as cursor:
        with (
            connection.wrap_database_errors,
            cursor.copy(f"COPY leaderboard_trialclaim (trial_id, {COLUMNS}) FROM STDIN") as copy,
        ):
            for row in built.claims:
                copy.write_row((trial.pk, *row))
        for statement in (_GONE, _COMPARE):
            cursor.execute(statement, given)
    return len(built.claims)


def carry(trial: Trial, *, former: Trial, papers: Sequence[int]) -> None:
    """Take over what the trial before read in these papers, compared anew with what stands."""
    given: dict[str, Any] = {"trial": trial.pk, "former": former.pk, "papers": list(papers)}
    with connection.cursor() as cursor:
        for statement in (_CARRY, _COMPARE):
            cursor.execute(statement, given)


def _keys(ids: str, words: str) -> str:
    """A list of a reading as keys: ids where there are some, else the words."""
    return f"""ARRAY(SELECT coalesce(l.id::text, lower(l.word))
        FROM unnest({ids}, {words}) AS l (id, word) ORDER BY 1)"""  # noqa: S608 (made of constants)


def _linked(table: str, thing: str) -> str:
    return f"""ARRAY(SELECT coalesce(l.{thing}_id::text, lower(l.text))
        FROM leaderboard_claim{table} l WHERE l.claim_id = c.id ORDER BY 1)"""  # noqa: S608


_PARTS = {
    "number": (
        "(t.value, t.value_high, coalesce(t.unit, ''), t.bound)",
        "(c.value, c.value_high, coalesce(c.unit, ''), c.bound)",
    ),
    "kind": ("(t.kind, t.direction)", "(c.kind, c.direction)"),
    "metric": (
        "coalesce(t.metric::text, lower(t.metric_text))",
        "coalesce(c.metric_id::text, lower(c.metric_text))",
    ),
    "benchmark": (_keys("t.benchmarks", "t.benchmark_words"), _linked("benchmark", "benchmark")),
    "system": (
        _keys("t.system || t.systems", "t.system_text || t.system_words"),
        """ARRAY(SELECT each FROM (
            SELECT coalesce(c.system_id::text, lower(c.system_text)) AS each
            UNION ALL SELECT coalesce(l.system_id::text, lower(l.text))
            FROM leaderboard_claimsystem l WHERE l.claim_id = c.id
        ) listed ORDER BY 1)""",
    ),
    "compared with": (_keys("t.baselines", "t.baseline_words"), _linked("baseline", "system")),
    "setting": ("(t.setting, t.task_text)", "(c.setting, c.task_text)"),
}
DIFFERS = f"""array_remove(ARRAY[{
    ", ".join(
        f"CASE WHEN {read} IS DISTINCT FROM {stands} THEN '{name}' END"
        for name, (read, stands) in _PARTS.items()
    )
}]::text[], NULL)"""
"""The parts of a reading `t` of a trial that are other ones than those of the claim `c`."""


def _words(ids: str) -> str:
    return f"ARRAY(SELECT lower(l.word) FROM unnest({ids}) AS l (word) ORDER BY 1)"  # noqa: S608


def _told(name: str) -> str:
    return f"""ARRAY(SELECT lower(l.each->>'text') FROM jsonb_array_elements(s.said->'{name}') AS l (each)
        WHERE l.each->>'text' <> '' ORDER BY 1)"""  # noqa: S608


# By the words of the text, which no change of names touches.
_AS_BEFORE = (
    ("t.value", "(s.said->>'value')::numeric"),
    ("t.value_high", "(s.said->>'value_high')::numeric"),
    ("coalesce(t.unit, '')", "coalesce(s.said->>'unit', '')"),
    *((f"t.{name}", f"s.said->>'{name}'") for name in ("bound", "kind", "direction", "setting", "task_text")),
    ("lower(t.metric_text)", "lower(s.said->>'metric_text')"),
    (_words("t.benchmark_words"), _told("benchmarks")),
    (_words("array_remove(t.system_text || t.system_words, '')"), _told("systems")),
    (_words("t.baseline_words"), _told("baselines")),
)
REPEATS = f"""EXISTS (
    SELECT FROM (
        SELECT e.before AS said FROM leaderboard_event e
        WHERE e.subject_uid = c.uid AND e.subject_type = 'claim'
            AND e.before->>'decided_at' IS NULL AND e.after->>'decided_at' IS NOT NULL
        ORDER BY e.id DESC LIMIT 1
    ) s WHERE ({", ".join(read for read, _ in _AS_BEFORE)})
        IS NOT DISTINCT FROM ({", ".join(said for _, said in _AS_BEFORE)})
)"""  # noqa: S608
"""Whether the reading `t` only repeats what the machine said of the claim `c` before people decided."""

_BENCHMARKS = """ARRAY(SELECT l.benchmark_id FROM leaderboard_claimbenchmark l
    WHERE l.claim_id = c.id ORDER BY l.position)"""


def _both(table: str, thing: str, words: str) -> str:
    of = f"FROM leaderboard_claim{table} l WHERE l.claim_id = c.id ORDER BY l.position"
    return f"ARRAY(SELECT l.{thing}_id {of}), ARRAY(SELECT l.{words} {of})"


# What stands and is not read, as it stands.
_GONE = f"""
    INSERT INTO leaderboard_trialclaim (trial_id, {COLUMNS}, outcome, claim_id)
    SELECT %(trial)s, c.paper_id, c.start, c."end", c.role,
        {", ".join(f"c.{name}" for name in _TEXTS.split(", "))},
        c.metric_id, c.metric_text, c.system_id, c.system_text,
        {", ".join(f"c.{name}" for name in _REST.split(", "))},
        {_both("benchmark", "benchmark", "text")}, {_both("system", "system", "text")},
        {_both("baseline", "system", "text")}, 'gone', c.id
    FROM leaderboard_claim c
    WHERE c.paper_id = ANY(%(papers)s) AND c.state <> 'superseded' AND NOT EXISTS (
        SELECT FROM leaderboard_trialclaim t WHERE t.trial_id = %(trial)s
            AND (t.paper_id, t.start, t."end", t.role) = (c.paper_id, c.start, c."end", c.role)
    )
"""  # noqa: S608 (made of the constants above)

_CARRIED = ", ".join(
    f'"{field.column}"' for field in TrialClaim._meta.concrete_fields if field.name not in ("id", "trial")
)
_CARRY = f"""
    INSERT INTO leaderboard_trialclaim (trial_id, {_CARRIED})
    SELECT %(trial)s, {_CARRIED} FROM leaderboard_trialclaim
    WHERE trial_id = %(former)s AND paper_id = ANY(%(papers)s)
"""  # noqa: S608

_COMPARE = f"""
    UPDATE leaderboard_trialclaim t SET claim_id = c.id, decided = c.decided_at IS NOT NULL,
        outcome = CASE WHEN t.outcome = 'gone' THEN 'gone' WHEN {DIFFERS} = '{{}}' THEN 'agree'
            ELSE 'differ' END,
        differs = CASE WHEN t.outcome = 'gone' THEN '{{}}' ELSE {DIFFERS} END,
        was_metric = c.metric_id, was_benchmarks = {_BENCHMARKS},
        judged = CASE WHEN c.decided_at IS NOT NULL THEN (
            SELECT e.action FROM leaderboard_event e
            WHERE e.subject_uid = c.uid AND e.subject_type = 'claim'
                AND e.action IN ('accept', 'correct', 'reject', 'undo', 'restore', 'draw')
                AND e.action IN ('accept', 'correct', 'reject')
                AND e.actor_id IS NOT NULL AND e.batch_id IS NULL AND e.before->>'state' = 'machine'
            ORDER BY e.id DESC LIMIT 1
        ) END
    FROM leaderboard_claim c
    WHERE t.trial_id = %(trial)s AND t.paper_id = ANY(%(papers)s) AND c.state <> 'superseded'
        AND (t.paper_id, t.start, t."end", t.role) = (c.paper_id, c.start, c."end", c.role)
"""  # noqa: S608
