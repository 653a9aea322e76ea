"""Snapshots: the whole collection as it was on a day; never changed, never deleted (a trigger)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Snapshot(models.Model):
    """A snapshot, named by its day; `content` is the SHA-256 sum over the names and sums of its files.

    `manifest` lists the files with their sums, by which they are stored.
    """

    name = models.SlugField(max_length=20, unique=True, db_index=False)
    content = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField()
    manifest = models.JSONField()

    class Meta:
        ordering: ClassVar = ["-taken_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="snapshot_name_form",
                condition=Q(name__regex=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[1-9][0-9]*)?$"),
            ),
            models.CheckConstraint(
                name="snapshot_content_form", condition=Q(content__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SnapshotRow(models.Model):
    """A claim's row on one board as a snapshot holds it, so that any two of them can be compared.

    Benchmark and metric are slugs, which stay. `facts` is what the row says apart from its rank; decimals
    are texts there. `rank` is null where the row has none.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, db_index=False, related_name="rows")
    benchmark = models.CharField(max_length=80)
    metric = models.CharField(max_length=80)
    claim = models.UUIDField()
    rank = models.PositiveIntegerField(null=True)
    leader = models.BooleanField()
    facts = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="snapshotrow_once", fields=["snapshot", "benchmark", "metric", "claim"]
            )
        ]
        indexes: ClassVar = [
            models.Index(
                name="snapshotrow_leaders",
                fields=["snapshot", "benchmark", "metric"],
                condition=Q(leader=True),
            )
        ]

    def __str__(self) -> str:
        return f"claim {self.claim} on {self.benchmark}/{self.metric}"
