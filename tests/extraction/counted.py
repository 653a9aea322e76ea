"""Work counted in calls of functions, which are the same on every machine, unlike seconds."""

import itertools
import sys
from collections.abc import Callable
from types import FrameType


def calls(work: Callable[[], object]) -> int:
    """How many functions the work calls the second time, when everything is loaded."""
    work()
    made = itertools.count()

    def count(frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            next(made)

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return next(made)
