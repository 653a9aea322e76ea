"""The curators' side: every table to look through, every change by an action that leaves an event."""

from leaderboard.admin.accounts import AccountAdmin
from leaderboard.admin.alerts import AlertAdmin, DeliveryAdmin
from leaderboard.admin.claims import ClaimAdmin
from leaderboard.admin.evaluations import EvaluationAdmin, EvaluationResultAdmin
from leaderboard.admin.history import EventAdmin, RejectionAdmin
from leaderboard.admin.names import BenchmarkAdmin, MetricAdmin, SystemAdmin, TaskAdmin
from leaderboard.admin.papers import PaperAdmin
from leaderboard.admin.tokens import ApiTokenAdmin

__all__ = [
    "AccountAdmin",
    "AlertAdmin",
    "ApiTokenAdmin",
    "BenchmarkAdmin",
    "ClaimAdmin",
    "DeliveryAdmin",
    "EvaluationAdmin",
    "EvaluationResultAdmin",
    "EventAdmin",
    "MetricAdmin",
    "PaperAdmin",
    "RejectionAdmin",
    "SystemAdmin",
    "TaskAdmin",
]
