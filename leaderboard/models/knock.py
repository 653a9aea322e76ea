"""Who did something lately that must not be done often; forgotten after a day."""

from typing import ClassVar

from django.db import models


class Knock(models.Model):
    """One time that somebody did something limited; `who` is a keyed hash that leads back to nobody."""

    what = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(name="knock_who", fields=["what", "who", "at"]),
            models.Index(name="knock_at", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"
