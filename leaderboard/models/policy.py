"""Policies: what is accepted without anybody looking at it, and which claims were."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from leaderboard.domain.ranking import SURE_ENOUGH
from leaderboard.models.claim import Claim


class Policy(models.Model):
    """Claims of a kind and a family of metrics that are accepted when the engine is sure enough.

    Null means any kind, any family. The threshold is one from which an unchecked claim has a rank anyway, so
    that a policy changes no ranking. It is never changed, only stopped. `share` of what it accepts goes to
    people all the same; `expected_error` is what the engine's confidence said when it was set. `looked_at` is
    the newest event when everything was accepted that there was.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=14, choices=Claim.Kind.choices, null=True)
    family = models.CharField(max_length=20, null=True)
    threshold = models.FloatField()
    share = models.FloatField(default=0.05)
    expected_error = models.FloatField(null=True)
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True)
    looked_at = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "policies"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="policy_sure_enough",
                condition=Q(threshold__gte=SURE_ENOUGH, threshold__lte=1.0),
            ),
            models.CheckConstraint(name="policy_is_checked", condition=Q(share__gte=0.01, share__lte=1.0)),
            models.CheckConstraint(name="policy_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="policy_expects_probability",
                condition=Q(expected_error=None) | Q(expected_error__gte=0.0, expected_error__lte=1.0),
            ),
            models.CheckConstraint(
                name="policy_stopped_by_somebody",
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="policy_once",
                fields=["kind", "family"],
                condition=Q(stopped_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind or 'any kind'}, {self.family or 'any family'}, from {self.threshold:g}"


class Acceptance(models.Model):
    """A claim that a policy accepted, which no person has checked; it stays for the policy's record.

    It ends by itself (a trigger) as soon as the claim is decided about or read differently. A `sampled` one
    is in the share that people check.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="acceptances")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, db_index=False, related_name="acceptances")
    confidence = models.FloatField()
    sampled = models.BooleanField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="acceptance_once", fields=["claim"], condition=Q(ended_at=None)),
        ]
        indexes: ClassVar = [
            models.Index(name="acceptance_policy", fields=["policy", "id"]),
            models.Index(name="acceptance_to_check", fields=["id"], condition=Q(ended_at=None, sampled=True)),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} by policy {self.policy_id}"
