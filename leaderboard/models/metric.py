"""Metrics: what is measured, and which way is better."""

from typing import ClassVar

from django.db import models

from leaderboard.models.name import Alias, Named


class Metric(Named):
    """A metric; what is unknown of it is null, and a metric of unknown direction is never ranked."""

    class Direction(models.TextChoices):
        """Which values are better."""

        HIGHER = "higher", "higher is better"
        LOWER = "lower", "lower is better"

    direction = models.CharField(max_length=6, choices=Direction.choices, null=True, blank=True)
    family = models.CharField(max_length=20, null=True, blank=True)
    unit = models.CharField(max_length=40, null=True, blank=True)
    percentage = models.BooleanField(null=True, blank=True)

    class Meta(Named.Meta):
        constraints: ClassVar = [
            *Named.Meta.constraints,
            models.CheckConstraint(
                name="metric_direction_known",
                condition=models.Q(direction=None) | models.Q(direction__in=["higher", "lower"]),
            ),
            models.CheckConstraint(
                name="metric_unknown_is_null", condition=~models.Q(family="") & ~models.Q(unit="")
            ),
        ]


class MetricAlias(Alias):
    """A spelling of a metric's name."""

    owner = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "metric aliases"
