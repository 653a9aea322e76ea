"""Boards as they stand: what pages of boards need, worked out once when something changes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leaderboard.models.benchmark import Benchmark
from leaderboard.models.claim import Claim
from leaderboard.models.fields import NumericField
from leaderboard.models.metric import Metric

_TIE = ("better", "day", "uid")


def _index(name: str, *fields: str) -> models.Index:
    """Serves one sort order of one tab; where thousands of rows hold the same, down to the ties."""
    return models.Index(name=f"standing_{name}", fields=["benchmark", "metric", "kind", "unranked", *fields])


class Standing(models.Model):
    """The place of a claim on one board, with everything that the board is sorted and narrowed by.

    Triggers keep the rows equal to the view `leaderboard_place`, which holds the rule of
    `domain.ranking` in SQL; `rank`, `record` and `worth` are worked out by `actions.boards.settle`, and hold
    as long as no BoardChange says otherwise. `worth` says how much a decision about the claim is worth
    (`actions.worths`), null where there is nothing to decide. `better` is the value turned so that the better
    one is smaller, a number behind every value where the claim has no rank. An unknown `day` is the last one
    there is, a missing text is empty.
    """

    claim = models.ForeignKey(Claim, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    benchmark = models.ForeignKey(Benchmark, on_delete=models.CASCADE, db_index=False, related_name="+")
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, blank=True)
    role = models.CharField(max_length=9)
    state = models.CharField(max_length=10)
    setting = models.TextField(blank=True)
    confidence = models.FloatField()
    unranked = models.BooleanField()
    better = NumericField()
    amount = NumericField()
    day = models.DateField()
    uid = models.UUIDField()
    system_words = models.TextField(blank=True)
    setting_words = models.TextField(blank=True)
    baseline_words = models.TextField(blank=True)
    paper_words = models.TextField(blank=True)
    rank = models.PositiveIntegerField(null=True)
    record = models.BooleanField(default=False)
    worth = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="standing_once_a_board", fields=["claim", "benchmark", "metric"])
        ]
        indexes: ClassVar = [
            models.Index(
                name="standing_rank", fields=["benchmark", "metric", "kind", "better", "day", "uid"]
            ),
            *(_index(name, name) for name in ("amount", "day", "confidence")),
            *(_index(name, f"{name}_words") for name in ("system", "paper")),
            *(_index(f"{name}_up", f"{name}_words", *_TIE) for name in ("setting", "baseline")),
            *(_index(f"{name}_down", f"-{name}_words", *_TIE) for name in ("setting", "baseline")),
            _index("states", "state", *_TIE),
            models.Index(
                name="standing_worth",
                fields=["-worth", "id"],
                condition=Q(state__in=["machine", "disputed"], worth__isnull=False),
            ),
            models.Index(name="standing_records", fields=["-day", "-id"], condition=Q(record=True)),
            models.Index(name="standing_record", fields=["benchmark", "metric"], condition=Q(record=True)),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} on board {self.benchmark_id}/{self.metric_id}"


class BoardTotals(models.Model):
    """A board that has claims: how many of each kind, what they can be narrowed to, and who leads.

    `counts` maps each kind ("" where it is unclear) to its number of claims, `facets` to what pages offer
    as filters; `version` grows with every change, so that whoever keeps a copy knows when it is old.
    """

    benchmark = models.ForeignKey(Benchmark, on_delete=models.CASCADE, db_index=False, related_name="totals")
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="totals")
    claims = models.PositiveIntegerField()
    results = models.PositiveIntegerField()
    counts = models.JSONField()
    facets = models.JSONField()
    leader = models.ForeignKey(
        Claim, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    version = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "board totals"
        constraints: ClassVar = [
            models.UniqueConstraint(name="boardtotals_once", fields=["benchmark", "metric"]),
            models.CheckConstraint(name="boardtotals_not_empty", condition=Q(claims__gt=0)),
        ]
        indexes: ClassVar = [
            models.Index(name="boardtotals_largest", fields=["-results", "-claims", "benchmark", "metric"])
        ]

    def __str__(self) -> str:
        return f"board {self.benchmark_id}/{self.metric_id}"


class BoardChange(models.Model):
    """A note that a board changed and its ranks and totals are old; written by triggers, never changed.

    The board is named by plain numbers: a reference would make writers wait for each other.
    """

    benchmark = models.BigIntegerField()
    metric = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(name="boardchange_board", fields=["benchmark", "metric"])]

    def __str__(self) -> str:
        return f"board {self.benchmark}/{self.metric} changed"
