"""What happened, and what was seen and dropped."""

from typing import ClassVar

from django.contrib import admin

from leaderboard.admin.viewing import ValuesFilter, ViewOnly
from leaderboard.models import Event, Rejection


@admin.register(Event)
class EventAdmin(ViewOnly):
    """Every change, in the order of its time."""

    list_display = ("at", "action", "subject_type", "subject_uid", "actor", "source")
    list_select_related = ("actor",)
    list_filter = ("at", ("action", ValuesFilter), ("subject_type", ValuesFilter), ("source", ValuesFilter))
    search_fields = ("=subject_uid",)


@admin.register(Rejection)
class RejectionAdmin(ViewOnly):
    """Numbers that are no claims, by reason."""

    list_display = ("quote", "reason", "paper", "start", "engine_version")
    list_select_related: ClassVar = ("paper",)
    list_filter = (("reason", ValuesFilter), ("engine_version", ValuesFilter))
    search_fields = ("=quote",)
