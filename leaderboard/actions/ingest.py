"""Taking papers in: records of one file become rows, all of them or, when the file is broken, none."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from leaderboard.domain.abstracts import abstract_key
from leaderboard.sources.records import Entry, PaperRecord, Refusal

EXAMPLES = 20  # refusals and conflicts named one by one in a report
BATCH = 5_000  # records a statement inserts or merges, between two reports of progress
MAX_SOURCES = 50  # of one paper; further ones add nothing that a reader could use
_LOCK = 0x1A6E57  # advisory lock: one file at a time is compared with what is there


Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class IngestReport:
    """What became of the records of a file; `read` is the sum of the other counts.

    Merged records are further copies of an abstract that filled a blank or added a source, `there`
    those that added nothing. A conflict is a record whose arXiv number or DOI belongs to a paper with
    another abstract: what is there stays.
    """

    new: int = 0
    there: int = 0
    merged: int = 0
    conflicts: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """Records that cannot be papers, for all the reasons in `refused`."""
        return sum(self.refused.values())

    @property
    def read(self) -> int:
        """All records of the file."""
        return self.new + self.there + self.merged + self.conflicts + self.rejected

    def __add__(self, other: "IngestReport") -> "IngestReport":
        return IngestReport(
            new=self.new + other.new,
            there=self.there + other.there,
            merged=self.merged + other.merged,
            conflicts=self.conflicts + other.conflicts,
            refused=Counter(self.refused) + Counter(other.refused),
            examples=(*self.examples, *other.examples)[:EXAMPLES],
        )


def ingest(entries: Iterable[Entry], *, progress: Progress = _silent) -> IngestReport:
    """Store the records of one file and report what became of each; new papers wait to be read.

    All or nothing: an error while the entries are read leaves the database as it was. The records go
    by COPY into a temporary table, so memory stays the same for any length of file; then they are
    compared with the papers and with each other, under a lock, so that two files with the same
    papers can be taken in at the same time. `progress` hears how many records of how many are stored.
    """
    refusals = _Refusals()
    with transaction.atomic(), connection.cursor() as cursor:
        _stage(cursor, refusals.without(entries))
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        batches = _ranked(cursor)
        cursor.execute(_HOLD, [MAX_SOURCES])
        report = IngestReport()
        total = sum(batch.size for batch in batches)
        for batch in batches:
            report += _settle(cursor, batch=batch)
            progress(report.read, total)
    return report + IngestReport(refused=refusals.reasons, examples=tuple(refusals.examples))


class _Batch(NamedTuple):
    """Records by their place in the file: the copy-th ones of their abstracts from first to last."""

    copy: int
    first: int
    last: int
    size: int


class _Refusals:
    """Counts refusals while records pass by."""

    def __init__(self) -> None:
        self.reasons: Counter[str] = Counter()
        self.examples: list[str] = []

    def without(self, entries: Iterable[Entry]) -> Iterator[PaperRecord]:
        for entry in entries:
            if isinstance(entry, PaperRecord):
                yield entry
            else:
                self._note(entry)

    def _note(self, refusal: Refusal) -> None:
        self.reasons[refusal.reason] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{refusal.place}: {refusal.reason}")


def _stage(cursor: CursorWrapper, records: Iterable[PaperRecord]) -> None:
    cursor.execute(_STAGING)
    with cursor.copy(_COPY) as copy:
        for number, record in enumerate(records):
            copy.write_row(_row(number, record))


def _row(number: int, record: PaperRecord) -> tuple[Any, ...]:
    return (
        number,
        record.place,
        abstract_key(record.abstract),
        record.title,
        record.abstract,
        record.arxiv_id,
        record.doi,
        record.url,
        list(record.categories),
        list(record.authors),
        record.author_count or len(record.authors) or None,
        record.published_on,
        record.date_text,
        record.listed_on,
        record.source,
        record.is_summary,
    )


def _ranked(cursor: CursorWrapper) -> list[_Batch]:
    """The file in batches: first copies of abstracts before second ones, titled copies first."""
    cursor.execute(_RANK)
    cursor.execute(_BATCHES, [BATCH])
    return [_Batch(*row) for row in cursor.fetchall()]


def _settle(cursor: CursorWrapper, *, batch: _Batch) -> IngestReport:
    """Insert what is new of a batch and merge what is there; in a batch no abstract stands twice."""
    where = [batch.copy, batch.first, batch.last]
    cursor.execute(_INSERT, where)
    new = cursor.rowcount
    cursor.execute(_CONFLICTS, [*where, EXAMPLES])
    found = cursor.fetchall()
    conflicts = int(found[0][0]) if found else 0
    cursor.execute(_MERGE, [MAX_SOURCES, *where])
    merged = cursor.rowcount
    return IngestReport(
        new=new,
        merged=merged,
        conflicts=conflicts,
        there=batch.size - new - merged - conflicts,
        examples=tuple(f"{place}: {name} is there with another abstract" for _, place, name in found),
    )


# Room for sorting, and for the search indexes to take new rows in by the thousand.
_STAGING = """
    SET LOCAL work_mem = '64MB';
    SET LOCAL gin_pending_list_limit = '32MB';
    DROP TABLE IF EXISTS pg_temp.ingest_staging, pg_temp.ingest_ranked;
    CREATE TEMPORARY TABLE ingest_staging (
        n bigint, place text, key text, title text, abstract text, arxiv_id text, doi text, url text,
        categories text[], authors text[], author_count integer, published_on date, date_text text,
        listed_on date, source text, is_summary boolean
    ) ON COMMIT DROP
