"""What tasks, benchmarks, metrics and systems share: a name, its comparison key, a slug that stays."""

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from leaderboard.domain.names import MAX_NAME


class Origin(models.TextChoices):
    """Where a name came from, weakest last: a curator, the bundled lists, or the text of a paper."""

    CURATOR = "curator", "curator"
    LEXICON = "lexicon", "bundled lists"
    TEXT = "text", "text of a paper"


class Named(models.Model):
    """A thing with a name; the slug is part of published addresses; one that changes leads on (a trigger)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True, db_index=False, editable=False)
    name = models.CharField(max_length=MAX_NAME)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.TEXT)
    description = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_slug_form", condition=models.Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
            ),
            models.CheckConstraint(name="%(class)s_named", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="%(class)s_origin_known", condition=models.Q(origin__in=Origin.values)
            ),
        ]
        indexes: ClassVar = [
            GinIndex(name="%(class)s_name_trigrams", fields=["name"], opclasses=["gin_trgm_ops"]),
            models.Index(name="%(class)s_taught", fields=["updated_at"], condition=~models.Q(origin="text")),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """A spelling that means its owner; no two things share a key. The own name is an alias too."""

    name = models.CharField(max_length=MAX_NAME)
    key = models.CharField(max_length=MAX_NAME, unique=True, editable=False)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.TEXT)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(name="%(class)s_keyed", condition=~models.Q(key="")),
            models.CheckConstraint(
                name="%(class)s_origin_known", condition=models.Q(origin__in=Origin.values)
            ),
        ]
        indexes: ClassVar = [
            GinIndex(name="%(class)s_name_trigrams", fields=["name"], opclasses=["gin_trgm_ops"]),
            models.Index(name="%(class)s_taught", fields=["updated_at"], condition=~models.Q(origin="text")),
        ]

    def __str__(self) -> str:
        return self.name
