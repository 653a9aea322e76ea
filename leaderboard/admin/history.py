"""What happened, and what was seen and dropped."""

from typing import ClassVar

from django.contrib import admin

from leaderboard.admin.viewing import ViewOnly
from leaderboard.models import Event, Rejection


@admin.register(Event)
class EventAdmin(ViewOnly):
    """Every change, in the order of its time."""

    list_display = ("at", "action", "subject_type", "subject_uid", "actor", "source")
    list_select_related = ("actor",)
    list_filter = ("action", "subject_type", "source")
    search_fields = ("=subject_uid",)
    date_hierarchy = "at"


@admin.register(Rejection)
class RejectionAdmin(ViewOnly):
    """Numbers that are no claims, by reason."""

    list_display = ("quote", "reason", "paper", "start", "engine_version")
    list_select_related: ClassVar = ("paper",)
    list_filter = ("reason", "engine_version")
    search_fields = ("=quote",)
