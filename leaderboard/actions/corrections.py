"""From a curator's typed fields to a correction: only what differs from the claim as it was shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from leaderboard.actions import claims
from leaderboard.actions.claims import Changes
from leaderboard.actions.naming import Kind, find_or_make
from leaderboard.models import Claim
from leaderboard.queries.claim_fields import NULLS, PLAIN, different


@transaction.atomic
def correct(
    claim: Claim,
    *,
    given: Mapping[str, Any],
    shown: Mapping[str, Any],
    by: AbstractBaseUser,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Claim:
    """The claim, corrected where what was given differs from what was shown.

    Names that nothing has yet are made where `given` says so by `new_names`; raises UnknownNameError
    otherwise. Nothing is saved then, no name either.
    """
    wanted = changes(given, shown, by, source)
    return claims.correct(claim, changes=wanted, by=by, reason=reason, source=source, seen=seen)


@transaction.atomic
def confirm(
    claim: Claim,
    *,
    given: Mapping[str, Any],
    shown: Mapping[str, Any],
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Claim:
    """The claim, confirmed by an author of its paper with what they typed differently from what was shown.

    Raises UnknownNameError for a name that nothing has yet: only curators make names.
    """
    wanted = changes(given, shown, None, source)
    return claims.confirm(claim, changes=wanted, reason=reason, source=source, seen=seen)


_LISTS: dict[str, Kind] = {"benchmarks": "benchmark", "systems": "system", "baselines": "system"}


def changes(
    given: Mapping[str, Any], shown: Mapping[str, Any], by: AbstractBaseUser | None, source: str
) -> Changes:
    """What a correction changes of what was shown; raises UnknownNameError, or makes names if allowed."""
    fields = different(given, shown=shown)
    make = bool(given.get("new_names"))
    made: dict[str, Any] = {name: given[name] for name in fields if name in ("value", "value_high", *PLAIN)}
    made |= {name: given[name] or None for name in fields if name in NULLS}
    if "metric" in fields:
        name = given["metric"]
        made["metric"] = find_or_make("metric", name, by=by, make=make, source=source) if name else None
    for field, kind in _LISTS.items():
        if field in fields:
            things = [find_or_make(kind, name, by=by, make=make, source=source) for name in given[field]]
            made[field] = list(dict.fromkeys(things))
    return cast("Changes", made)
