"""The curators' side: every table to look through, every change by an action that leaves an event."""

from leaderboard.admin.claims import ClaimAdmin
from leaderboard.admin.history import EventAdmin, RejectionAdmin
from leaderboard.admin.names import BenchmarkAdmin, MetricAdmin, SystemAdmin, TaskAdmin
from leaderboard.admin.papers import PaperAdmin

__all__ = [
    "BenchmarkAdmin",
    "ClaimAdmin",
    "EventAdmin",
    "MetricAdmin",
    "PaperAdmin",
    "RejectionAdmin",
    "SystemAdmin",
    "TaskAdmin",
]
