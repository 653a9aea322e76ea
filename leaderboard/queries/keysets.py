"""Pages of a list by keyset: a page starts after a row's own sort key, never after a count of rows.

A list stays stable while rows come and go, and page 1,000 costs what page 1 costs.
"""

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

from django.db.models import IntegerField, Q, QuerySet, Value

Row = TypeVar("Row")
Other = TypeVar("Other")

MAX_CURSOR = 4_000
"""Characters of the longest mark that is read at all."""

MAX_EXPONENT = 10_000


class CursorError(ValueError):
    """The address holds a page mark that this list never gave out."""


@dataclass(frozen=True, slots=True)
class Key:
    """One part of a sort order: a field or annotation that is never null, and how to read it back."""

    field: str
    type: Callable[[str], Any] = str
    descending: bool = False

    def reversed(self) -> "Key":
        """The same part, the other way round."""
        return Key(self.field, self.type, not self.descending)

    @property
    def order(self) -> str:
        """The part as `order_by` takes it."""
        return f"-{self.field}" if self.descending else self.field


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row that a page follows, or precedes when `backwards`."""

    mark: str
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page and the marks of its neighbours (None: there is none)."""

    rows: tuple[Row, ...]
    after: str | None = None
    before: str | None = None

    def of(self, rows: Sequence[Other]) -> "Page[Other]":
        """The same place in the list, with its rows in another shape."""
        return Page(tuple(rows), self.after, self.before)


@dataclass(frozen=True, slots=True)
class Walk:
    """The way to one page of a list: along which keys, next to which row, how far.

    `sectioned`: the first key is the place of one of several sections that follow each other.
    """

    keys: tuple[Key, ...]
    cursor: Cursor | None
    size: int
    sectioned: bool = False

    @property
    def backwards(self) -> bool:
        """True where the page lies before its row."""
        return self.cursor is not None and self.cursor.backwards

    @property
    def ways(self) -> list[Key]:
        """The keys in the direction in which the rows are looked up."""
        return [key.reversed() for key in self.keys] if self.backwards else list(self.keys)

    def mark(self) -> list[Any]:
        """What the row next to the page holds in each key; nothing for the first page.

        Raises CursorError for a mark that does not fit the keys.
        """
        return _decode(self.cursor.mark, self.keys) if self.cursor else []

    def rows(self, rows: "QuerySet[Any, Any]", *, mark: Sequence[Any]) -> "QuerySet[Any, Any]":
        """The rows of the page, and one more that says that there is a next one."""
        if mark:
            rows = rows.filter(_beyond(self.ways, mark))
        return rows.order_by(*(key.order for key in self.ways))[: self.size + 1]

    def sections(
        self, sections: Sequence["QuerySet[Any, Any]"], *, mark: Sequence[Any]
    ) -> "QuerySet[Any, Any]":
        """As `rows`, of a list made of sections.

        Every section is walked along an index of its own, which one sort order over all of them would not
        allow. The sections are `values()` querysets that hold every other key.
        """
        begin, *behind = mark or [None]
        parts = []
        for place, section in enumerate(sections):
            if begin is None or (place < begin if self.backwards else place > begin):
                parts.append(_part(section, place, self))
            elif place == begin:
                parts.append(_part(section.filter(_beyond(self.ways[1:], behind)), place, self))
        if not parts:
            raise CursorError(_STRANGE)
        return _joined(parts, self)[: self.size + 1]

    def page(self, found: list[dict[str, Any]]) -> Page[dict[str, Any]]:
        """The page of the rows that were looked up."""
        more, shown = len(found) > self.size, found[: self.size]
        if self.backwards:
            shown.reverse()
        earlier = more if self.backwards else self.cursor is not None
        return Page(
            tuple(shown),
            after=_encode(shown[-1], self.keys) if shown and (more or self.backwards) else None,
            before=_encode(shown[0], self.keys) if shown and earlier else None,
        )


def page(
    rows: "QuerySet[Any, Any]",
    *,
    keys: Sequence[Key],
    cursor: Cursor | None,
    size: int,
    open_ended: bool = False,
) -> Page[dict[str, Any]]:
    """One page of `rows` (a `values()` queryset that holds every key), by one query.

    The last key must be unique. Raises CursorError for a mark that does not fit the keys. `open_ended`: the
    list grows at its end, so that there is a mark behind its last page, too.
    """
    walk = Walk(tuple(keys), cursor, size)
    cut = walk.page(list(walk.rows(rows, mark=walk.mark())))
    if not open_ended or cut.after is not None:
        return cut
    behind = _encode(cut.rows[-1], keys) if cut.rows else cursor.mark if cursor else None
    return Page(cut.rows, behind, cut.before)


