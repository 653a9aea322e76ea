"""Adopting what a candidate read: its readings become the ones that stand, and people's decisions stay.

As when papers are read: one claim at a place (paper, span, role), superseded where nothing is read any
more. Every changed claim has an event with everything that `_WHOLE` holds, so that taking the batch back
gives the claims as they were.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from leaderboard.actions import links, scaling
from leaderboard.actions.comparing import DIFFERS, REPEATS
from leaderboard.actions.deciding import FACTS
from leaderboard.domain.scales import scaled
from leaderboard.models import Batch, Trial, TrialClaim


def adopt(
    batch: Batch, *, trial: Trial, papers: Sequence[int], board: Sequence[int] | None
) -> dict[str, int]:
    """What was done to the claims of these papers, by name; those of one board alone, if one is given."""
    _make_names(trial, papers)
    on, by = board or (None, None)
    given: dict[str, Any] = {
        "trial": trial.pk,
        "papers": list(papers),
        "benchmark": on,
        "metric": by,
        "engine": trial.engine_version,
        "by": batch.by_id,
        "reason": batch.reason,
        "source": batch.source,
        "batch": batch.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, given)
        cursor.execute(_STAGE, given)
        done = {"conflicts": _count(cursor, _CONFLICTS, given)}
        cursor.execute(_BEFORE, given)
        written = _count(cursor, _CHANGE, given)
        done["read otherwise"] = _count(cursor, _OTHERWISE, given)
        done["read the same"] = written - done["read otherwise"]
        done["no longer read"] = _count(cursor, _SUPERSEDE, given)
        done["new"] = _count(cursor, _INSERT, given)
        for statement in _LISTS:
            cursor.execute(statement, given)
        cursor.execute(_NOTE, given)
    return done


def take_back(batch: Batch, *, adopted: Batch, claims: Sequence[int]) -> int:
    """How many of these claims are as they were before: those about which nothing was said since."""
    given: dict[str, Any] = {
        "claims": list(claims),
        "adopted": adopted.pk,
        "by": batch.by_id,
        "reason": batch.reason,
        "source": batch.source,
        "batch": batch.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FORMER, given)
        for statement in (_RESTORE, _SUPERSEDE_NEW, *_FORMER_LISTS):
            cursor.execute(statement, given)
        return _count(cursor, _NOTE_BACK, given)


def end_conflicts(*, adopted: Batch) -> None:
    """Take back the conflicts that an adoption opened; those that it took the place of are open again."""
    with connection.cursor() as cursor:
        cursor.execute(_FORMER_CONFLICTS.replace("%(adopted)s", str(adopted.pk)))


def _count(cursor: Any, statement: str, given: dict[str, Any]) -> int:
    cursor.execute(statement, given)
    return int(cursor.rowcount)


def _make_names(trial: Trial, papers: Sequence[int]) -> None:
    """Names that nobody knew when the candidate read them become rows, as when a paper is read."""
    read = TrialClaim.objects.filter(trial=trial, paper__in=papers).exclude(outcome=TrialClaim.Outcome.GONE)
    rows = list(read)
    found = links.resolve_names(
        metrics=[row.metric_text for row in rows if row.metric is None],
        benchmarks=[word for row in rows for word in _unknown(row.benchmarks, row.benchmark_words)],
        systems=[
            word
            for row in rows
            for word in (
                *_unknown([row.system], [row.system_text]),
                *_unknown(row.systems, row.system_words),
                *_unknown(row.baselines, row.baseline_words),
            )
        ],
    )
    changed = [row for row in rows if _linked(row, found)]
    fields = ["metric", "scaled", "system", "benchmarks", "systems", "baselines"]
    TrialClaim.objects.bulk_update(changed, fields)


def _unknown(ids: Sequence[int | None], words: Sequence[str]) -> list[str]:
    return [word for pk, word in zip(ids, words, strict=True) if pk is None]


def _linked(row: TrialClaim, found: links.Links) -> bool:
    """Whether something of the row has a name now that had none."""
    before = (row.metric, row.system, row.benchmarks, row.systems, row.baselines)
    if row.metric is None:
        row.metric = links.id_of(row.metric_text, found.metrics)
        if row.metric is not None:
            scale, unit = found.scales[row.metric], scaling.unit(row.unit)
            row.scaled = scaled(row.value, kind=row.kind, unit=unit, scale=scale)
    row.system = row.system or links.id_of(row.system_text, found.systems)
    row.benchmarks = _ids(row.benchmarks, row.benchmark_words, found.benchmarks)
    row.systems = _ids(row.systems, row.system_words, found.systems)
    row.baselines = _ids(row.baselines, row.baseline_words, found.systems)
    return before != (row.metric, row.system, row.benchmarks, row.systems, row.baselines)


def _ids(ids: Sequence[int | None], words: Sequence[str], found: links.Ids) -> list[int | None]:
    return [pk or links.id_of(word, found) for pk, word in zip(ids, words, strict=True)]


# Nobody reads these papers or decides about their claims meanwhile.
_LOCK = """
    SELECT p.id FROM leaderboard_paper p WHERE p.id = ANY(%(papers)s) ORDER BY p.id FOR UPDATE;
    SELECT c.id FROM leaderboard_claim c WHERE c.paper_id = ANY(%(papers)s) ORDER BY c.id FOR UPDATE;
