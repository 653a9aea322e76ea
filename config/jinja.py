"""The Jinja2 environment of the public pages."""

from typing import Any

from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined

from leaderboard.views import addresses, citations, formats, metadata


def environment(**options: Any) -> Environment:
    """An environment that escapes everything and fails on a name that a template misspells."""
    ours = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**(options | ours))  # noqa: S701 (escaping is on)
    env.globals |= {"static": static, "url": addresses.path} | formats.GLOBALS
    env.globals |= addresses.GLOBALS | metadata.GLOBALS | citations.GLOBALS
    env.filters |= formats.FILTERS
    return env
