"""Counts that pages show and that would cost a walk over all claims to work out."""

from typing import ClassVar

from django.db import models


class Tally(models.Model):
    """How many claims mention a thing; of kind "all", how many there are of what the slug says.

    A materialised view that `actions.boards.count` refreshes. "all events" holds the newest event that was
    counted: an older one than the newest of all says that something was written since.
    """

    key = models.TextField(primary_key=True)
    kind = models.TextField()
    slug = models.TextField()
    name = models.TextField()
    claims = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "leaderboard_tally"
        ordering: ClassVar = ["kind", "-claims", "slug"]
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return self.key
