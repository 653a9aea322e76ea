"""Tasks: what is being done (object detection), within an area (computer vision)."""

from typing import ClassVar

from django.db import models

from leaderboard.domain.names import MAX_NAME
from leaderboard.models.name import Named


class Task(Named):
    """A research task; `area` is empty while nobody has said which field it belongs to, `parent` null too."""

    key = models.CharField(max_length=MAX_NAME, unique=True, editable=False)
    area = models.CharField(max_length=100, blank=True, default="")
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )

    class Meta(Named.Meta):
        constraints: ClassVar = [
            *Named.Meta.constraints,
            models.CheckConstraint(name="task_keyed", condition=~models.Q(key="")),
        ]
