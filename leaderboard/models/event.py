"""Events: the history of every change, append-only in the database itself (a trigger)."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from leaderboard.models.batch import Batch


class Event(models.Model):
    """Who changed what, when, why, from what to what; `actor` is null for the machine and the public.

    `batch` is the batch that the change belongs to, null for one made on its own.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=20)
    subject_uid = models.UUIDField()
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    source = models.CharField(max_length=100, blank=True, default="")
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="events"
    )

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="event_says_what", condition=~Q(action="") & ~Q(subject_type="")),
        ]
        indexes: ClassVar = [
            models.Index(name="event_subject", fields=["subject_uid", "-id"]),
            models.Index(name="event_newest", fields=["-at", "-id"]),
            models.Index(name="event_batch", fields=["batch", "id"], condition=Q(batch__isnull=False)),
            models.Index(
                name="event_decisions",
                fields=["subject_uid", "id"],
                include=["action", "actor", "at"],  # the numbers for the team read nothing else of most
                condition=Q(
                    subject_type="claim",
                    action__in=["accept", "correct", "reject", "undo", "restore", "draw"],
                    actor__isnull=False,
                    batch=None,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_uid}"
