"""Accounts: administrators give roles, superusers alone give more than a role."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import pluralize
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from leaderboard.actions import second_factor, sessions
from leaderboard.domain.roles import Role

if TYPE_CHECKING:
    Users = QuerySet[User]

ROLES = (
    "A contributor looks through the tables; a curator decides about claims, names and papers; an "
    "administrator also sets policies, adopts engines and manages accounts. Each may all that the one before "
    "it may, so one is enough."
)
"""What the choice of roles says."""

BEYOND_ROLES = ("is_superuser", "user_permissions")
"""What would make an account more than its role; an administrator sees and sets neither."""

admin.site.unregister(User)
admin.site.unregister(TOTPDevice)  # its page shows the secret, and could make one for anybody
admin.site.unregister(StaticDevice)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg] # generic for the type checker only
    """Who may sign in, and as what."""

    list_display = ("username", "roles", "is_staff", "is_superuser", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    filter_horizontal = ()
    actions = ("end_sessions", "unlock", "take_second_factor")

    def get_queryset(self, request: HttpRequest) -> "Users":
        """The accounts with their roles at hand."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="Roles")
    def roles(self, account: User) -> str:
        """The names of the roles."""
        given = [group.name for group in account.groups.all()]
        return ", ".join(["superuser", *given] if account.is_superuser else given)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """True for whoever may change accounts; superusers are changed by superusers alone."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or _is_superuser(request))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: decisions name who made them. An account is switched off by “active”."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """All fields; for those who are no superusers without what goes beyond roles."""
        given = super().get_fieldsets(request, obj)
        if _is_superuser(request):
            return given
        return [(name, {**options, "fields": _within_roles(options["fields"])}) for name, options in given]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of groups offers the roles alone to those who are no superusers."""
        if db_field.name == "groups" and not _is_superuser(request):
            kwargs["queryset"] = Group.objects.filter(name__in=list(Role))
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.label, field.help_text = "Role", ROLES
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field as it is; the mark of staff says what it opens."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "is_staff" and field is not None:
            field.help_text = "May enter the curators' screens. A role opens nothing there without this mark."
        return field

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Saves the roles; says so where a role is given that the account cannot use."""
        super().save_related(request, form, formsets, change)
        account = form.instance
        if change and not account.is_staff and account.groups.exists():
            messages.warning(request, f"No staff status: the role of {account} opens no screen yet.")

    @admin.action(description="Sign out everywhere", permissions=["change"])
    def end_sessions(self, request: HttpRequest, chosen: "Users") -> None:
        """The chosen accounts are signed in nowhere any more."""
        ended = sum(sessions.end_all(account, by=request.user) for account in _own_rank(request, chosen))
        messages.success(request, f"{ended} session{pluralize(ended)} ended.")

    @admin.action(description="Take locks after wrong passwords away", permissions=["change"])
    def unlock(self, request: HttpRequest, chosen: "Users") -> None:
        """The chosen accounts can sign in again at once."""
        removed = sum(reset(username=account.get_username()) for account in _own_rank(request, chosen))
        messages.success(request, f"{removed} lock{pluralize(removed)} or counts of wrong passwords removed.")

    @admin.action(description="Take the second factor away", permissions=["change"])
    def take_second_factor(self, request: HttpRequest, chosen: "Users") -> None:
        """The chosen accounts set up a new one at their next sign-in; their sessions end."""
        taken = 0
        for account in _own_rank(request, chosen):
            taken += second_factor.turn_off(account, by=request.user, reason="taken away in the admin")
            sessions.end_all(account, by=request.user)
        messages.success(request, f"{taken} second factor{pluralize(taken)} taken away.")


def _is_superuser(request: HttpRequest) -> bool:
    return cast("User", request.user).is_superuser


def _within_roles(fields: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(field for field in fields if field not in BEYOND_ROLES)


def _own_rank(request: HttpRequest, chosen: "Users") -> "Users":
    """The accounts that may be touched: superusers are left out, and that is said, unless one asks."""
    if _is_superuser(request):
        return chosen
    for account in chosen.filter(is_superuser=True):
        messages.warning(request, f"Left as it was: {account} is a superuser, whom only superusers change.")
    return chosen.filter(is_superuser=False)
