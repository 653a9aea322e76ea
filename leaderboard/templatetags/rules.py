"""What claims were read by, in plain words."""

from collections.abc import Iterable

from django import template

from extraction.rules import Rule, known

register = template.Library()


@register.filter
def as_rules(codes: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of these codes, with their part and words; those of other engines are left out."""
    return known(codes)
