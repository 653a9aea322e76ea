"""The rank of a system on a board, or nothing: what a badge may say."""

from dataclasses import dataclass

from django.db.models import Count, Q

from leaderboard.models import System
from leaderboard.queries.boards import Board, Tab, standings_of


@dataclass(frozen=True, slots=True)
class Place:
    """A system's best rank among a board's results; `shared` with another system's result."""

    rank: int
    shared: bool


def standing(board: Board, *, system: str) -> Place | None:
    """Where the system with this slug stands; None for one that is unknown or not ranked."""
    found = System.objects.filter(slug=system).values_list("pk", flat=True).first()
    if found is None:
        return None
    ranked = standings_of(board, tab=Tab.RESULTS).filter(unranked=False)
    its = Q(claim__system=found)
    best = ranked.filter(its).order_by("better").values_list("better", flat=True).first()
    if best is None:
        return None
    counts = ranked.aggregate(
        ahead=Count("pk", filter=Q(better__lt=best)), level=Count("pk", filter=Q(better=best) & ~its)
    )
    return Place(rank=counts["ahead"] + 1, shared=counts["level"] > 0)
