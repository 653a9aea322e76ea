"""A table as Parquet, typed, read from its JSON lines a block at a time."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.json
import pyarrow.parquet

from leaderboard.queries.collection import Column, Table, Type

BLOCK = 8_000_000
"""Bytes of JSON lines that become one group of rows."""

NUMBER = "_number"
"""Ends the name of the column that holds a decimal as the nearest floating-point number."""

_MOMENT = pa.timestamp("us", tz="UTC")
_TYPES: dict[Type, pa.DataType] = {
    Type.TEXT: pa.string(),
    Type.WORD: pa.string(),
    Type.WHOLE: pa.int64(),
    # Values from 1e-20 to 3.8e25, with the digits that papers write: no decimal type of Parquet holds them.
    Type.DECIMAL: pa.string(),
    Type.FLOAT: pa.float64(),
    Type.FLAG: pa.bool_(),
    Type.DAY: pa.date32(),
    Type.MOMENT: _MOMENT,
    Type.TEXTS: pa.list_(pa.string()),
    Type.WORDS: pa.list_(pa.string()),
}
_READ = {Type.DAY: pa.string(), Type.MOMENT: pa.string()}
"""Types that are read as text first, then cast: the reader of JSON guesses days otherwise."""


def write(table: Table, *, lines: Path, to: Path) -> Iterator[int]:
    """The number of rows of each group of rows, as they are written."""
    schema = _schema(table)
    with pa.parquet.ParquetWriter(to, schema, compression="zstd") as writer:
        for rows in _groups(table, lines):
            writer.write_table(_typed(rows, table, schema))
            yield rows.num_rows


def _schema(table: Table) -> pa.Schema:
    return pa.schema([field for column in table.columns for field in _fields(column)])


def _fields(column: Column) -> list[pa.Field]:
    about = {"about": column.about} if column.about else None
    fields = [pa.field(column.name, _TYPES[column.type], metadata=about)]
    if column.type is Type.DECIMAL:
        near = {"about": f"{column.name} as the nearest floating-point number"}
        fields.append(pa.field(column.name + NUMBER, pa.float64(), metadata=near))
    return fields


def _groups(table: Table, lines: Path) -> Iterator[pa.Table]:
    """Some rows at a time; the reader's own streaming reads far ahead of what is written."""
    wanted = pa.schema([(each.name, _READ.get(each.type, _TYPES[each.type])) for each in table.columns])
    parsing = pa.json.ParseOptions(explicit_schema=wanted, unexpected_field_behavior="error")
    with lines.open("rb") as file:
        while some := b"".join(file.readlines(BLOCK)):
            reading = pa.json.ReadOptions(block_size=len(some) + 1, use_threads=False)
            yield pa.json.read_json(pa.BufferReader(some), read_options=reading, parse_options=parsing)


def _typed(rows: pa.Table, table: Table, schema: pa.Schema) -> pa.Table:
    arrays = []
    for column in table.columns:
        held = rows.column(column.name)
        arrays.append(held.cast(_TYPES[column.type]))
        if column.type is Type.DECIMAL:
            arrays.append(held.cast(pa.float64()))
    return pa.Table.from_arrays(arrays, schema=schema)