"""

_COPY = "COPY ingest_staging FROM STDIN"

# An arXiv number or DOI that two abstracts of the file claim is free only for the first one.
_RANK = """
    CREATE TEMPORARY TABLE ingest_ranked ON COMMIT DROP AS
    SELECT n, key,
        row_number() OVER (PARTITION BY key ORDER BY title = '', n) AS copy,
        arxiv_id IS NULL OR key = first_value(key) OVER (PARTITION BY arxiv_id ORDER BY n) AS arxiv_free,
        doi IS NULL OR key = first_value(key) OVER (PARTITION BY doi ORDER BY n) AS doi_free
    FROM ingest_staging;
    CREATE INDEX ON ingest_ranked (copy, n);
    CREATE INDEX ON ingest_staging (n);
    ANALYZE ingest_ranked;
    ANALYZE ingest_staging (n)
"""

_BATCHES = """
    SELECT copy, min(n), max(n), count(*) FROM ingest_ranked GROUP BY copy, n / %s ORDER BY 1, 2
"""

# What a record has and a paper lacks, apart from title, numbers and source.
_FILLS = """(p.url = '' AND s.url <> '')
        OR (p.categories = '{}' AND s.categories <> '{}')
        OR (p.authors = '{}' AND s.authors <> '{}')
        OR (p.author_count IS NULL AND s.author_count IS NOT NULL)
        OR (p.published_on IS NULL AND s.published_on IS NOT NULL)
        OR (p.date_text = '' AND p.published_on IS NULL AND s.date_text <> '')
        OR (p.listed_on IS NULL AND s.listed_on IS NOT NULL)"""

# Papers that may change are locked at once and in the order in which workers lock theirs, so that
# neither waits for the other in a circle.
_HOLD = f"""
    SELECT p.id FROM ingest_staging s JOIN leaderboard_paper p ON p.abstract_key = s.key
    WHERE (p.title = '' AND s.title <> '')
        OR (s.source <> '' AND s.source <> ALL (p.sources) AND cardinality(p.sources) < %s)
        OR (p.arxiv_id IS NULL AND s.arxiv_id IS NOT NULL)
        OR (p.doi IS NULL AND s.doi IS NOT NULL)
        OR {_FILLS}
    ORDER BY p.id
    FOR NO KEY UPDATE OF p
