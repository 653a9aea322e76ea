"""The rank of a system on a board, or nothing: what a badge may say."""

from dataclasses import dataclass

from django.db.models import Count, Q

from leaderboard.models import System
from leaderboard.queries import ranking
from leaderboard.queries.boards import Board, Tab, claims_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A system's best rank among a board's results; `shared` with another system's result."""

    rank: int
    shared: bool


def standing(board: Board, *, system: str) -> Standing | None:
    """Where the system with this slug stands; None for one that is unknown or not ranked."""
    found = System.objects.filter(slug=system).values_list("pk", flat=True).first()
    if found is None:
        return None
    ranked = ranking.placed(claims_of(board, tab=Tab.RESULTS)).filter(unranked=0)
    best = ranked.filter(system=found).order_by("better_first").values_list("better_first", flat=True).first()
    if best is None:
        return None
    counts = ranked.aggregate(
        better=Count("pk", filter=Q(better_first__lt=best)),
        others=Count("pk", filter=Q(better_first=best) & ~Q(system=found)),
    )
    return Standing(rank=counts["better"] + 1, shared=counts["others"] > 0)
