"""Claims of several papers about the same thing, and the moment at which contradictions are looked for."""

from decimal import Decimal
from typing import Any

from django.db import connection

from leaderboard.models import Claim, Paper
from tests.leaderboard import collection


def say(quote: str, *, of: Paper | None = None, system: str = "NewNet", **facts: Any) -> Claim:
    """A claim that NewNet has this accuracy on MathQuest, by a paper of its own unless one is given."""
    quest = collection.benchmark(facts.pop("benchmark", "MathQuest"))
    paper = of or collection.paper(f"Paper {Paper.objects.count()}: {system} reaches {quote} on {quest}.")
    metric = collection.metric(direction="higher", percentage=True, unit="%")
    facts.setdefault("scaled", Decimal(quote))
    return collection.claim(paper, quote, on=quest, metric=metric, system=collection.system(system), **facts)


def cost(result: Claim, quote: str, *, metric: str = "Latency", **facts: Any) -> Claim:
    """A further claim of the same sentence's system: what it takes, on no benchmark."""
    paper = result.paper
    paper.abstract += f" It takes only +{quote} of it."
    paper.save()
    of = collection.metric(metric, direction="lower", unit="ms")
    return collection.claim(paper, f"+{quote}", metric=of, system=result.system, **facts)


def settle() -> None:
    """Bring the contradictions up to date, as the end of a transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS contradictions_settled IMMEDIATE")
        cursor.execute("SET CONSTRAINTS contradictions_settled DEFERRED")
