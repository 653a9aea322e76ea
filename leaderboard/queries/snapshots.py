"""Snapshots, and what two of them differ in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from leaderboard.models import Snapshot, SnapshotRow
from leaderboard.queries.keysets import Cursor, Key, Page, page

PAGE = 50


class Part(StrEnum):
    """What a row of a difference is."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    LEADERS = "leaders"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a board as one snapshot holds it."""

    claim: UUID
    rank: int | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a row of a board, or of the first place of one; None: there was or is none."""

    benchmark: str
    metric: str
    before: Row | None
    after: Row | None

    @property
    def changed(self) -> list[str]:
        """The names of the facts that differ, the rank not counted."""
        if not (self.before and self.after):
            return []
        return [name for name, now in self.after.facts.items() if self.before.facts.get(name) != now]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two snapshots, in the order in which they are compared."""

    older: Snapshot
    newer: Snapshot


def listed() -> list[Snapshot]:
    """All snapshots, the newest first."""
    return list(Snapshot.objects.all())


def find(name: str) -> Snapshot | None:
    """The snapshot of this name."""
    return Snapshot.objects.filter(name=name).first()


def counts(pair: Pair) -> dict[Part, int]:
    """How many rows are new, gone and changed, and how many boards have a new leader."""
    return {part: _rows(pair, part).count() for part in Part}


def differences(pair: Pair, *, part: Part, cursor: Cursor | None, size: int = PAGE) -> Page[Difference]:
    """One page of a part, by board and claim; two queries."""
    found = page(_rows(pair, part).values(*_FIELDS), keys=_KEYS, cursor=cursor, size=size)
    others = _others(pair, part, found.rows)
    return found.of([_difference(row, others.get(_key(row, part)), part) for row in found.rows])


_FIELDS = ("benchmark", "metric", "claim", "rank", "facts")
_KEYS = (Key("benchmark"), Key("metric"), Key("claim", UUID))


def _rows(pair: Pair, part: Part) -> "QuerySet[SnapshotRow]":
    """The rows of the newer snapshot, or of the older where they are gone."""
    mine, other = (pair.older, pair.newer) if part is Part.GONE else (pair.newer, pair.older)
    rows = SnapshotRow.objects.filter(snapshot=mine)
    same = SnapshotRow.objects.filter(
        snapshot=other, benchmark=OuterRef("benchmark"), metric=OuterRef("metric"), claim=OuterRef("claim")
    )
    if part is Part.CHANGED:
        return rows.filter(Exists(same.exclude(facts=OuterRef("facts"))))
    if part is Part.LEADERS:
        return rows.filter(~Exists(same.filter(leader=True)), leader=True)
    return rows.filter(~Exists(same))


def _others(pair: Pair, part: Part, rows: Sequence[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """What stood in the older snapshot in the place of each row; of leaders, who led the board."""
    if part in (Part.NEW, Part.GONE) or not rows:
        return {}
    wanted = Q(pk__in=[])
    for row in rows:
        one = Q(leader=True) if part is Part.LEADERS else Q(claim=row["claim"])
        wanted |= one & Q(benchmark=row["benchmark"], metric=row["metric"])
    found = SnapshotRow.objects.filter(wanted, snapshot=pair.older)
    return {_key(row, part): row for row in map(dict, found.values(*_FIELDS))}


def _key(row: dict[str, Any], part: Part) -> tuple[Any, ...]:
    board = (row["benchmark"], row["metric"])
    return board if part is Part.LEADERS else (*board, row["claim"])


def _difference(row: dict[str, Any], other: dict[str, Any] | None, part: Part) -> Difference:
    mine, its = _row(row), other and _row(other)
    before, after = (mine, None) if part is Part.GONE else (its, mine)
    return Difference(row["benchmark"], row["metric"], before or None, after)


def _row(row: dict[str, Any]) -> Row:
    return Row(row["claim"], row["rank"], row["facts"])
