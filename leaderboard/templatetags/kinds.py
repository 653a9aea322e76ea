"""Kinds of numbers and states of claims as people read them."""

from django import template

from leaderboard.models import Claim

register = template.Library()


@register.filter
def kind_words(kind: str | None) -> str:
    """What the kind is called; of a number whose kind is not clear, that."""
    return str(Claim.Kind(kind).label) if kind in Claim.Kind.values else "kind not clear"


@register.filter
def state_words(state: str) -> str:
    """What the state is called."""
    return str(Claim.State(state).label)
