"""The front page: how much there is, what the newest papers claim."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from leaderboard.models import ClaimBenchmark, Paper
from leaderboard.queries.claims import SHOWN, ClaimRow, rows_by_id, shown

NEWEST = 8
LATEST_PAPERS = 40


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much the collection holds; of names, those that claims mention.

    `waiting` and `parked` papers have not been read (to the end).
    """

    papers: int
    waiting: int
    parked: int
    claims: int
    boards: int
    systems: int
    benchmarks: int


def numbers() -> Numbers:
    """The collection, counted."""
    unread = Q(state__in=[Paper.State.WAITING, Paper.State.WORKING])
    parked = Q(state=Paper.State.PARKED)
    papers = Paper.objects.aggregate(
        papers=Count("pk"),
        waiting=Count("pk", filter=unread),
        parked=Count("pk", filter=parked),
    )
    pairs = ClaimBenchmark.objects.filter(benchmark__isnull=False, claim__state__in=SHOWN)
    boards = pairs.filter(claim__metric__isnull=False).order_by().values("benchmark", "claim__metric")
    claims = shown().aggregate(claims=Count("pk"), systems=Count("system", distinct=True))
    return Numbers(
        **papers,
        **claims,
        boards=boards.distinct().count(),
        benchmarks=pairs.aggregate(benchmarks=Count("benchmark", distinct=True))["benchmarks"],
    )


def newest() -> tuple[ClaimRow, ...]:
    """The surest claim of each of the latest papers, one a paper, the latest first."""
    papers = Paper.objects.filter(published_on__isnull=False, state=Paper.State.DONE)
    latest = papers.order_by(F("published_on").desc(nulls_last=True), "-id").values("id")[:LATEST_PAPERS]
    surest = (
        shown()
        .filter(paper__in=latest, role="result", metric__isnull=False)
        .order_by("paper_id", "-confidence", "start")
        .distinct("paper_id")
    )
    days = dict(surest.values_list("pk", "paper__published_on"))
    return rows_by_id(sorted(days, key=lambda pk: (days[pk] or date.min, pk), reverse=True)[:NEWEST])
