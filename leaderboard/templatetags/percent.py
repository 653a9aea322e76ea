"""Shares as people read them."""

from django import template

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """A share of one as per cent, to one place."""
    return f"{share * 100:.1f}%"
