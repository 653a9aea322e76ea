"""Rejections: numbers that were seen and dropped, with the reason."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leaderboard.models.paper import Paper


class Rejection(models.Model):
    """A number of the abstract that is no claim; `reason` is one of the engine's reasons."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="rejections")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    reason = models.CharField(max_length=20)
    engine_version = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["paper_id", "start", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="rejection_once_a_place", fields=["paper", "start", "end"]),
            models.CheckConstraint(name="rejection_span_not_empty", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(
                name="rejection_says_why", condition=~Q(reason="") & ~Q(engine_version="")
            ),
        ]
        indexes: ClassVar = [models.Index(name="rejection_reason", fields=["reason"])]

    def __str__(self) -> str:
        return f"{self.quote} ({self.reason})"