"""

# What is to stand: each reading in scope beside the claim at its place. Where a person decided, no machine
# writes, and it does not write across such a place either.
_STAGE = f"""
    CREATE TEMPORARY TABLE IF NOT EXISTS adoption (
        reading bigint PRIMARY KEY, claim_id bigint, act text, before jsonb, differs text[]
    );
    TRUNCATE adoption;
    INSERT INTO adoption (reading, claim_id, act, differs)
    SELECT t.id, c.id, CASE
            WHEN c.decided_at IS NOT NULL THEN
                CASE WHEN c.state IN ('curated', 'confirmed')
                        AND (t.outcome = 'gone' OR {DIFFERS} <> '{{}}' AND NOT {REPEATS})
                    THEN 'conflict' ELSE 'keep' END
            WHEN t.outcome = 'gone' THEN CASE WHEN c.state = 'machine' THEN 'supersede' ELSE 'keep' END
            WHEN EXISTS (
                SELECT FROM leaderboard_claim d WHERE d.paper_id = t.paper_id AND d.decided_at IS NOT NULL
                    AND t.start < d."end" AND d.start < t."end"
            ) THEN 'keep'
            WHEN c.id IS NULL THEN 'insert'
            ELSE 'change' END,
        {DIFFERS}
    FROM leaderboard_trialclaim t
        LEFT JOIN leaderboard_claim c
            ON (c.paper_id, c.start, c."end", c.role) = (t.paper_id, t.start, t."end", t.role)
    WHERE t.trial_id = %(trial)s AND t.paper_id = ANY(%(papers)s) AND (
        %(metric)s::bigint IS NULL
        OR t.metric = %(metric)s::bigint AND t.benchmarks @> ARRAY[%(benchmark)s::bigint]
        OR t.was_metric = %(metric)s::bigint AND t.was_benchmarks @> ARRAY[%(benchmark)s::bigint]
    )
