"""Tokens: what a program shows to act for an account; only its hash is kept."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

MAX_TOKEN_NAME = 80


class ApiToken(models.Model):
    """A token of an account, good until it expires or is revoked; `start` is what its owner knows it by.

    Without scopes it only says who asks, which gives its owner limits of their own.
    """

    class Scope(models.TextChoices):
        """What a token may be used for besides reading."""

        PAPERS = "papers", "hand in papers"
        EVALUATIONS = "evaluations", "write evaluations over the Papers with Code wire"
        ALERTS = "alerts", "set up alerts"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=MAX_TOKEN_NAME)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), default=list, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(max_length=12, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "API token"
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="apitoken_named", condition=~Q(name="")),
            models.CheckConstraint(name="apitoken_digest_form", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="apitoken_scopes_known",
                condition=Q(scopes__contained_by=["papers", "evaluations", "alerts"]),
            ),
            models.CheckConstraint(
                name="apitoken_expires_after_it_is_made",
                condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"
