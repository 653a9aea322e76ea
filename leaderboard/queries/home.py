"""The front page: how much there is, a claim to show what the site does, what the newest papers claim."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Value

from leaderboard.domain.ranking import SURE_ENOUGH
from leaderboard.models import Claim, ClaimBenchmark, Paper, Tally
from leaderboard.queries.claims import ClaimRow, rows_by_id, shown

NEWEST = 8
LATEST_PAPERS = 40

SURE = 0.8
"""The confidence from which a claim that nobody has checked is a good example."""


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


@dataclass(frozen=True, slots=True)
class Examples:
    """The claim that shows what the site does (None: none can be trusted so far), and the newest ones."""

    specimen: ClaimRow | None
    newest: tuple[ClaimRow, ...]


def numbers() -> Numbers:
    """The collection, as last counted; what waits and what failed is counted now."""
    unread = Q(state__in=[Paper.State.WAITING, Paper.State.WORKING])
    parked = Q(state=Paper.State.PARKED)
    now = Paper.objects.filter(unread | parked).aggregate(
        waiting=Count("pk", filter=unread), parked=Count("pk", filter=parked)
    )
    counted = dict(Tally.objects.filter(kind="all").values_list("slug", "claims"))
    return Numbers(**now, **{name: counted.get(name, 0) for name in _COUNTED})


_COUNTED = ("papers", "claims", "boards", "systems", "benchmarks")


def examples() -> Examples:
    """The most trusted claim of all, and the surest of each of the latest papers, the latest first."""
    best = _most_trusted()
    newest = [pk for pk in _newest() if pk not in best][:NEWEST]
    rows = rows_by_id([*best, *newest])
    return Examples(specimen=rows[0] if best else None, newest=rows[len(best) :])


def _most_trusted() -> list[int]:
    """The id of the specimen, or none; each step is one walk down the index of states and confidences.

    What a person has checked comes before what the machine is sure of, and claims that name all of
    metric, benchmark and system before the others. A claim that is likelier wrong than right is never it.
    """
    own = Claim.objects.filter(role=Claim.Role.RESULT, metric__isnull=False, paper__retracted_on=None)
    links = ClaimBenchmark.objects.filter(claim=OuterRef("pk"), benchmark__isnull=False)
    whole = own.filter(Exists(links), system__isnull=False)
    steps = (whole.filter(_CHECKED), whole.filter(_surer(SURE)), own.filter(_CHECKED))
    firsts = [
        claims.annotate(step=Value(step)).order_by("-confidence", "-pk").values_list("step", "pk")[:1]
        for step, claims in enumerate((*steps, own.filter(_surer(SURE_ENOUGH))))
    ]
    return [pk for _, pk in firsts[0].union(*firsts[1:], all=True).order_by("step")[:1]]


_CHECKED = Q(state__in=[Claim.State.CURATED, Claim.State.CONFIRMED])


def _surer(confidence: float) -> Q:
    return Q(state=Claim.State.MACHINE, confidence__gte=confidence)


def _newest() -> list[int]:
    """The ids of the surest claims of the latest papers, one a paper, the latest first.

    What is likelier wrong than right is none of them, unless a person has checked it.
    """
    papers = Paper.objects.filter(published_on__isnull=False, state=Paper.State.DONE)
    latest = papers.order_by(F("published_on").desc(nulls_last=True), "-id").values("id")[:LATEST_PAPERS]
    surest = (
        shown()
        .filter(_CHECKED | Q(confidence__gte=SURE_ENOUGH))
        .filter(paper__in=latest, role="result", metric__isnull=False)
        .order_by("paper_id", "-confidence", "start")
        .distinct("paper_id")
    )
    days = dict(surest.values_list("pk", "paper__published_on"))
    return sorted(days, key=lambda pk: (days[pk] or date.min, pk), reverse=True)
