"""The names under which people appear in public, where they have chosen one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

MAX_PUBLIC_NAME = 60


class PublicName(models.Model):
    """What the public history calls an account; without a row it says the role alone."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="public_name"
    )
    name = models.CharField(max_length=MAX_PUBLIC_NAME)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="publicname_once"),
            models.CheckConstraint(name="publicname_not_empty", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
