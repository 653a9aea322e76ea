"""Alerts: who wants to be told when a result passes a value on a board, and what was told to whom."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from leaderboard.models.benchmark import Benchmark
from leaderboard.models.claim import Claim
from leaderboard.models.fields import NumericField
from leaderboard.models.metric import Metric


class Alert(models.Model):
    """A value on a board, and the address that is told of every ranked result better than it.

    `threshold` is on the metric's common scale. `secret` signs what is sent. An alert that was stopped stays
    for its log.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts")
    benchmark = models.ForeignKey(Benchmark, on_delete=models.PROTECT, related_name="+")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="+")
    threshold = NumericField()
    url = models.CharField("address", max_length=500)
    secret = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="alert_address_is_web", condition=Q(url__regex=r"^https?://")),
            models.CheckConstraint(
                name="alert_signs",
                condition=Q(secret__regex=r"^[0-9a-f]{64}$"),  # noqa: S106 (a form, no secret)
            ),
            models.CheckConstraint(
                name="alert_threshold_finite", condition=Q(threshold__gt=-(10**100), threshold__lt=10**100)
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="alert_running", fields=["benchmark", "metric"], condition=Q(stopped_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.threshold} on {self.benchmark}, {self.metric}"


class Delivery(models.Model):
    """One claim for one alert, told once: the row is the job. `due_at` is null where nothing is left to do.

    A claim that passed before the alert was there is known from the beginning and never told.
    """

    class State(models.TextChoices):
        """How far the telling is."""

        KNOWN = "known", "there before the alert was"
        WAITING = "waiting", "to be sent"
        SENT = "sent", "sent"
        FAILED = "failed", "failed too often"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, db_index=False, related_name="deliveries")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="delivery_once", fields=["alert", "claim"]),
            models.CheckConstraint(
                name="delivery_state_known", condition=Q(state__in=["known", "waiting", "sent", "failed"])
            ),
            models.CheckConstraint(
                name="delivery_due_while_waiting",
                condition=Q(state="waiting", due_at__isnull=False) | (~Q(state="waiting") & Q(due_at=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="delivery_due", fields=["due_at"], condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} for alert {self.alert_id}"


class Attempt(models.Model):
    """One try to deliver: the status that was answered, or why there is none."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.TextField(blank=True, default="")
    milliseconds = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attempt_has_an_end", condition=Q(status__isnull=False, error="") | ~Q(error="")
            )
        ]

    def __str__(self) -> str:
        return str(self.status or self.error)
