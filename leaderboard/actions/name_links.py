"""The links from claims to one thing, as they move to another or go; every row by way of the journal."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from leaderboard.actions import scaling
from leaderboard.actions.journal import Journal
from leaderboard.domain import names
from leaderboard.models import Claim, ClaimBaseline, ClaimBenchmark, ClaimSystem

CLAIMS = "leaderboard_claim"
BENCHMARKS = "leaderboard_claimbenchmark"
SYSTEMS = "leaderboard_claimsystem"
BASELINES = "leaderboard_claimbaseline"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which links are meant: those with words of these comparison keys, and all of these claims."""

    keys: Collection[str] = ()
    claims: Collection[int] = ()


def move(journal: Journal, kind: str, *, source: int, target: int, chosen: Chosen | None = None) -> None:
    """The links of claims to the source become links to the target; without a choice, all of them.

    A claim that names both names the target once afterwards.
    """
    _MOVES[kind](journal, source, target, chosen)


def remove(journal: Journal, kind: str, *, source: int) -> None:
    """No claim is linked to the source any more, and none has words for it; the next system steps up."""
    _REMOVALS[kind](journal, source)


def _move_benchmark(journal: Journal, source: int, target: int, chosen: Chosen | None) -> None:
    links = _chosen(ClaimBenchmark.objects.filter(benchmark=source), "text", "claim", chosen)
    claims = _ids(links, "claim_id")
    _touch(journal, claims)
    twice = ClaimBenchmark.objects.filter(benchmark=target, claim__in=claims).values("claim")
    doubled = _ids(links.filter(claim__in=twice))
    moved = [pk for pk in _ids(links) if pk not in set(doubled)]
    journal.drop(BENCHMARKS, ids=doubled)
    journal.set(BENCHMARKS, ids=moved, benchmark_id=target)


def _move_metric(journal: Journal, source: int, target: int, chosen: Chosen | None) -> None:
    claims = _ids(_chosen(Claim.objects.filter(metric=source), "metric_text", "pk", chosen))
    journal.keep(CLAIMS, ["scaled"], ids=claims)
    journal.set(CLAIMS, ids=claims, metric_id=target, updated_at=timezone.now())
    scaling.rescale([target], claims=claims)


def _move_system(journal: Journal, source: int, target: int, chosen: Chosen | None) -> None:
    own = _ids(_chosen(Claim.objects.filter(system=source), "system_text", "pk", chosen))
    further = _chosen(ClaimSystem.objects.filter(system=source), "text", "claim", chosen)
    baselines = _chosen(ClaimBaseline.objects.filter(system=source), "text", "claim", chosen)
    _touch(journal, [*own, *_ids(further, "claim_id"), *_ids(baselines, "claim_id")])
    also = ClaimSystem.objects.filter(system=target).values("claim")
    doubled = {
        *_ids(further.filter(Q(claim__system=target) | Q(claim__in=also) | Q(claim__in=own))),
        *_ids(ClaimSystem.objects.filter(system=target, claim__in=own)),
    }
    moved = [pk for pk in _ids(further) if pk not in doubled]
    compared = ClaimBaseline.objects.filter(system=target).values("claim")
    twice = _ids(baselines.filter(claim__in=compared))
    kept = [pk for pk in _ids(baselines) if pk not in set(twice)]
    journal.drop(SYSTEMS, ids=doubled)
    journal.drop(BASELINES, ids=twice)
    journal.set(CLAIMS, ids=own, system_id=target)
    journal.set(SYSTEMS, ids=moved, system_id=target)
    journal.set(BASELINES, ids=kept, system_id=target)


_MOVES = {"benchmark": _move_benchmark, "metric": _move_metric, "system": _move_system}


def _remove_benchmark(journal: Journal, source: int) -> None:
    links = ClaimBenchmark.objects.filter(benchmark=source)
    _touch(journal, _ids(links, "claim_id"))
    journal.drop(BENCHMARKS, ids=_ids(links))


def _remove_metric(journal: Journal, source: int) -> None:
    now = timezone.now()
    claims = _ids(Claim.objects.filter(metric=source))
    journal.set(CLAIMS, ids=claims, scaled=None, metric_id=None, metric_text="", updated_at=now)


def _remove_system(journal: Journal, source: int) -> None:
    own = _ids(Claim.objects.filter(system=source))
    further = ClaimSystem.objects.filter(system=source)
    baselines = ClaimBaseline.objects.filter(system=source)
    _touch(journal, [*own, *_ids(further, "claim_id"), *_ids(baselines, "claim_id")])
    journal.drop(SYSTEMS, ids=_ids(further))
    journal.drop(BASELINES, ids=_ids(baselines))
    next_ones: dict[int, ClaimSystem] = {}
    for link in ClaimSystem.objects.filter(claim__in=own).order_by("claim", "position"):
        next_ones.setdefault(link.claim_id, link)
    alone = [pk for pk in own if pk not in next_ones]
    journal.set(CLAIMS, ids=alone, system_id=None, system_text="")
    journal.drop(SYSTEMS, ids=[link.pk for link in next_ones.values()])
    for claim, link in next_ones.items():
        journal.set(CLAIMS, ids=[claim], system_id=link.system_id, system_text=link.text)


_REMOVALS = {"benchmark": _remove_benchmark, "metric": _remove_metric, "system": _remove_system}


def _chosen(links: "QuerySet[Any]", words: str, claim: str, chosen: Chosen | None) -> "QuerySet[Any]":
    if chosen is None:
        return links
    texts = links.order_by().values_list(words, flat=True).distinct()
    said = [text for text in texts if names.key(text) in set(chosen.keys)]
    return links.filter(Q(**{f"{words}__in": said}) | Q(**{f"{claim}__in": list(chosen.claims)}))


def _touch(journal: Journal, claims: Iterable[int]) -> None:
    """Who asks for what changed is told of the claims, too."""
    journal.set(CLAIMS, ids=sorted(set(claims)), updated_at=timezone.now())


def _ids(rows: "QuerySet[Any]", column: str = "pk") -> list[int]:
    return list(rows.order_by().values_list(column, flat=True))
