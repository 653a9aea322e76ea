"""A few papers whose claims name things in several spellings."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.models import User

from leaderboard.actions import boards
from leaderboard.actions.name_changes import Asker, Seen
from leaderboard.models import Claim, ClaimBaseline, ClaimBenchmark, ClaimSystem
from tests.leaderboard import collection

KINDS = ("benchmark", "metric", "system")
MAKERS: dict[str, Callable[..., Any]] = {
    "benchmark": collection.benchmark,
    "metric": collection.metric,
    "system": collection.system,
}


def asker() -> Asker:
    """A curator who asks for changes."""
    user, _ = User.objects.get_or_create(username="curator of names")
    return Asker(by=user, reason="the same thing", source="names")


def seen(thing: Any) -> Seen:
    """The thing as it is now."""
    thing.refresh_from_db()
    return Seen(thing, thing.updated_at)


def things(kind: str, *names: str) -> list[Any]:
    """Things of the kind, made where they are not there."""
    return [MAKERS[kind](name) for name in names]


def claims(kind: str, drawn: Sequence[Sequence[int]], among: Sequence[Any]) -> list[Claim]:
    """A claim for each list of indices: about (or on, or by) those things, in this order."""
    return [_claim(kind, number, [among[index] for index in wanted]) for number, wanted in enumerate(drawn)]


def _claim(kind: str, number: int, named: Sequence[Any]) -> Claim:
    words = " and ".join(thing.name for thing in named)
    paper = collection.paper(f"Report {number}: {words} reach {50 + number}.5 in the trial.")
    metric = named[0] if kind == "metric" and named else collection.metric("Accuracy", direction="higher")
    fields: dict[str, Any] = {"metric": metric, "metric_text": metric.name}
    if kind == "system" and named:
        fields |= {"system": named[0], "system_text": named[0].name}
    made = collection.claim(paper, f"{50 + number}.5", **fields)
    on = named if kind == "benchmark" else [collection.benchmark("Meadow")]
    for position, thing in enumerate(on):
        ClaimBenchmark.objects.create(claim=made, benchmark=thing, text=thing.name, position=position)
    if kind == "system":
        for position, thing in enumerate(named[1:]):
            ClaimSystem.objects.create(claim=made, system=thing, text=thing.name, position=position + 1)
        for position, thing in enumerate(reversed(named)):
            ClaimBaseline.objects.create(claim=made, system=thing, text=thing.name, position=position)
    return made


def settled() -> None:
    """Boards worked out."""
    boards.settle()
