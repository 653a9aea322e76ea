"""Which decisions of the queue chance picks for a second opinion; the first curator is not told."""

from leaderboard.models import Claim, Event, SecondOpinion

SHARE = 0.05
"""Of the decisions about readings of the machine that are made one by one in the queue."""

_OF = 10_000


def ask(first: Event, claim: Claim) -> None:
    """Let a colleague look at what this event decided about, if chance says so: uids are random numbers."""
    decided = first.source == "queue" and first.action in SecondOpinion.Says.values
    of_machine = (first.before or {}).get("state") == Claim.State.MACHINE
    if not decided or not of_machine or first.actor_id is None or claim.decided_at is None:
        return
    if first.uid.int % _OF < SHARE * _OF:
        SecondOpinion.objects.create(
            claim=claim, first=first, first_by_id=first.actor_id, decided_at=claim.decided_at
        )
