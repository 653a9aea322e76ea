"""The Django app."""

from importlib import import_module

from django.apps import AppConfig

KINDS: tuple[str, ...] = (
    "leaderboard.actions.bulk",
    "leaderboard.actions.policies",
    "leaderboard.actions.trials",
    "leaderboard.actions.adoptions",
    "leaderboard.actions.rereading",
)
"""Modules that register kinds of batches (`leaderboard.actions.batches`)."""


class LeaderboardConfig(AppConfig):
    """Papers, claims, leaderboards."""

    name = "leaderboard"
    verbose_name = "Leaderboards"

    def ready(self) -> None:
        """Register the system checks and the kinds of batches."""
        import_module("leaderboard.checks")
        for module in KINDS:
            import_module(module)
