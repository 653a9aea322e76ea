"""How far the reading of the papers is."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Now

from leaderboard.models import Paper


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """Papers by the state of their reading."""

    waiting: int
    working: int
    done: int
    parked: int

    @property
    def left(self) -> int:
        """Papers that somebody still has to read."""
        return self.waiting + self.working

    @property
    def total(self) -> int:
        """All papers."""
        return self.waiting + self.working + self.done + self.parked


def counts() -> QueueCounts:
    """The papers in each state, in one query."""
    states = Paper.State
    return QueueCounts(
        **Paper.objects.aggregate(
            waiting=Count("pk", filter=Q(state=states.WAITING)),
            working=Count("pk", filter=Q(state=states.WORKING)),
            done=Count("pk", filter=Q(state=states.DONE)),
            parked=Count("pk", filter=Q(state=states.PARKED)),
        )
    )


def is_due() -> bool:
    """Whether a paper waits to be read, or was left by a worker whose lease has ended."""
    return Paper.objects.filter(
        Q(state=Paper.State.WAITING) | Q(state=Paper.State.WORKING, lease_until__lt=Now())
    ).exists()