def walk_of_sections(keys: Sequence[Key], *, cursor: Cursor | None, size: int) -> Walk:
    """The way through a list made of sections, each sorted by the keys."""
    return Walk((_SECTION, *keys), cursor, size, sectioned=True)


def _part(section: "QuerySet[Any, Any]", place: int, walk: Walk) -> "QuerySet[Any, Any]":
    marked: QuerySet[Any, Any] = section.annotate(
        **{_SECTION.field: Value(place, output_field=IntegerField())}
    ).order_by(*(key.order for key in walk.ways[1:]))[: walk.size + 1]
    return marked


def _joined(parts: Sequence["QuerySet[Any, Any]"], walk: Walk) -> "QuerySet[Any, Any]":
    """The parts one after the other; a single one is in its order already."""
    if len(parts) == 1:
        return parts[0]
    order = [key.order for key in walk.ways]
    joined: QuerySet[Any, Any] = parts[0].union(*parts[1:], all=True).order_by(*order)
    return joined


def page_of_sorted(
    rows: Sequence[dict[str, Any]], *, keys: Sequence[Key], cursor: Cursor | None, size: int
) -> Page[dict[str, Any]]:
    """One page of rows that are here already, in the order of the keys, all of which are whole numbers."""
    first, last = 0, min(size, len(rows))
    if cursor is not None:
        mark = _place(dict(zip((key.field for key in keys), _decode(cursor.mark, keys), strict=True)), keys)
        places = [_place(row, keys) for row in rows]
        if cursor.backwards:
            last = bisect_left(places, mark)
            first = max(0, last - size)
        else:
            first = bisect_right(places, mark)
            last = min(first + size, len(rows))
    found = tuple(rows[first:last])
    return Page(
        found,
        after=_encode(found[-1], keys) if found and last < len(rows) else None,
        before=_encode(found[0], keys) if found and first else None,
    )


def _place(row: Mapping[str, int], keys: Sequence[Key]) -> tuple[int, ...]:
    return tuple(-row[key.field] if key.descending else row[key.field] for key in keys)


def _beyond(keys: Sequence[Key], values: Sequence[Any]) -> Q:
    """The rows behind those values; said of the first key alone, too, which is what an index can use."""
    condition, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        side = "lt" if key.descending else "gt"
        condition |= equal & Q(**{f"{key.field}__{side}": value})
        equal &= Q(**{key.field: value})
    bound = "lte" if keys[0].descending else "gte"
    return Q(**{f"{keys[0].field}__{bound}": values[0]}) & condition


def _encode(row: dict[str, Any], keys: Sequence[Key]) -> str:
    parts = json.dumps([_written(row[key.field]) for key in keys], separators=(",", ":"))
    return base64.urlsafe_b64encode(parts.encode()).decode().rstrip("=")


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def _decode(mark: str, keys: Sequence[Key]) -> list[Any]:
    try:
        if len(mark) > MAX_CURSOR:
            raise ValueError
        parts = json.loads(base64.b64decode(mark + "=" * (-len(mark) % 4), altchars=b"-_", validate=True))
        return [_read(key, part) for key, part in zip(keys, parts, strict=True)]
    except (ValueError, TypeError, InvalidOperation, binascii.Error, RecursionError) as error:
        raise CursorError(_STRANGE) from error


def _read(key: Key, part: Any) -> Any:
    if not isinstance(part, str) or "\x00" in part:
        raise ValueError
    part.encode()  # refuses halves of surrogate pairs, which the database can't be asked about
    return key.type(part)


def number(text: str) -> Decimal:
    """The decimal that a mark holds, within what PostgreSQL can compare."""
    value = Decimal(text)
    if not value.is_finite() or abs(value.adjusted()) > MAX_EXPONENT:
        raise ValueError
    return value


def whole(text: str) -> int:
    """The integer that a mark holds, within what PostgreSQL can compare."""
    value = int(text)
    if abs(value) >= 2**63:
        raise ValueError
    return value


def moment(text: str) -> datetime:
    """The time that a mark holds, which must say its offset from UTC."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError
    return value


_SECTION = Key("section", whole)
_STRANGE = "This page mark does not belong to this list."
