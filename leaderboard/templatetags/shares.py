"""Shares in words, the same on every screen of the admin."""

from django import template

from leaderboard.domain.proportions import Share

register = template.Library()


@register.simple_tag
def share(found: Share) -> str:
    """The share in percent with its interval and how many it is of: 81% (72 to 87, of 100)."""
    if found.share is None:
        return "–"
    return f"{percent(found.share)} ({100 * found.low:.0f} to {100 * found.high:.0f}, of {found.of})"


@register.simple_tag
def percent(value: float) -> str:
    """The share in percent; what is not all is never rounded up to all."""
    return f"{min(round(100 * value), 99) if value < 1 else 100}%"
