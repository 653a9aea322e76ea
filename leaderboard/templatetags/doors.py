"""The curators' own screens, for the head of every page of the admin."""

from typing import Any

from django import template
from django.contrib import admin

from leaderboard.admin.attention import Matter, matters
from leaderboard.admin.doors import Door, open_to

register = template.Library()


@register.simple_tag(takes_context=True)
def open_doors(context: dict[str, Any]) -> list[Door]:
    """The screens that who asks may enter; none for who is not inside the admin."""
    request = context.get("request")
    if request is None or not admin.site.has_permission(request):
        return []
    return open_to(request.user)


@register.simple_tag(takes_context=True)
def attention(context: dict[str, Any]) -> list[Matter]:
    """What curators should know before anything else; nothing for who may not decide."""
    request = context.get("request")
    if request is None or not admin.site.has_permission(request):
        return []
    return matters(request.user)
