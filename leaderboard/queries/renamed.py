"""Which names were put in order since a time, and the papers that say one of them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from leaderboard.models import (
    Benchmark,
    BenchmarkAlias,
    Metric,
    MetricAlias,
    NameChange,
    NameMove,
    Origin,
    Task,
)
from leaderboard.queries import spoken


def any_since(since: datetime) -> bool:
    """Whether a curator put names in order, of systems too, or took that back."""
    return _changes(since).exists()


def papers(since: datetime) -> tuple[int, ...] | None:
    """Ids of the papers that say a name that changed since; None where they can't be told from the others.

    That is so where a name went without a trace, or where more papers say one than are looked for.
    """
    said = spellings(since)
    found = spoken.papers(said)
    return found if said and len(found) < spoken.MOST else None


def spellings(since: datetime) -> list[str]:
    """All spellings, old and new, of what was added, merged, split, renamed or said to be no name."""
    found: set[str] = set()
    for model, alias in ((Metric, MetricAlias), (Benchmark, BenchmarkAlias)):
        changed = model.objects.exclude(origin=Origin.TEXT).filter(updated_at__gt=since)
        of_these = Q(owner__in=changed) | (Q(updated_at__gt=since) & ~Q(origin=Origin.TEXT))
        found.update(changed.values_list("name", flat=True))
        found.update(alias.objects.filter(of_these).values_list("name", flat=True))
    tasks = Task.objects.exclude(origin=Origin.TEXT).filter(updated_at__gt=since)
    found.update(tasks.values_list("name", flat=True))
    return sorted((found | _moved(since)) - {""})


def _moved(since: datetime) -> set[str]:
    """The names of changes of names, and of the spellings that they moved."""
    changes = _changes(since)
    found = {name for pair in changes.values_list("source_name", "target_name") for name in pair}
    moves = NameMove.objects.filter(change__in=changes, place__endswith="alias")
    sides = (side for pair in moves.values_list("before", "after") for side in pair)
    return found | {side["name"] for side in sides if isinstance(side, dict) and side.get("name")}


def _changes(since: datetime) -> "QuerySet[NameChange]":
    return NameChange.objects.filter(Q(at__gt=since) | Q(undone_at__gt=since))
