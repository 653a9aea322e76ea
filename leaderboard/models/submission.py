"""Submissions: papers that somebody handed in together, and what became of each."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

MAX_KEY = 255


class Submission(models.Model):
    """One hand-in; `outcome` holds for each paper its uid, or why it was not taken.

    The same `key` of the same owner is the same submission: `digest` says whether it came with the same body.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions")
    key = models.CharField(max_length=MAX_KEY, null=True, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    outcome = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="submission_once_a_key", fields=["owner", "key"]),
            models.CheckConstraint(name="submission_key_not_empty", condition=Q(key=None) | ~Q(key="")),
            models.CheckConstraint(
                name="submission_digest_form", condition=Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)
