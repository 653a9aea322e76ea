"""Queries that are put together once and asked many times: what differs between times goes into slots.

Putting a query of thirty columns together takes Django longer than PostgreSQL needs to answer it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet, Value
from django.db.models.expressions import RawSQL


class Slot(Value):
    """A place in a query for a value that is given by its name when the query is asked.

    The value goes to the database as it is: a decimal, a day, a uid, a number or a word.
    """

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A parameter that is the slot itself."""
        return "%s", (self,)


def among(column: str, slot: Slot) -> RawSQL:
    """The condition that the column, a constant of the code, holds one of the values in the slot, a list."""
    return RawSQL(f"{column} = ANY(%s)", [slot], output_field=BooleanField())  # noqa: S611


@dataclass(frozen=True, slots=True)
class Kept:
    """A query put together: parameters that are slots stand for values; `names` are those of its columns."""

    sql: str
    parameters: tuple[Any, ...]
    names: tuple[str, ...]
    converters: Mapping[int, Any]

    @classmethod
    def of(cls, query: "QuerySet[Any, dict[str, Any]]") -> "Kept":
        """The query, which is one of `values()`."""
        compiler = query.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        return cls(sql, parameters, tuple(query.query.selected or ()), compiler.get_converters(columns))

    def rows(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What the database answers with these values in the slots."""
        given = [values[each.value] if isinstance(each, Slot) else each for each in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            return [dict(zip(self.names, row, strict=True)) for row in self._converted(cursor.fetchall())]

    def _converted(self, rows: list[tuple[Any, ...]]) -> Iterable[Any]:
        if not self.converters:
            return rows
        whole = [list(row) for row in rows]
        for place, (converters, expression) in self.converters.items():
            for row in whole:
                for converter in converters:
                    row[place] = converter(row[place], expression, connection)
        return whole