"""  # noqa: S608 (made of the constants above)

_SCALARS = (
    "quote, sentence_start, sentence_end, value, value_high, unit, kind, direction, bound, metric_id, "
    "metric_text, system_id, system_text, setting, task_text, scaled, confidence, alternatives, rules"
)
_READ = ", ".join(f"t.{name}" for name in _SCALARS.split(", "))
_READ = _READ.replace("t.metric_id", "(SELECT m.id FROM leaderboard_metric m WHERE m.id = t.metric)")
_READ = _READ.replace("t.system_id", "(SELECT y.id FROM leaderboard_system y WHERE y.id = t.system)")
_READ = _READ.replace("t.scaled", "CASE WHEN t.metric IS NOT NULL THEN t.scaled END")
_STANDS = ", ".join(f"c.{name}" for name in _SCALARS.split(", "))

# Beyond the facts that every event keeps: what only a machine says of its reading.
_EXTRA = "confidence engine_version alternatives rules sentence_start sentence_end".split()
_EXTRAS = ", ".join(f"'{name}', c.{name}" for name in _EXTRA)
_WHOLE = f"({FACTS} || jsonb_build_object({_EXTRAS}))"

_BEFORE = f"""
    UPDATE adoption a SET before = {_WHOLE}
    FROM leaderboard_claim c WHERE c.id = a.claim_id AND a.act IN ('change', 'supersede')
"""  # noqa: S608

_CHANGE = f"""
    WITH changed AS (
        UPDATE leaderboard_claim c SET ({_SCALARS}, engine_version, state, updated_at)
            = ROW ({_READ}, %(engine)s, 'machine', clock_timestamp())
        FROM adoption a JOIN leaderboard_trialclaim t ON t.id = a.reading
        WHERE c.id = a.claim_id AND a.act = 'change'
            AND (cardinality(a.differs) > 0
                OR ({_STANDS}, c.engine_version, c.state) IS DISTINCT FROM ({_READ}, %(engine)s, 'machine'))
        RETURNING c.id
    ), same AS (
        UPDATE adoption SET act = 'keep' WHERE act = 'change' AND claim_id NOT IN (SELECT id FROM changed)
    )
    SELECT id FROM changed
"""  # noqa: S608
_OTHERWISE = """
    SELECT FROM adoption a JOIN leaderboard_trialclaim t ON t.id = a.reading
    WHERE a.act = 'change' AND cardinality(a.differs) > 0
"""
_SUPERSEDE = """
    UPDATE leaderboard_claim c SET state = 'superseded', updated_at = clock_timestamp()
    FROM adoption a WHERE c.id = a.claim_id AND a.act = 'supersede'
"""
_INSERT = f"""
    WITH made AS (
        INSERT INTO leaderboard_claim (uid, paper_id, start, "end", role, {_SCALARS}, engine_version, state,
            created_at, updated_at)
        SELECT gen_random_uuid(), t.paper_id, t.start, t."end", t.role, {_READ}, %(engine)s, 'machine',
            clock_timestamp(), clock_timestamp()
        FROM adoption a JOIN leaderboard_trialclaim t ON t.id = a.reading
        WHERE a.act = 'insert' ORDER BY t.id
        RETURNING id, paper_id, start, "end", role
    )
    UPDATE adoption a SET claim_id = made.id FROM made, leaderboard_trialclaim t
    WHERE t.id = a.reading
        AND (made.paper_id, made.start, made."end", made.role) = (t.paper_id, t.start, t."end", t.role)
"""  # noqa: S608


def _list(table: str, thing: str, listed: str, first: int) -> tuple[str, str]:
    """Two statements that make a list of the written claims what was read."""
    words = f"{listed[:-1]}_words"
    return (
        f"""DELETE FROM leaderboard_claim{table} l USING adoption a
            WHERE l.claim_id = a.claim_id AND a.act = 'change'""",  # noqa: S608
        f"""
        INSERT INTO leaderboard_claim{table} (claim_id, {thing}_id, text, position)
        SELECT a.claim_id, known.id, l.word, l.nr + {first - 1}
        FROM adoption a JOIN leaderboard_trialclaim t ON t.id = a.reading,
            unnest(t.{listed}, t.{words}) WITH ORDINALITY AS l (id, word, nr)
            LEFT JOIN leaderboard_{thing} known ON known.id = l.id
        WHERE a.act IN ('change', 'insert')
        ORDER BY a.claim_id, l.nr
        ON CONFLICT DO NOTHING -- two words that mean one thing
        """,  # noqa: S608
    )


_LISTS = (
    *_list("benchmark", "benchmark", "benchmarks", 0),
    *_list("system", "system", "systems", 1),
    *_list("baseline", "system", "baselines", 0),
)

_NOTE = f"""
    INSERT INTO leaderboard_event (uid, at, actor_id, action, subject_type, subject_uid, before, after,
        reason, source, batch_id)
    SELECT gen_random_uuid(), clock_timestamp(), %(by)s::int, 'adopt', 'claim', c.uid, a.before, {_WHOLE},
        %(reason)s, %(source)s, %(batch)s
    FROM adoption a JOIN leaderboard_claim c ON c.id = a.claim_id
    WHERE a.act IN ('change', 'supersede', 'insert') ORDER BY c.id
