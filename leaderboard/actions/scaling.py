"""Values on the common scale of their metric: the stored names and units, given to the pure rule."""

from decimal import Decimal

from extraction.lexicon import Lexicon
from leaderboard.domain import scales
from leaderboard.models import Claim, Metric


def scaled(claim: Claim) -> Decimal | None:
    """What the claim's `scaled` has to be; None where there is no metric or no common scale."""
    if claim.metric is None:
        return None
    return scales.scaled(claim.value, kind=claim.kind, unit=unit(claim.unit), scale=scale_of(claim.metric))


def scale_of(metric: Metric) -> scales.Scale:
    """The scale of a stored metric."""
    return scales.Scale(metric.percentage, unit(metric.unit))


def unit(written: str | None) -> scales.Unit | None:
    """The unit as written, with what the bundled table knows of it; None for none."""
    if written is None:
        return None
    entry = Lexicon.bundled().unit(written)
    if entry is None or entry.base is None or entry.factor is None:
        return scales.Unit(entry.name if entry else written, entry.name if entry else written)
    return scales.Unit(entry.name, entry.base, entry.factor)