"""  # noqa: S608

_INSERT = """
    INSERT INTO leaderboard_paper (
        uid, title, abstract, abstract_key, arxiv_id, doi, url, categories, authors, author_count,
        published_on, date_text, listed_on, sources, is_summary, created_at, updated_at,
        state, fence, attempts, error, engine_version
    )
    SELECT gen_random_uuid(), s.title, s.abstract, s.key, s.arxiv_id, s.doi, s.url, s.categories, s.authors,
        s.author_count, s.published_on, s.date_text, s.listed_on, array_remove(ARRAY[s.source], ''),
        s.is_summary, now(), now(), 'waiting', 0, 0, '', ''
    FROM ingest_ranked r JOIN ingest_staging s USING (n)
    WHERE r.copy = %s AND r.n BETWEEN %s AND %s AND r.arxiv_free AND r.doi_free
        AND NOT EXISTS (SELECT FROM leaderboard_paper p WHERE p.abstract_key = s.key)
    ORDER BY n
    ON CONFLICT DO NOTHING
"""

# What was not inserted and is not there by its abstract met a paper with its number.
_CONFLICTS = """
    SELECT count(*) OVER (), s.place, concat_ws(' ', s.arxiv_id, s.doi)
    FROM ingest_ranked r JOIN ingest_staging s USING (n)
    WHERE r.copy = %s AND r.n BETWEEN %s AND %s
        AND NOT EXISTS (SELECT FROM leaderboard_paper p WHERE p.abstract_key = s.key)
    ORDER BY n
    LIMIT %s
"""

# The abstract that is there stays, for claims point into it. A paper that gets its title is read
# again; raising the fence makes a worker that is at it drop what it read without the title.
_MERGE = f"""
    UPDATE leaderboard_paper p SET
        title = CASE WHEN f.titled THEN s.title ELSE p.title END,
        arxiv_id = coalesce(p.arxiv_id, f.arxiv_id),
        doi = coalesce(p.doi, f.doi),
        url = CASE WHEN p.url = '' THEN s.url ELSE p.url END,
        categories = CASE WHEN p.categories = '{{}}' THEN s.categories ELSE p.categories END,
        authors = CASE WHEN p.authors = '{{}}' THEN s.authors ELSE p.authors END,
        author_count = coalesce(p.author_count, s.author_count),
        published_on = coalesce(p.published_on, s.published_on),
        date_text = CASE WHEN p.date_text = '' AND p.published_on IS NULL THEN s.date_text
            ELSE p.date_text END,
        listed_on = coalesce(p.listed_on, s.listed_on),
        sources = CASE WHEN f.from_elsewhere THEN p.sources || s.source ELSE p.sources END,
        state = CASE WHEN f.titled THEN 'waiting' ELSE p.state END,
        lease_until = CASE WHEN f.titled THEN NULL ELSE p.lease_until END,
        fence = CASE WHEN f.titled THEN p.fence + 1 ELSE p.fence END,
        attempts = CASE WHEN f.titled THEN 0 ELSE p.attempts END,
        error = CASE WHEN f.titled THEN '' ELSE p.error END,
        updated_at = now()
    FROM (
        SELECT r.n, old.id AS paper_id,
            old.title = '' AND s.title <> '' AS titled,
            s.source <> '' AND s.source <> ALL (old.sources) AND cardinality(old.sources) < %s
                AS from_elsewhere,
            CASE WHEN r.arxiv_free AND old.arxiv_id IS NULL
                AND NOT EXISTS (SELECT FROM leaderboard_paper q WHERE q.arxiv_id = s.arxiv_id)
                THEN s.arxiv_id END AS arxiv_id,
            CASE WHEN r.doi_free AND old.doi IS NULL
                AND NOT EXISTS (SELECT FROM leaderboard_paper q WHERE q.doi = s.doi)
                THEN s.doi END AS doi
        FROM ingest_ranked r
            JOIN ingest_staging s USING (n)
            JOIN leaderboard_paper old ON old.abstract_key = r.key
        WHERE r.copy = %s AND r.n BETWEEN %s AND %s
    ) f JOIN ingest_staging s USING (n)
    WHERE p.id = f.paper_id AND (
        f.titled OR f.from_elsewhere OR f.arxiv_id IS NOT NULL OR f.doi IS NOT NULL
        OR {_FILLS}
    )
"""  # noqa: S608
