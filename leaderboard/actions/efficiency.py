"""Families of efficiency after a change: what their pages say beside the rows, worked out once."""

from collections.abc import Collection

from django.db import connection, transaction
from django.utils import timezone

from leaderboard.models import EfficiencyFacets, EfficiencyStanding, EfficiencyTotals
from leaderboard.queries import efficiency_totals as totals

_LOCK = 0xEFF1C
"""Advisory lock: one at a time settles families; who finds it taken leaves the work to the other."""


@transaction.atomic
def settle() -> int:
    """Settle the families that changed; how many. What changes meanwhile is noted again.

    The notes go before anything is read, so that a change that comes later leaves a note that stays.
    """
    families = _take_notes()
    if families:
        _write_totals(families)
        _write_facets(families)
    return len(families)


def _take_notes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute("DELETE FROM leaderboard_efficiencychange RETURNING family")
        return sorted({family for (family,) in cursor.fetchall()})


def _write_totals(families: Collection[str]) -> None:
    """One row for each family that holds something; the others go."""
    held = totals.counted(EfficiencyStanding.objects.filter(family__in=families))
    often = totals.baselines(families)
    EfficiencyTotals.objects.filter(family__in=set(families) - set(held)).delete()
    rows = [
        EfficiencyTotals(
            family=family,
            counts=found.counts,
            units=found.units,
            baselines=often.get(family, []),
            changed_at=timezone.now(),
        )
        for family, found in held.items()
    ]
    changing = ["counts", "units", "baselines", "changed_at"]
    EfficiencyTotals.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["family"], update_fields=changing
    )


def _write_facets(families: Collection[str]) -> None:
    EfficiencyFacets.objects.filter(family__in=families).delete()
    EfficiencyFacets.objects.bulk_create(
        EfficiencyFacets(family=family, lane=lane, base=base, facets=found)
        for (family, (lane, base)), found in totals.facets(families).items()
    )
