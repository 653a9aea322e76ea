"""Claims drawn at random, so that what curation finds out holds for the whole collection."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from leaderboard.actions import events, turns
from leaderboard.models import Claim
from leaderboard.queries import numbers

TRIES = 5
"""Draws until one is free; colleagues hold only a few claims at a time."""


def draw(by: AbstractBaseUser) -> Claim | None:
    """A claim that was drawn at random and is this curator's for some minutes; None when none waits.

    The event comes before the decision, whatever that will be: nobody can choose afterwards what counts.
    """
    for _ in range(TRIES):
        claim = numbers.at_random()
        if claim is None:
            return None
        if turns.take_this(claim, by=by):
            with transaction.atomic():
                events.record(
                    "draw", subject=("claim", claim.uid), by=by, before=None, after=None, source="numbers"
                )
            return claim
    return None
