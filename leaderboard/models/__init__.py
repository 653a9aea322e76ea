"""What a row may be: one file a model, rules as database constraints."""

from leaderboard.models.alert import Alert, Attempt, Delivery
from leaderboard.models.author import Author
from leaderboard.models.author_link import AuthorLink
from leaderboard.models.batch import Batch, BatchItem
from leaderboard.models.benchmark import Benchmark, BenchmarkAlias
from leaderboard.models.board_log import BoardLog
from leaderboard.models.claim import Claim, ClaimBaseline, ClaimBenchmark, ClaimSystem
from leaderboard.models.contradiction import Contradiction
from leaderboard.models.efficiency import (
    EfficiencyChange,
    EfficiencyFacets,
    EfficiencyStanding,
    EfficiencyTotals,
)
from leaderboard.models.evaluation import Evaluation, EvaluationMetric, EvaluationResult, EvaluationValue
from leaderboard.models.event import Event
from leaderboard.models.knock import Knock
from leaderboard.models.metric import Metric, MetricAlias
from leaderboard.models.name import Origin
from leaderboard.models.name_change import (
    Mention,
    NameChange,
    NamedKind,
    NameMove,
    NameRedirect,
    NotAName,
)
from leaderboard.models.opinion import SecondOpinion
from leaderboard.models.paper import Paper
from leaderboard.models.paper_words import PaperWords
from leaderboard.models.policy import Acceptance, Policy
from leaderboard.models.proposal import Contact, Proposal
from leaderboard.models.public_name import PublicName
from leaderboard.models.readers import BoardReads
from leaderboard.models.rejection import Rejection
from leaderboard.models.session import Session
from leaderboard.models.snapshot import Snapshot, SnapshotRow
from leaderboard.models.standing import BoardChange, BoardTotals, Standing
from leaderboard.models.submission import Submission
from leaderboard.models.system import System, SystemAlias
from leaderboard.models.tally import Tally
from leaderboard.models.task import Task
from leaderboard.models.token import ApiToken
from leaderboard.models.trial import Conflict, Trial, TrialClaim
from leaderboard.models.turn import Turn
from leaderboard.models.unit import UnitWord

__all__ = [
    "Acceptance",
    "Alert",
    "ApiToken",
    "Attempt",
    "Author",
    "AuthorLink",
    "Batch",
    "BatchItem",
    "Benchmark",
    "BenchmarkAlias",
    "BoardChange",
    "BoardLog",
    "BoardReads",
    "BoardTotals",
    "Claim",
    "ClaimBaseline",
    "ClaimBenchmark",
    "ClaimSystem",
    "Conflict",
    "Contact",
    "Contradiction",
    "Delivery",
    "EfficiencyChange",
    "EfficiencyFacets",
    "EfficiencyStanding",
    "EfficiencyTotals",
    "Evaluation",
    "EvaluationMetric",
    "EvaluationResult",
    "EvaluationValue",
    "Event",
    "Knock",
    "Mention",
    "Metric",
    "MetricAlias",
    "NameChange",
    "NameMove",
    "NameRedirect",
    "NamedKind",
    "NotAName",
    "Origin",
    "Paper",
    "PaperWords",
    "Policy",
    "Proposal",
    "PublicName",
    "Rejection",
    "SecondOpinion",
    "Session",
    "Snapshot",
    "SnapshotRow",
    "Standing",
    "Submission",
    "System",
    "SystemAlias",
    "Tally",
    "Task",
    "Trial",
    "TrialClaim",
    "Turn",
    "UnitWord",
]
