"""`manage.py sync_names`: the bundled names as rows that curators can change."""

from typing import Any

from django.core.management.base import BaseCommand

from leaderboard.actions.names import sync_lexicon


class Command(BaseCommand):
    """Metrics, benchmarks and tasks of the engine's vocabulary."""

    help = (
        "Bring the bundled metrics, benchmarks and tasks into the database. What a curator changed stays; "
        "doing it again changes nothing. Example: python manage.py sync_names. Exit codes: 0 done, 1 error."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Synchronise and say what changed."""
        report = sync_lexicon()
        if options["verbosity"]:
            self.stdout.write(
                f"{report.made} names new, {report.changed} changed, {report.kept} left to their curators, "
                f"{report.aliases} spellings new, {report.rescaled} claims put on another scale"
            )
