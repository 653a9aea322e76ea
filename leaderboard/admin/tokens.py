"""Who made which tokens; a token itself is never here, for only its hash is kept."""

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from leaderboard.actions import tokens
from leaderboard.admin.viewing import ViewOnly
from leaderboard.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(ViewOnly):
    """All tokens; those that got into wrong hands are revoked from here."""

    list_display = ("name", "start", "owner", "scopes", "created_at", "expires_at", "revoked_at", "used_on")
    list_select_related: ClassVar = ("owner",)
    search_fields = ("name", "=start", "=owner__username")
    exclude = ("digest",)
    actions = ("revoke",)

    @admin.action(description="Revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: "QuerySet[ApiToken]") -> None:
        """The chosen tokens are good for nothing from now on."""
        for row in queryset:
            tokens.revoke(row, by=request.user)
        messages.success(request, f"{len(queryset)} revoked.")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """True for those who may change tokens."""
        return request.user.has_perm("leaderboard.change_apitoken")
