"""Papers in the admin: what was given, and how far its reading is."""

from django.contrib import admin

from leaderboard.admin.viewing import ValuesFilter, ViewOnly
from leaderboard.models import Paper


@admin.register(Paper)
class PaperAdmin(ViewOnly):
    """Papers by state; a parked one shows the traceback of its last attempt."""

    list_display = ("__str__", "arxiv_id", "published_on", "state", "attempts", "extracted_at", "is_summary")
    list_filter = (
        "state",
        "is_summary",
        ("engine_version", ValuesFilter),
        ("retracted_on", admin.EmptyFieldListFilter),
    )
    search_fields = ("title", "=arxiv_id", "=doi")
    date_hierarchy = "published_on"
