"""Shares of a count, with how far chance alone may have moved them."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959963984540054
"""The 97.5% quantile of the standard normal distribution: intervals hold 95% of the time."""


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of`, with the bounds of its 95% interval; the share is None where nothing was counted."""

    right: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The share itself, 0 to 1."""
        return self.right / self.of if self.of else None


def share(right: int, *, of: int) -> Share:
    """The share with its score interval (Wilson 1927, JASA 22, 209-212, without continuity correction).

    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). It stays within 0 and 1 and is not empty at either
    end, where the usual interval claims certainty after a handful of decisions. Nothing counted: 0 to 1.
    """
    if not 0 <= right <= of:
        raise ValueError(f"{right} of {of} is no share")
    if not of:
        return Share(0, 0, 0.0, 1.0)
    p, z2 = right / of, _Z * _Z
    middle = p + z2 / (2 * of)
    reach = _Z * sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    below, above = ((middle + sign * reach) / (1 + z2 / of) for sign in (-1, 1))
    return Share(right, of, max(below, 0.0) if right else 0.0, min(above, 1.0) if right < of else 1.0)
