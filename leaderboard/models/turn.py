"""Turns: who is looking at a claim of the queue, and who has set it aside."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from leaderboard.models.claim import Claim


class Turn(models.Model):
    """A claim that a curator looks at until the lease ends, so that two of them don't meet.

    `passed` holds the accounts that set the claim aside; the queue offers it to others only.
    """

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="turn")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    until = models.DateTimeField(null=True)
    passed = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="turn_held_until", condition=Q(holder=None) | Q(until__isnull=False)),
        ]
        indexes: ClassVar = [
            models.Index(name="turn_holder", fields=["holder"], condition=Q(holder__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"turn at claim {self.claim_id}"
