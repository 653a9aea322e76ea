"""`manage.py take_second_factor`: for somebody who lost app and codes, where no administrator can help."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from leaderboard.actions import second_factor, sessions


class Command(BaseCommand):
    """The account without its second factor, signed in nowhere."""

    help = (
        "Take the second factor of an account away and end its sessions; it sets up a new one at its next "
        "sign-in. Example: python manage.py take_second_factor admin"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("name", help="the name that the account signs in with")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        """Take it, and say what was there."""
        account = get_user_model().objects.filter(username=name).first()
        if account is None:
            raise CommandError(f"No account signs in as “{name}”; the admin lists all under Users.")
        had = second_factor.turn_off(account, by=None, reason="taken away on the command line")
        ended = sessions.end_all(account, by=None)
        self.stdout.write(
            f"{name}: {'second factor taken away' if had else 'had none'}, {ended} sessions ended"
        )
