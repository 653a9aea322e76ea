"""Claims: one number of an abstract that reports a result, and what the words around it say of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from leaderboard.models.benchmark import Benchmark
from leaderboard.models.fields import NumericField
from leaderboard.models.metric import Metric
from leaderboard.models.paper import Paper
from leaderboard.models.system import System

_LARGEST = 10**100
"""Keeps out NaN and the infinities, which PostgreSQL sorts above every number."""


class Claim(models.Model):
    """A number with its place in the abstract: `abstract[start:end] == quote`, held by a trigger.

    Null means that the text does not say. The words as found stand beside what they were linked to.
    `scaled` is the value on its metric's common scale, null where it can't be put on one. `rules` are what
    the engine read its parts by (`extraction.rules`), whatever people made of it since; none: not noted.
    """

    class Kind(models.TextChoices):
        """What a number is to its quantity; numbers of different kinds never share a column."""

        ABSOLUTE = "absolute", "result"
        DIFFERENCE = "difference", "gain in points"
        PERCENT_CHANGE = "percent_change", "relative change"
        FACTOR = "factor", "factor"
        FRACTION = "fraction", "fraction"

    class Direction(models.TextChoices):
        """The way the named metric moves."""

        UP = "up", "up"
        DOWN = "down", "down"

    class Role(models.TextChoices):
        """Whose number it is."""

        RESULT = "result", "own result"
        REFERENCE = "reference", "of the thing compared with"

    class Bound(models.TextChoices):
        """What the words say about the number's exactness."""

        EXACT = "exact", "exactly"
        AT_MOST = "at_most", "at most"
        AT_LEAST = "at_least", "at least"
        ABOUT = "about", "about"

    class State(models.TextChoices):
        """Who stands behind the claim; machine and superseded claims are nobody's decision."""

        MACHINE = "machine", "read by machine"
        CURATED = "curated", "checked by a curator"
        CONFIRMED = "confirmed", "confirmed by the authors"
        DISPUTED = "disputed", "disputed"
        REJECTED = "rejected", "rejected"
        SUPERSEDED = "superseded", "no longer read so"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="claims")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    value = NumericField()
    value_high = NumericField(null=True, blank=True)
    unit = models.TextField(null=True, blank=True)
    kind = models.CharField(max_length=14, choices=Kind.choices, null=True, blank=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, null=True, blank=True)
    role = models.CharField(max_length=9, choices=Role.choices)
    bound = models.CharField(max_length=8, choices=Bound.choices)
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    metric_text = models.TextField(blank=True, default="")
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    system_text = models.TextField(blank=True, default="")
    setting = models.TextField(blank=True, default="")
    task_text = models.TextField(blank=True, default="")
    scaled = NumericField(null=True, blank=True, editable=False)
    confidence = models.FloatField(default=0.0)
    engine_version = models.CharField(max_length=40, blank=True, default="")
    alternatives = models.JSONField(default=list, blank=True)
    rules = ArrayField(models.TextField(), default=list, blank=True, db_default=[])
    state = models.CharField(max_length=10, choices=State.choices, default=State.MACHINE)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["paper_id", "start", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="claim_once_a_place", fields=["paper", "start", "end", "role"]),
            models.CheckConstraint(name="claim_span_not_empty", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(
                name="claim_within_sentence",
                condition=Q(sentence_start__lte=F("start"), sentence_end__gte=F("end")),
            ),
            models.CheckConstraint(
                name="claim_range_upwards",
                condition=Q(value_high=None) | Q(value_high__gte=F("value")),
            ),
            models.CheckConstraint(
                name="claim_value_finite",
                condition=Q(value__gt=-_LARGEST, value__lt=_LARGEST)
                & (Q(value_high=None) | Q(value_high__lt=_LARGEST))
                & (Q(scaled=None) | Q(scaled__gt=-_LARGEST, scaled__lt=_LARGEST)),
            ),
            models.CheckConstraint(
                name="claim_kind_known",
                condition=Q(kind=None)
                | Q(kind__in=["absolute", "difference", "percent_change", "factor", "fraction"]),
            ),
            models.CheckConstraint(
                name="claim_direction_known",
                condition=Q(direction=None) | Q(direction__in=["up", "down"]),
            ),
            models.CheckConstraint(
                name="claim_absolute_has_no_direction",
                condition=Q(direction=None) | Q(kind=None) | ~Q(kind="absolute"),
            ),
            models.CheckConstraint(name="claim_role_known", condition=Q(role__in=["result", "reference"])),
            models.CheckConstraint(
                name="claim_bound_known",
                condition=Q(bound__in=["exact", "at_most", "at_least", "about"]),
            ),
            models.CheckConstraint(name="claim_unknown_unit_is_null", condition=Q(unit=None) | ~Q(unit="")),
            models.CheckConstraint(
                name="claim_scaled_needs_metric", condition=Q(scaled=None) | Q(metric__isnull=False)
            ),
            models.CheckConstraint(
                name="claim_confidence_is_probability",
                condition=Q(confidence__gte=0.0, confidence__lte=1.0),
            ),
            models.CheckConstraint(
                name="claim_decision_pairs_with_state",
                condition=Q(state__in=["machine", "superseded"], decided_at=None, decided_by=None)
                | Q(
                    state__in=["curated", "confirmed", "disputed", "rejected"],
                    decided_at__isnull=False,
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="claim_board", fields=["metric", "kind", "state", "scaled"]),
            models.Index(name="claim_subject", fields=["system", "metric"]),
            models.Index(name="claim_newest", fields=["-created_at", "-id"]),
            models.Index(name="claim_queue", fields=["state", "confidence", "id"]),
            GinIndex(name="claim_rules", fields=["rules"]),
        ]

    def __str__(self) -> str:
        return f"{self.quote} at {self.start} of paper {self.paper_id}"


class ClaimBenchmark(models.Model):
    """A benchmark that the claim's number was measured on, and the words that say so."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="claim_benchmarks")
    benchmark = models.ForeignKey(
        Benchmark, on_delete=models.PROTECT, null=True, blank=True, related_name="claim_benchmarks"
    )
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["claim_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="claimbenchmark_order", fields=["claim", "position"]),
            models.UniqueConstraint(name="claimbenchmark_once", fields=["benchmark", "claim"]),
        ]

    def __str__(self) -> str:
        return self.text


class ClaimSystem(models.Model):
    """A further system that the claim's number is about; the first is the claim's own `system`."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="claim_systems")
    system = models.ForeignKey(
        System, on_delete=models.PROTECT, null=True, blank=True, related_name="claim_systems"
    )
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["claim_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="claimsystem_order", fields=["claim", "position"]),
            models.UniqueConstraint(name="claimsystem_once", fields=["system", "claim"]),
        ]

    def __str__(self) -> str:
        return self.text


class ClaimBaseline(models.Model):
    """A system that the claim's number is compared with, and the words that name it."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="claim_baselines")
    system = models.ForeignKey(
        System, on_delete=models.PROTECT, null=True, blank=True, related_name="claim_baselines"
    )
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["claim_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="claimbaseline_order", fields=["claim", "position"]),
            models.UniqueConstraint(name="claimbaseline_once", fields=["system", "claim"]),
        ]

    def __str__(self) -> str:
        return self.text
