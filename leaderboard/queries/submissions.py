"""Submissions: how far the reading of their papers is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from leaderboard.models import Paper, Submission


@dataclass(frozen=True, slots=True)
class Progress:
    """A submission, and how many of its papers are in each state."""

    uid: UUID
    created_at: datetime
    outcome: list[dict[str, Any]]
    states: dict[str, int]

    @property
    def done(self) -> bool:
        """True once no paper waits or is being read."""
        return not self.states[Paper.State.WAITING] and not self.states[Paper.State.WORKING]


def progress(uid: UUID, *, owner: Any) -> Progress | None:
    """The owner's submission, by two queries; None where the owner has none with this uid."""
    found = Submission.objects.filter(uid=uid, owner=owner).first()
    if found is None:
        return None
    papers = {each["paper"] for each in found.outcome if each["paper"]}
    counted = Paper.objects.filter(uid__in=papers).order_by().values_list("state").annotate(n=Count("pk"))
    states = {state.value: 0 for state in Paper.State} | dict(counted)
    return Progress(found.uid, found.created_at, found.outcome, states)
