"""How far the reading of the papers is."""

from dataclasses import dataclass

from django.db.models import Count, DurationField, ExpressionWrapper, Max, Q
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


def lease_seconds() -> float | None:
    """Seconds until the last lease ends, 0 when every one has ended; None when nobody took a paper."""
    left = Paper.objects.filter(state=Paper.State.WORKING).aggregate(
        left=ExpressionWrapper(Max("lease_until") - Now(), output_field=DurationField())
    )["left"]
    return None if left is None else max(left.total_seconds(), 0.0)


def is_due() -> bool:
    """Whether a paper waits to be read, or was left by a worker whose lease has ended."""
    return Paper.objects.filter(
        Q(state=Paper.State.WAITING) | Q(state=Paper.State.WORKING, lease_until__lt=Now())
    ).exists()
