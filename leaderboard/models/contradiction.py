"""Contradictions: claims about the same thing that can't both be true; kept by triggers, never written to."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leaderboard.models.benchmark import Benchmark
from leaderboard.models.claim import Claim
from leaderboard.models.metric import Metric
from leaderboard.models.system import System


class Contradiction(models.Model):
    """The two claims furthest apart of those about one system, benchmark, metric and setting.

    `setting` is the key of the setting that both state, empty where one of them states none. It is
    `certain` where two papers state the same. `claims` counts those that were compared. The rows follow the
    rule of `domain.contradictions` and are brought up to date when a transaction ends.
    """

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="contradictions")
    benchmark = models.ForeignKey(Benchmark, on_delete=models.CASCADE, related_name="contradictions")
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="contradictions")
    setting = models.TextField(blank=True, default="")
    certain = models.BooleanField()
    low = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    claims = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-certain", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="contradiction_once", fields=["system", "metric", "benchmark", "setting"]
            ),
            models.CheckConstraint(name="contradiction_of_two", condition=~Q(low=F("high"))),
            models.CheckConstraint(
                name="contradiction_certain_by_setting", condition=Q(certain=False) | ~Q(setting="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="contradiction_listed", fields=["-certain", "-id"]),
            models.Index(name="contradiction_board", fields=["benchmark", "metric", "-certain", "-id"]),
        ]

    def __str__(self) -> str:
        return f"claims {self.low_id} and {self.high_id}"
