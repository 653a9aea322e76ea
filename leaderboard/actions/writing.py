"""Readings into tables: COPY to staging tables, then one upsert; a fixed number of statements a batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from extraction import ENGINE_VERSION
from extraction.claims import Extraction, Span
from leaderboard.actions import leases, links, rows
from leaderboard.actions.leases import Job


@dataclass(frozen=True, slots=True)
class Written:
    """What one transaction wrote: papers, and the claims and rejections that they now have from us."""

    papers: int = 0
    claims: int = 0
    rejections: int = 0


def write(read: Sequence[tuple[Job, Extraction]]) -> Written:
    """Store the readings of the papers that are still ours, all of them or none.

    Writing the same again changes nothing. What a person decided about stays, and no claim of a
    machine is put over it. Claims that a former reading gave and this one does not are superseded.
    """
    found = links.resolve(extraction for _, extraction in read)
    with transaction.atomic(), connection.cursor() as cursor:
        ours = leases.hold([job for job, _ in read])
        kept = [(job, extraction) for job, extraction in read if job.paper in ours]
        built = rows.build(kept, links=found, decided=_decided(cursor, ours))
        _stage(cursor, built)
        for statement in _MERGE:
            cursor.execute(statement, {"papers": list(ours), "engine": ENGINE_VERSION})
    return Written(len(ours), len(built.claims), len(built.rejections))


def _decided(cursor: CursorWrapper, papers: Iterable[int]) -> dict[int, list[Span]]:
    cursor.execute(_DECIDED, [list(papers)])
    found: dict[int, list[Span]] = {}
    for paper, start, end in cursor.fetchall():
        found.setdefault(paper, []).append(Span(start, end))
    return found


def _stage(cursor: CursorWrapper, built: rows.Rows) -> None:
    cursor.execute(_STAGING)
    for table, lines in (("claim_staging", built.claims), ("rejection_staging", built.rejections)):
        with connection.wrap_database_errors, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)


_DECIDED = """
    SELECT paper_id, start, "end" FROM leaderboard_claim
    WHERE paper_id = ANY(%s) AND decided_at IS NOT NULL
"""

# Kept for the session and emptied, since making tables anew for every batch swells the catalogue.
_STAGING = """
    CREATE TEMPORARY TABLE IF NOT EXISTS claim_staging (
        paper_id bigint, start int, "end" int, role text, quote text, sentence_start int, sentence_end int,
        value numeric, value_high numeric, unit text, kind text, direction text, bound text,
        metric_id bigint, metric_text text, system_id bigint, system_text text, setting text,
        task_text text, scaled numeric, confidence float8, alternatives jsonb,
        rules text[],
        benchmarks bigint[], benchmark_words text[], systems bigint[], system_words text[],
        baselines bigint[], baseline_words text[],
        PRIMARY KEY (paper_id, start, "end", role)
    );
    CREATE TEMPORARY TABLE IF NOT EXISTS rejection_staging (
        paper_id bigint, start int, "end" int, quote text, reason text, PRIMARY KEY (paper_id, start, "end")
    );
    TRUNCATE claim_staging, rejection_staging;
"""

_READ = (
    "quote, sentence_start, sentence_end, value, value_high, unit, kind, direction, bound, metric_id, "
    "metric_text, system_id, system_text, setting, task_text, scaled, confidence, alternatives, rules"
)
_EXCLUDED = ", ".join(f"excluded.{column}" for column in _READ.split(", "))
_CURRENT = ", ".join(f"c.{column}" for column in _READ.split(", "))

_CLAIMS = f"""
    INSERT INTO leaderboard_claim AS c (
        uid, paper_id, start, "end", role, {_READ}, engine_version, state, created_at, updated_at
    )
    SELECT gen_random_uuid(), paper_id, start, "end", role, {_READ}, %(engine)s, 'machine', now(), now()
    FROM claim_staging
    ORDER BY paper_id, start, "end", role
    ON CONFLICT (paper_id, start, "end", role) DO UPDATE SET
        ({_READ}, engine_version, state, updated_at)
        = ROW ({_EXCLUDED}, excluded.engine_version, excluded.state, excluded.updated_at)
    WHERE c.decided_at IS NULL AND ({_CURRENT}, c.engine_version, c.state)
        IS DISTINCT FROM ({_EXCLUDED}, excluded.engine_version, excluded.state)
