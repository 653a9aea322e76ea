"""The Django app."""

from django.apps import AppConfig


class LeaderboardConfig(AppConfig):
    """Papers, claims, leaderboards."""

    name = "leaderboard"
    verbose_name = "Leaderboards"
