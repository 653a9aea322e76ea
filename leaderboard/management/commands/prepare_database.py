"""`manage.py prepare_database`: everything that the site's programs expect before they start."""

import os
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from leaderboard.actions import leases, roles
from leaderboard.management.outages import through_outages

ADMIN = "admin"
PASSWORD = "DJANGO_SUPERUSER_PASSWORD"  # noqa: S105 (the name of Django's own variable)


class Command(BaseCommand):
    """Migrations, roles, known names, static files and a first administrator; safe to repeat."""

    help = (
        "Migrate, make the roles, fill in the known names, collect static files and, where nobody can sign "
        f"in to the admin yet, create the user '{ADMIN}' with the password in {PASSWORD}. Safe to repeat. "
        "Example: python manage.py prepare_database"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What only the caller can know."""
        parser.add_argument(
            "--alone",
            action="store_true",
            help="no worker runs: hand out at once what killed workers were reading",
        )

    def handle(self, *args: Any, alone: bool, **options: Any) -> None:
        """Do the steps in order, all again if the database restarts in the middle."""
        through_outages(lambda: _prepare(alone=alone), say=self.stderr.write)


def _prepare(*, alone: bool) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    if alone:
        leases.release_all()
    roles.prepare()
    call_command("sync_names", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if os.environ.get(PASSWORD) and not get_user_model().objects.filter(is_superuser=True).exists():
        call_command("createsuperuser", interactive=False, username=ADMIN, email="", verbosity=0)
