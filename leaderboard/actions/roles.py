"""Roles as groups, so that Django's own checks and admin know them."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from leaderboard.domain.roles import PERMISSIONS, Role


def prepare() -> dict[Role, Group]:
    """The group of every role, with exactly the permissions of its role; safe to repeat.

    Permissions are made by `migrate`, at its end: a migration could not give them to anybody.
    """
    with transaction.atomic():
        known = {
            f"{app}.{codename}": pk
            for pk, app, codename in Permission.objects.values_list(
                "pk", "content_type__app_label", "codename"
            )
        }
        groups = {role: Group.objects.get_or_create(name=role.value)[0] for role in Role}
        for role, group in groups.items():
            group.permissions.set([known[name] for name in PERMISSIONS[role]])
    return groups
