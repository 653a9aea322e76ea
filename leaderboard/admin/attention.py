"""What the home of the admin puts before everything else, since nobody would look for it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from leaderboard.admin.doors import DECIDING
from leaderboard.queries import policies
from leaderboard.queries.policies import Record


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to look at, in a sentence, and where."""

    path: str
    about: str


def matters(account: Any) -> list[Matter]:
    """What should be looked at, for who may decide about it."""
    if not account.has_perm(DECIDING):
        return []
    return [Matter(reverse("policies"), _about(record)) for record in policies.worse()]


def _about(record: Record) -> str:
    return (
        f"The policy “{record.policy}” is wrong more often than expected: {record.wrong.right} of "
        f"{record.wrong.of} that people checked, where {record.expected_of_decided:.1%} were expected"
    )
