"""Claims about speed and cost as their boards show them, worked out once when something changes."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from leaderboard.models.claim import Claim
from leaderboard.models.fields import NumericField
from leaderboard.models.metric import Metric
from leaderboard.models.paper import Paper

_TABLE = ("family", "lane", "base")
_TIE = ("better", "claim")


def _index(name: str, *fields: str) -> models.Index:
    """Serves one sort order of one table, both ways."""
    return models.Index(name=f"efficiency_{name}", fields=[*_TABLE, *fields, *_TIE])


class EfficiencyStanding(models.Model):
    """The place of a claim on the board of its metric's family, and all that the board is sorted by.

    Triggers keep the rows equal to the view `leaderboard_efficiency`, which holds the rules of
    `domain.efficiency` and `domain.hardware` in SQL. `amount` is how many times better, or an amount in
    `base` units (lane "absolute"); `better` is what the own order of a table runs by, smallest first. An
    unknown `day` is the last there is, and `recency` counts days back from it. `quality` is the claim to
    read beside: how good the same paper's outcome is.
    """

    claim = models.OneToOneField(
        Claim, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="+"
    )
    paper = models.ForeignKey(Paper, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    metric = models.ForeignKey(Metric, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    quality = models.ForeignKey(
        Claim, on_delete=models.DO_NOTHING, db_constraint=False, null=True, db_index=False, related_name="+"
    )
    family = models.CharField(max_length=20)
    lane = models.CharField(max_length=8)
    base = models.TextField(blank=True)
    reason = models.CharField(max_length=10, blank=True)
    amount = NumericField(null=True)
    better = NumericField()
    day = models.DateField()
    recency = models.IntegerField()
    state = models.CharField(max_length=10)
    confidence = models.FloatField()
    unnamed = models.BooleanField()
    system_words = models.TextField(blank=True)
    alone = models.BooleanField()
    baseline_words = models.TextField(blank=True)
    unset = models.BooleanField()
    setting_words = models.TextField(blank=True)
    metric_words = models.TextField()
    paper_words = models.TextField()
    hardware = ArrayField(models.TextField())
    baselines = ArrayField(models.BigIntegerField())
    tasks = ArrayField(models.BigIntegerField())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="efficiency_lane_known",
                condition=Q(lane__in=["measured", "best"], base="", reason="", amount__gt=0)
                | Q(lane="absolute", reason="", amount__isnull=False)
                | (Q(lane="unplaced", base="", amount=None) & ~Q(reason="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="efficiency_rank", fields=[*_TABLE, "better", "day", "claim"]),
            _index("day", "day"),
            _index("recency", "recency"),
            _index("state", "state"),
            _index("confidence", "confidence"),
            _index("metric", "metric_words"),
            _index("paper", "paper_words"),
            _index("system", "unnamed", "system_words"),
            _index("system_down", "system_words"),
            _index("baseline", "alone", "baseline_words"),
            _index("baseline_down", "baseline_words"),
            _index("setting", "unset", "setting_words"),
            _index("setting_down", "setting_words"),
            GinIndex(name="efficiency_named", fields=["baselines", "hardware", "tasks"]),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} in {self.family}, {self.lane}"


class EfficiencyTotals(models.Model):
    """A family that has claims: how many each table holds, amounts by unit, what is often compared with.

    `counts` maps lanes to numbers of claims, `units` pairs each unit with its number, most first; `baselines`
    are slug, name and number. Every settling writes the row anew: `changed_at` says which copies are old.
    """

    family = models.CharField(max_length=20, unique=True)
    counts = models.JSONField()
    units = models.JSONField()
    baselines = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "efficiency totals"

    def __str__(self) -> str:
        return self.family


class EfficiencyFacets(models.Model):
    """What one table of a family can be narrowed to: for each part the values, their words and numbers."""

    family = models.CharField(max_length=20)
    lane = models.CharField(max_length=8)
    base = models.TextField(blank=True)
    facets = models.JSONField()

    class Meta:
        verbose_name_plural = "efficiency facets"
        constraints: ClassVar = [
            models.UniqueConstraint(name="efficiencyfacets_once", fields=["family", "lane", "base"])
        ]

    def __str__(self) -> str:
        return f"{self.family}, {self.lane} {self.base}".strip()


class EfficiencyChange(models.Model):
    """A note that a family changed and its totals are old; written by triggers, never changed."""

    family = models.CharField(max_length=20, db_index=True)

    def __str__(self) -> str:
        return f"{self.family} changed"
