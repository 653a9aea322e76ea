"""Readers: how often the pages of a board were read, by day; no word about who read them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leaderboard.models.benchmark import Benchmark
from leaderboard.models.metric import Metric


class BoardReads(models.Model):
    """How often a board was read on a day."""

    benchmark = models.ForeignKey(Benchmark, on_delete=models.CASCADE, db_index=False, related_name="+")
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    reads = models.PositiveBigIntegerField()

    class Meta:
        verbose_name_plural = "board reads"
        constraints: ClassVar = [
            models.UniqueConstraint(name="boardreads_once_a_day", fields=["benchmark", "metric", "day"]),
            models.CheckConstraint(name="boardreads_some", condition=Q(reads__gt=0)),
        ]
        indexes: ClassVar = [models.Index(name="boardreads_day", fields=["day"])]

    def __str__(self) -> str:
        return f"board {self.benchmark_id}/{self.metric_id} on {self.day}"
