"""The whole collection for files: every row of a table, as PostgreSQL writes it, in a fixed order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

SCHEMA_VERSION = 1
"""Goes up when a column changes its name, type or meaning, or goes; a new column leaves it as it is."""

MEMORY = "256MB"
"""What PostgreSQL may take for each sort and join of an export: a million claims then need no files."""


class Type(StrEnum):
    """What a column holds, and with it how each format writes it."""

    TEXT = "text"
    WORD = "word"  # made here (a slug, a state, an id): never a formula
    WHOLE = "whole number"
    DECIMAL = "decimal"
    FLOAT = "floating point"
    FLAG = "true or false"
    DAY = "day"
    MOMENT = "moment"
    TEXTS = "list of texts"
    WORDS = "list of words"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of every format; a value that is not known is null, an empty cell in CSV."""

    name: str
    type: Type = Type.TEXT
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What one file of each format holds; `place` of its view gives the order."""

    name: str
    columns: tuple[Column, ...]


class Encoding(StrEnum):
    """How PostgreSQL writes the rows of a table."""

    CSV = "csv"
    JSONL = "jsonl"


@contextmanager
def unchanging(*, writing: bool = False) -> Iterator[None]:
    """A transaction in which everything is read as it is at its beginning, whatever others write."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ" + ("" if writing else ", READ ONLY"))
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SET LOCAL jit = off")  # compiling so many columns costs more than it saves
        cursor.execute(f"SET LOCAL work_mem = '{MEMORY}'")
        yield


def count(table: Table) -> int:
    """How many rows the table has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM leaderboard_export_{table.name}")  # noqa: S608 (a name of ours)
        return int(cursor.fetchone()[0])


def stream(table: Table, encoding: Encoding) -> Iterator[bytes]:
    """The table's rows in its order, each with its line's end; CSV begins with the names of the columns."""
    with connection.cursor() as cursor, cursor.copy(_COPY[encoding](table)) as copy:
        while row := copy.read():
            yield bytes(row)


def _as_csv(table: Table) -> str:
    cells = ", ".join(
        f'{_CELLS.get(each.type, "{}").format(_quoted(each))} AS "{each.name}"' for each in table.columns
    )
    return f"COPY (SELECT {cells} FROM {_ordered(table)}) TO STDOUT (FORMAT csv, HEADER)"  # noqa: S608


def _as_jsonl(table: Table) -> str:
    """Control characters, which JSON escapes, stand for CSV's own: so no line is quoted or escaped again."""
    cells = ", ".join(
        f'{_VALUES.get(each.type, "{}").format(_quoted(each))} AS "{each.name}"' for each in table.columns
    )
    lines = f"SELECT row_to_json(r)::text FROM (SELECT {cells} FROM {_ordered(table)}) r"  # noqa: S608
    return f"COPY ({lines}) TO STDOUT (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"


def _quoted(column: Column) -> str:
    return f'"{column.name}"'


def _ordered(table: Table) -> str:
    return f"(SELECT * FROM leaderboard_export_{table.name} ORDER BY place) r"  # noqa: S608


_MOMENT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
_CELLS = {
    Type.TEXT: "leaderboard_formula_safe({})",
    Type.MOMENT: _MOMENT,
    Type.TEXTS: "leaderboard_formula_safe(array_to_string({}, '; '))",
    Type.WORDS: "array_to_string({}, '; ', '')",
}
_VALUES = {Type.DECIMAL: "{}::text", Type.MOMENT: _MOMENT}
"""Decimals are texts in JSON, as in the API: most readers of JSON would cut their digits."""
_COPY: dict[Encoding, Any] = {Encoding.CSV: _as_csv, Encoding.JSONL: _as_jsonl}

