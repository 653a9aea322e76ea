"""Links by which the authors of a paper confirm or correct what was read from it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from leaderboard.models.paper import Paper


class AuthorLink(models.Model):
    """A link for one paper: good once, until it expires or is revoked; only its hash is kept."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="author_links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="authorlink_expires", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="authorlink_used_in_time",
                condition=Q(used_at=None) | Q(used_at__lte=F("expires_at"), revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"author link of paper {self.paper_id}"
