"""Pages by number, for programs that know no other: a bounded offset, and a count of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")
Other = TypeVar("Other")

MOST_ROWS = 100_000
"""How far into a list a page may lie: skipped rows cost as much as read ones."""


@dataclass(frozen=True, slots=True)
class Window:
    """The page of a list that is asked for, counted from 1."""

    page: int = 1
    size: int = 50

    @property
    def first(self) -> int:
        """How many rows stand before the page."""
        return (self.page - 1) * self.size

    @property
    def last(self) -> int:
        """How many rows stand before the next page."""
        return self.first + self.size


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """The rows of a page, and how many the list has."""

    count: int
    rows: Sequence[Row] = ()

    def of(self, make: Callable[[Row], Other]) -> "Slice[Other]":
        """The same place in the list, each row in another shape."""
        return Slice(self.count, [make(row) for row in self.rows])


def window(rows: "QuerySet[Any, Any]", at: Window) -> Slice[Any]:
    """The page of the queryset, which must be in an order that leaves nothing open."""
    count = rows.order_by().count()
    return Slice(count, list(rows[at.first : at.last]) if at.first < count else [])


def window_of(rows: Sequence[Row], at: Window) -> Slice[Row]:
    """The page of rows that are here already."""
    return Slice(len(rows), rows[at.first : at.last])