_UID = Column("uid", Type.WORD, "stays the same for ever; part of addresses")
_NAMED = (
    _UID,
    Column("slug", Type.WORD, "part of addresses, never changes"),
    Column("name"),
    Column("origin", Type.WORD, "curator, lexicon (the bundled lists) or text (of a paper)"),
    Column("description"),
)
_ALIASES = Column("aliases", Type.TEXTS, "spellings that mean the same")
_DIRECTION = Column(
    "direction", Type.WORD, "higher or lower is better; null: nobody has said, nothing is ranked"
)
PAPERS = Table(
    "papers",
    (
        _UID,
        Column("title"),
        Column(
            "abstract", Type.TEXT, "exactly as its source gives it; offsets of claims count its code points"
        ),
        Column("arxiv_id"),
        Column("doi"),
        Column("url"),
        Column("categories", Type.TEXTS),
        Column("authors", Type.TEXTS),
        Column("author_count", Type.WHOLE),
        Column("published_on", Type.DAY, "null: not known as a full date"),
        Column("date_text", Type.TEXT, "a date that is not a full one, as given"),
        Column("listed_on", Type.DAY),
        Column("sources", Type.TEXTS),
        Column("is_summary", Type.FLAG, "the text is a summary, not the authors' abstract"),
        Column("retracted_on", Type.DAY),
        Column("state", Type.WORD, "waiting, working, done or parked"),
        Column("engine_version", Type.WORD),
        Column("extracted_at", Type.MOMENT),
        Column("created_at", Type.MOMENT),
        Column("updated_at", Type.MOMENT),
    ),
)
CLAIMS = Table(
    "claims",
    (
        _UID,
        Column("paper", Type.WORD, "the uid of its paper"),
        Column("paper_title"),
        Column("published_on", Type.DAY, "of the paper"),
        Column("start", Type.WHOLE, "abstract[start:end] is the quote, counted in code points from 0"),
        Column("end", Type.WHOLE),
        Column("quote"),
        Column("sentence_start", Type.WHOLE),
        Column("sentence_end", Type.WHOLE),
        Column("value", Type.DECIMAL, "as written"),
        Column("value_high", Type.DECIMAL, "the upper end of a range"),
        Column("unit", Type.TEXT, "as written"),
        Column("kind", Type.WORD, "absolute, difference, percent_change, factor, fraction; null: not clear"),
        Column("direction", Type.WORD, "the way the metric moved: up or down"),
        Column("role", Type.WORD, "result (the paper's own) or reference (of the thing compared with)"),
        Column("bound", Type.WORD, "exact, at_most, at_least or about"),
        Column("metric", Type.TEXT, "its name, or the text's words where they are linked to nothing"),
        Column("metric_slug", Type.WORD, "null: the words are linked to no metric"),
        Column("metric_direction", Type.WORD, "higher or lower is better; null: not known"),
        Column("metric_text", Type.TEXT, "the text's words for the metric"),
        Column("scaled", Type.DECIMAL, "the value on its metric's common scale; null: it fits none"),
        Column("metric_unit", Type.TEXT, "the unit of the metric's common scale"),
        Column("benchmarks", Type.TEXTS),
        Column("benchmark_slugs", Type.WORDS, "in the order of the benchmarks; null: linked to nothing"),
        Column("systems", Type.TEXTS),
        Column("system_slugs", Type.WORDS, "in the order of the systems; null: linked to nothing"),
        Column("system_text", Type.TEXT, "the text's words for the first system"),
        Column("baselines", Type.TEXTS, "what it is compared with"),
        Column("baseline_slugs", Type.WORDS, "in the order of the baselines; null: linked to nothing"),
        Column("setting"),
        Column("task"),
        Column("confidence", Type.FLOAT, "the engine's probability that all fields are right"),
        Column("state", Type.WORD, "machine, curated, confirmed or disputed; others are not exported"),
        Column("engine_version", Type.WORD),
        Column("decided_at", Type.MOMENT, "when a person decided on it"),
        Column("created_at", Type.MOMENT),
        Column("updated_at", Type.MOMENT),
    ),
)
BENCHMARKS = Table(
    "benchmarks", (*_NAMED, Column("task_slug", Type.WORD), Column("task"), Column("area"), _ALIASES)
)
METRICS = Table(
    "metrics",
    (
        *_NAMED,
        _DIRECTION,
        Column("family", Type.WORD),
        Column("unit", Type.TEXT, "of the common scale"),
        Column("percentage", Type.FLAG),
        _ALIASES,
    ),
)
SYSTEMS = Table("systems", (*_NAMED, _ALIASES))
_BOARD = (Column("benchmark_slug", Type.WORD), Column("metric_slug", Type.WORD))
BOARDS = Table(
    "boards",
    (
        *_BOARD,
        Column("benchmark"),
        Column("metric"),
        _DIRECTION,
        Column("unit", Type.TEXT, "of the metric's common scale"),
        Column("claims", Type.WHOLE, "on all tables of the board"),
        Column("results", Type.WHOLE, "claims of kind absolute"),
        Column("leader", Type.WORD, "the uid of the claim in the first place; null: nobody is ranked"),
    ),
)
STANDINGS = Table(
    "standings",
    (
        *_BOARD,
        Column("claim", Type.WORD, "the uid of the claim"),
        Column("kind", Type.WORD, "as in claims; numbers of different kinds never share a table"),
        Column(
            "rank", Type.WHOLE, "among the claims of kind absolute; equal values share one; null: not ranked"
        ),
    ),
)
TABLES = (PAPERS, CLAIMS, BENCHMARKS, METRICS, SYSTEMS, BOARDS, STANDINGS)
