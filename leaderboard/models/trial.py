"""Trials: what another engine reads in every abstract, beside what stands, without touching it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from leaderboard.models.batch import Batch
from leaderboard.models.claim import Claim
from leaderboard.models.fields import NumericField
from leaderboard.models.paper import Paper


class Trial(models.Model):
    """A candidate's reading of everything, made by a batch, without what it is less sure of than `least`.

    `vocabulary` says which names it read with. `summary` is worked out when the batch ends.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="+")
    candidate = models.CharField(max_length=20)
    engine_version = models.CharField(max_length=40)
    least = models.FloatField(default=0.0)
    vocabulary = models.TextField(blank=True, default="")
    summary = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="trial_says_what_read", condition=~Q(candidate="") & ~Q(engine_version="")
            ),
            models.CheckConstraint(
                name="trial_least_is_probability", condition=Q(least__gte=0.0, least__lte=1.0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} {self.engine_version}"


class TrialClaim(models.Model):
    """A number as the candidate reads it, beside the claim that stands at its place; or one it does not read.

    Metric, system and lists are ids and words as for a claim; plain numbers, since names may be merged
    before anybody adopts the reading. `judged` is what a person decided about the reading of the engine
    before; `was_metric` and `was_benchmarks` are those of the claim that stands. Where the candidate reads
    nothing (`gone`), the columns hold the claim that stands.
    """

    class Outcome(models.TextChoices):
        """The candidate's reading beside the claim that stands."""

        AGREE = "agree", "agree"
        DIFFER = "differ", "differ"
        NEW = "new", "new"
        GONE = "gone", "gone"

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, db_index=False, related_name="claims")
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    role = models.CharField(max_length=9)
    quote = models.TextField()
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    value = NumericField()
    value_high = NumericField(null=True)
    unit = models.TextField(null=True)
    kind = models.CharField(max_length=14, null=True)
    direction = models.CharField(max_length=4, null=True)
    bound = models.CharField(max_length=8)
    metric = models.BigIntegerField(null=True)
    metric_text = models.TextField()
    system = models.BigIntegerField(null=True)
    system_text = models.TextField()
    setting = models.TextField()
    task_text = models.TextField()
    scaled = NumericField(null=True)
    confidence = models.FloatField()
    alternatives = models.JSONField()
    rules = ArrayField(models.TextField(), default=list, db_default=[])
    benchmarks = ArrayField(models.BigIntegerField(null=True))
    benchmark_words = ArrayField(models.TextField())
    systems = ArrayField(models.BigIntegerField(null=True))
    system_words = ArrayField(models.TextField())
    baselines = ArrayField(models.BigIntegerField(null=True))
    baseline_words = ArrayField(models.TextField())
    outcome = models.CharField(max_length=6, choices=Outcome.choices, default=Outcome.NEW, db_default="new")
    differs = ArrayField(models.TextField(), default=list, db_default=[])
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, related_name="+")
    decided = models.BooleanField(default=False, db_default=False)
    judged = models.CharField(max_length=7, null=True)
    was_metric = models.BigIntegerField(null=True)
    was_benchmarks = ArrayField(models.BigIntegerField(null=True), default=list, db_default=[])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="trialclaim_once_a_place", fields=["trial", "paper", "start", "end", "role"]
            ),
            models.CheckConstraint(name="trialclaim_span_not_empty", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(
                name="trialclaim_outcome_known", condition=Q(outcome__in=["agree", "differ", "new", "gone"])
            ),
            models.CheckConstraint(
                name="trialclaim_new_stands_alone",
                condition=Q(outcome="new", claim=None) | (~Q(outcome="new") & Q(claim__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="trialclaim_board", fields=["trial", "metric"]),
            models.Index(name="trialclaim_was_board", fields=["trial", "was_metric"]),
            models.Index(name="trialclaim_outcome", fields=["trial", "outcome", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.quote} at {self.start} of paper {self.paper_id}: {self.outcome}"


class Conflict(models.Model):
    """A claim that a person decided about and an adopted engine reads otherwise; open until decided anew.

    `reading` is the engine's reading in the words of a claim's facts, null where it reads no claim there.
    `former` is the conflict of an earlier adoption that this one took the place of.
    """

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="conflict")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    engine_version = models.CharField(max_length=40)
    reading = models.JSONField(null=True)
    differs = ArrayField(models.TextField())
    created_at = models.DateTimeField()
    former = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.engine_version} reads claim {self.claim_id} otherwise"

    @property
    def said(self) -> list[tuple[str, str]]:
        """The parts of the engine's reading that it gives, in words."""
        given = (self.reading or {}).items()
        words = [
            (name, ", ".join(filter(None, said)) if isinstance(said, list) else said) for name, said in given
        ]
        return [(name.replace("_", " "), str(said)) for name, said in words if said]
