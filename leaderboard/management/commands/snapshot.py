"""`manage.py snapshot`: the whole collection as it is now, to stay."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from leaderboard.exports import snapshots
from leaderboard.management.bars import Bars, drawn


class Command(BaseCommand):
    """The snapshot's name and its sum."""

    help = (
        "Take a snapshot of the whole collection: files that never change, stored in DATA under their own "
        "SHA-256 sums and offered at /snapshots/. Where nothing changed since an earlier one, that one is "
        "named and nothing is written. Exit code 0: it is there; 1: the files could not be written. "
        "Example: python manage.py snapshot"
    )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        """Take it, and name it."""
        try:
            with drawn(shown=verbosity > 0) as progress:
                taken = snapshots.take(progress=Bars(progress))
        except OSError as problem:
            raise CommandError(f"the files cannot be written: {problem}. Nothing was changed.") from problem
        self.stdout.write(f"{taken.name}  {taken.content}")