"""  # noqa: S608

_SUPERSEDED = """
    UPDATE leaderboard_claim c SET state = 'superseded', updated_at = now()
    WHERE c.paper_id = ANY(%(papers)s) AND c.state = 'machine' AND NOT EXISTS (
        SELECT FROM claim_staging s
        WHERE (s.paper_id, s.start, s."end", s.role) = (c.paper_id, c.start, c."end", c.role)
    )
"""


def _lists(table: str, column: str, staged: str, first: int) -> tuple[str, str]:
    """Two statements that make a list of the claims what was read: drop what differs, add what lacks."""
    wanted = f"""
        SELECT c.id AS claim_id, l.id AS thing, l.text, l.nr + {first - 1} AS position
        FROM claim_staging s
            JOIN leaderboard_claim c USING (paper_id, start, "end", role),
            unnest(s.{staged}s, s.{staged}_words) WITH ORDINALITY AS l (id, text, nr)
        WHERE c.decided_at IS NULL
    """  # noqa: S608
    return (
        f"""
        DELETE FROM {table} old USING leaderboard_claim c
        WHERE c.id = old.claim_id AND c.paper_id = ANY(%(papers)s) AND c.state = 'machine'
            AND NOT EXISTS (
                SELECT FROM ({wanted}) new
                WHERE new.claim_id = old.claim_id AND new.position = old.position
                    AND new.text = old.text AND new.thing IS NOT DISTINCT FROM old.{column}
            )
        """,  # noqa: S608
        f"""
        INSERT INTO {table} (claim_id, {column}, text, position)
        SELECT claim_id, thing, text, position FROM ({wanted}) new
        ON CONFLICT (claim_id, position) DO NOTHING
        """,  # noqa: S608
    )


_REJECTIONS = (
    """
    DELETE FROM leaderboard_rejection r
    WHERE r.paper_id = ANY(%(papers)s) AND NOT EXISTS (
        SELECT FROM rejection_staging s
        WHERE (s.paper_id, s.start, s."end") = (r.paper_id, r.start, r."end")
    )
    """,
    """
    INSERT INTO leaderboard_rejection AS r (paper_id, start, "end", quote, reason, engine_version)
    SELECT paper_id, start, "end", quote, reason, %(engine)s FROM rejection_staging
    ORDER BY paper_id, start, "end"
    ON CONFLICT (paper_id, start, "end") DO UPDATE SET
        (quote, reason, engine_version) = ROW (excluded.quote, excluded.reason, excluded.engine_version)
    WHERE (r.quote, r.reason, r.engine_version)
        IS DISTINCT FROM (excluded.quote, excluded.reason, excluded.engine_version)
    """,
)

_EVENTS = """
    INSERT INTO leaderboard_event (uid, at, action, subject_type, subject_uid, before, after, reason, source)
    SELECT gen_random_uuid(), clock_timestamp(), 'extract', 'paper', p.uid,
        CASE WHEN p.extracted_at IS NOT NULL THEN jsonb_build_object('engine', p.engine_version) END,
        jsonb_build_object(
            'engine', %(engine)s::text, 'claims', coalesce(c.claims, 0),
            'rejections', coalesce(r.rejections, 0)
        ),
        '', ''
    FROM leaderboard_paper p
        LEFT JOIN (SELECT paper_id, count(*) AS claims FROM claim_staging GROUP BY 1) c ON c.paper_id = p.id
        LEFT JOIN (SELECT paper_id, count(*) AS rejections FROM rejection_staging GROUP BY 1) r
            ON r.paper_id = p.id
    WHERE p.id = ANY(%(papers)s)
    ORDER BY p.id
"""

_DONE = """
    UPDATE leaderboard_paper SET state = 'done', lease_until = NULL, error = '',
        engine_version = %(engine)s, extracted_at = now()
    WHERE id = ANY(%(papers)s)
"""

_MERGE = (
    _CLAIMS,
    _SUPERSEDED,
    *_lists("leaderboard_claimbenchmark", "benchmark_id", "benchmark", 0),
    *_lists("leaderboard_claimsystem", "system_id", "system", 1),
    *_lists("leaderboard_claimbaseline", "system_id", "baseline", 0),
    *_REJECTIONS,
    _EVENTS,
    _DONE,
)
