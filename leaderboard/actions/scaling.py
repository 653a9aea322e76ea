"""Values on the common scale of their metric: the stored names and units, given to the pure rule."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.utils import timezone

from extraction.lexicon import Lexicon
from leaderboard.domain import scales
from leaderboard.models import Claim, Metric

CHUNK = 1000
T = TypeVar("T")


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
        return scales.Unit(written, written)
    implied = entry.name == "dB" or (entry.magnitude and entry.factor == 1)
    return scales.Unit(entry.name, entry.base, entry.factor, implied=implied)


def rescale(metrics: Iterable[int], *, claims: Iterable[int] | None = None) -> int:
    """Bring the claims of these metrics to the scales that the metrics have now; how many changed.

    With `claims`, those of them alone.
    """
    changed = 0
    rows = Claim.objects.filter(metric__in=list(metrics)).select_related("metric").order_by("pk")
    if claims is not None:
        rows = rows.filter(pk__in=list(claims))
    for chunk in _batched(rows.iterator(chunk_size=CHUNK), CHUNK):
        moved = [claim for claim in chunk if _rescaled(claim)]
        _write(moved)
        changed += len(moved)
    return changed


def _rescaled(claim: Claim) -> bool:
    """Set the claim's `scaled` anew; True when that changed it."""
    before, claim.scaled, claim.updated_at = claim.scaled, scaled(claim), timezone.now()
    return bool(claim.scaled != before)


def _write(moved: Sequence[Claim]) -> None:
    """By arrays: an expression with a branch for each claim takes seconds to build for some thousand."""
    if moved:
        columns = [[getattr(claim, name) for claim in moved] for name in ("pk", "scaled", "updated_at")]
        with connection.cursor() as cursor:
            cursor.execute(_SCALED, columns)


_SCALED = """
    UPDATE leaderboard_claim c SET scaled = n.scaled, updated_at = n.at
    FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS n (id, scaled, at) WHERE c.id = n.id
"""


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