"""  # noqa: S608

_READING = """CASE WHEN t.outcome <> 'gone' THEN jsonb_build_object(
        'value', t.value::text, 'value_high', t.value_high::text, 'unit', t.unit, 'kind', t.kind,
        'direction', t.direction, 'bound', t.bound, 'metric', coalesce(
            (SELECT m.name FROM leaderboard_metric m WHERE m.id = t.metric), t.metric_text),
        'benchmarks', to_jsonb(t.benchmark_words), 'systems', to_jsonb(t.system_text || t.system_words),
        'baselines', to_jsonb(t.baseline_words), 'setting', t.setting, 'task_text', t.task_text
    ) END"""
# Only by a reading that people have not seen: a mistake that they corrected is no news when it is repeated.
# One that was settled is opened again only by another reading.
_CONFLICTS = f"""
    INSERT INTO leaderboard_conflict AS k (claim_id, batch_id, engine_version, reading, differs, created_at)
    SELECT a.claim_id, %(batch)s, %(engine)s, {_READING},
        CASE WHEN t.outcome = 'gone' THEN '{{}}' ELSE a.differs END, clock_timestamp()
    FROM adoption a JOIN leaderboard_trialclaim t ON t.id = a.reading
    WHERE a.act = 'conflict' ORDER BY a.claim_id
    ON CONFLICT (claim_id) DO UPDATE SET (batch_id, engine_version, reading, differs, created_at, former)
        = ROW (excluded.batch_id, excluded.engine_version, excluded.reading, excluded.differs,
            excluded.created_at, to_jsonb(k))
    WHERE (k.reading, k.differs) IS DISTINCT FROM (excluded.reading, excluded.differs)
"""  # noqa: S608

# The claim must be as the adoption left it, so that nothing that was said since is lost; what changed nothing
# (a policy that accepted it, somebody who could not tell) or was taken back does not stand in the way.
_FORMER = f"""
    CREATE TEMPORARY TABLE IF NOT EXISTS former (claim_id bigint PRIMARY KEY, before jsonb, now jsonb);
    TRUNCATE former;
    INSERT INTO former (claim_id, before, now)
    SELECT c.id, e.before, {_WHOLE}
    FROM leaderboard_claim c CROSS JOIN LATERAL (
        SELECT l.before, l.after FROM leaderboard_event l
        WHERE l.subject_uid = c.uid AND l.subject_type = 'claim' AND l.batch_id = %(adopted)s
        ORDER BY l.id DESC LIMIT 1
    ) e
    WHERE c.id = ANY(%(claims)s) AND c.decided_at IS NULL AND e.after = {_WHOLE}
    ORDER BY c.id FOR UPDATE OF c;
