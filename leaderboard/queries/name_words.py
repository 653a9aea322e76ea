"""Words of texts that can't be a name, and so have no row: the claims that say them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from leaderboard.models import Claim, ClaimBaseline, ClaimBenchmark, ClaimSystem, Mention
from leaderboard.queries.claims import SHOWN
from leaderboard.queries.name_desk import Example, examples

MOST = 100
"""Claims of the same words that are listed, and linked at once."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a kind that no thing is linked to, and the claims that say them."""

    kind: str
    text: str
    examples: tuple[Example, ...]


def words(kind: str, digest: str) -> Words | None:
    """The words with this digest and what says them; None where there are none without a thing."""
    mention = Mention.objects.filter(key=f"{kind} text {digest}", thing=None).first()
    if mention is None:
        return None
    claims = saying(kind, mention.name)
    found = tuple(examples([(claim.pk, mention.name) for claim in claims]).values())
    return Words(kind, mention.name, found) if found else None


def saying(kind: str, text: str) -> "QuerySet[Claim]":
    """The claims that stand and have exactly these words where a thing of the kind could be linked."""
    return Claim.objects.filter(_PLACES[kind](text), state__in=SHOWN).order_by("pk")[:MOST]


def _linked(model: Any, thing: str, text: str) -> Q:
    return Q(Exists(model.objects.filter(claim=OuterRef("pk"), text=text, **{thing: None})))


_PLACES: dict[str, Callable[[str], Q]] = {
    "benchmark": lambda text: _linked(ClaimBenchmark, "benchmark", text),
    "metric": lambda text: Q(metric=None, metric_text=text),
    "system": lambda text: (
        Q(system=None, system_text=text)
        | _linked(ClaimSystem, "system", text)
        | _linked(ClaimBaseline, "system", text)
    ),
}
