"""The Django app."""

from importlib import import_module

from django.apps import AppConfig


class LeaderboardConfig(AppConfig):
    """Papers, claims, leaderboards."""

    name = "leaderboard"
    verbose_name = "Leaderboards"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("leaderboard.checks")