"""  # noqa: S608
_FORMER_CONFLICTS = """
    UPDATE leaderboard_conflict k
        SET (batch_id, engine_version, reading, differs, created_at, former) = ROW (
            (k.former->>'batch_id')::bigint, k.former->>'engine_version', nullif(k.former->'reading', 'null'),
            ARRAY(SELECT jsonb_array_elements_text(k.former->'differs')),
            (k.former->>'created_at')::timestamptz, nullif(k.former->'former', 'null'))
        WHERE k.batch_id = %(adopted)s AND k.former IS NOT NULL;
    DELETE FROM leaderboard_conflict WHERE batch_id = %(adopted)s;
    UPDATE leaderboard_conflict k SET former = nullif(k.former->'former', 'null')
        WHERE (k.former->>'batch_id')::bigint = %(adopted)s;
"""


def _from(name: str, kind: str = "") -> str:
    return f"(f.before->>'{name}'){'::' + kind if kind else ''}"


def _named(thing: str, slug: str) -> str:
    """The thing that has the slug, or that it leads to since."""
    moved = (
        f"SELECT r.{thing}_id FROM leaderboard_nameredirect r WHERE r.kind = '{thing}' AND r.slug = {slug}"  # noqa: S608
    )
    return f"coalesce((SELECT n.id FROM leaderboard_{thing} n WHERE n.slug = {slug}), ({moved}))"  # noqa: S608


_FORMERLY = {
    **{name: _from(name) for name in ("unit", "kind", "direction", "role", "bound", "setting", "task_text")},
    **{name: _from(name) for name in ("metric_text", "state", "engine_version")},
    **{name: _from(name, "numeric") for name in ("value", "value_high", "scaled")},
    **{name: _from(name, "int") for name in ("sentence_start", "sentence_end")},
    "confidence": _from("confidence", "float8"),
    "alternatives": "f.before->'alternatives'",
    "rules": "ARRAY(SELECT jsonb_array_elements_text(f.before->'rules'))",
    "metric_id": _named("metric", _from("metric")),
    "system_id": _named("system", "f.before->'systems'->0->>'slug'"),
    "system_text": "coalesce(f.before->'systems'->0->>'text', '')",
}
_RESTORE = f"""
    UPDATE leaderboard_claim c SET ({", ".join(_FORMERLY)}, updated_at)
        = ROW ({", ".join(_FORMERLY.values())}, clock_timestamp())
    FROM former f WHERE c.id = f.claim_id AND f.before IS NOT NULL
"""  # noqa: S608
_SUPERSEDE_NEW = """
    UPDATE leaderboard_claim c SET state = 'superseded', updated_at = clock_timestamp()
    FROM former f WHERE c.id = f.claim_id AND f.before IS NULL
"""


def _former_list(table: str, thing: str, first: int) -> tuple[str, str]:
    """Two statements that make a list of the claims what it was; the first system is the claim's own."""
    return (
        f"""DELETE FROM leaderboard_claim{table} l USING former f
            WHERE l.claim_id = f.claim_id AND f.before IS NOT NULL""",  # noqa: S608
        f"""
        INSERT INTO leaderboard_claim{table} (claim_id, {thing}_id, text, position)
        SELECT f.claim_id, {_named(thing, "l.each->>'slug'")}, l.each->>'text', l.nr - 1
        FROM former f, jsonb_array_elements(f.before->'{table}s') WITH ORDINALITY AS l (each, nr)
        WHERE f.before IS NOT NULL AND l.nr > {first}
        ORDER BY f.claim_id, l.nr
        """,  # noqa: S608
    )


_FORMER_LISTS = (
    *_former_list("benchmark", "benchmark", 0),
    *_former_list("system", "system", 1),
    *_former_list("baseline", "system", 0),
)
_NOTE_BACK = f"""
    INSERT INTO leaderboard_event (uid, at, actor_id, action, subject_type, subject_uid, before, after,
        reason, source, batch_id)
    SELECT gen_random_uuid(), clock_timestamp(), %(by)s::int, 'undo', 'claim', c.uid, f.now, {_WHOLE},
        %(reason)s, %(source)s, %(batch)s
    FROM former f JOIN leaderboard_claim c ON c.id = f.claim_id ORDER BY c.id
"""  # noqa: S608
