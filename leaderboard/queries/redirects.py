"""Where addresses of things lead that are not theirs any more."""

from collections.abc import Iterable, Mapping
from typing import Any

from leaderboard.models import (
    Benchmark,
    Metric,
    NameChange,
    NameMove,
    NameRedirect,
    System,
    Task,
)

_MODELS: dict[str, Any] = {"benchmark": Benchmark, "metric": Metric, "system": System, "task": Task}
_KINDS = tuple(_MODELS)


def thing(kind: str, slug: str) -> Any:
    """The thing that had this slug, or has what another one with it had; None where there is none."""
    found = NameRedirect.objects.select_related(kind).filter(kind=kind, slug=slug).first()
    return getattr(found, kind) if found else None


def exist(places: Iterable[tuple[str, str]]) -> bool:
    """Whether there is a thing of each kind with that slug; one query each."""
    return all(_MODELS[kind].objects.filter(slug=slug).exists() for kind, slug in places)


def now(old: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str | None]:
    """Today's slug of every kind and slug among these that leads elsewhere; None for what was no name.

    One query.
    """
    wanted = set(old)
    rows = NameRedirect.objects.filter(
        kind__in={kind for kind, _ in wanted}, slug__in={slug for _, slug in wanted}
    )
    found = rows.values("kind", "slug", *(f"{kind}__slug" for kind in _KINDS))
    leading = {(row["kind"], row["slug"]): row[f"{row['kind']}__slug"] for row in found}
    return {place: slug for place, slug in leading.items() if place in wanted}


def unnamed(kind: str, slug: str) -> NameChange | None:
    """The decision in force by which what had this slug is no name of anything; None where there is none."""
    nowhere = NameRedirect.objects.filter(kind=kind, slug=slug, **dict.fromkeys(_KINDS))
    noted = NameMove.objects.filter(place="leaderboard_nameredirect", row__in=nowhere.values("pk"))
    decided = NameChange.objects.filter(action=NameChange.Action.UNNAME, undone_at=None)
    return decided.filter(pk__in=noted.values("change")).order_by("-pk").first()
