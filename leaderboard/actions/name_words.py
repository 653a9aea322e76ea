"""Words that can't be a name are linked to what they mean, claim by claim, as a curator's corrections."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from leaderboard.actions import claims, naming
from leaderboard.actions.naming import Kind
from leaderboard.models import Claim
from leaderboard.queries import name_words


def link(
    kind: Kind, text: str, *, to: str, make: bool, by: AbstractBaseUser, reason: str = "", source: str = ""
) -> list[Claim]:
    """The claims that said these words and now name what `to` means, each corrected, with an event.

    Words can't be taught as a spelling where they are too long or hold no letter, so the claims themselves
    keep it: no later reading changes what a curator corrected. Raises UnknownNameError where nothing is
    called so and `make` is not set.
    """
    with transaction.atomic():
        thing = naming.find_or_make(kind, to, by=by, make=make, source=source)
        found = list(name_words.saying(kind, text))
        about: Any = {"by": by, "reason": reason, "source": source}
        return [claims.correct(each, changes=_changes(each, kind, text, thing), **about) for each in found]


def _changes(claim: Claim, kind: Kind, text: str, thing: Any) -> claims.Changes:
    if kind == "metric":
        return {"metric": thing}
    if kind == "benchmark":
        linked = claim.claim_benchmarks.order_by("position")
        return {"benchmarks": _things([(each.benchmark, each.text) for each in linked], text, thing)}
    first = [(claim.system, claim.system_text)]
    further = claim.claim_systems.order_by("position")
    compared = claim.claim_baselines.order_by("position")
    return {
        "systems": _things([*first, *((each.system, each.text) for each in further)], text, thing),
        "baselines": _things([(each.system, each.text) for each in compared], text, thing),
    }


def _things(linked: list[tuple[Any, str]], text: str, thing: Any) -> list[Any]:
    """What is linked, in its order and each once, with the thing where the words stood alone."""
    found = [thing if known is None and said == text else known for known, said in linked]
    return list(dict.fromkeys(each for each in found if each is not None))
