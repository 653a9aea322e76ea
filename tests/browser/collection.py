"""What the live server shows: an ordinary collection, and names that nobody would wish for."""

from typing import Any

from django.utils import timezone

from leaderboard.models import (
    Benchmark,
    BenchmarkAlias,
    BoardLog,
    Claim,
    ClaimBaseline,
    Metric,
    Paper,
    Rejection,
    System,
    Task,
)
from tests.leaderboard import collection, disputes
from tests.leaderboard.views.small_site import grown

HOSTILE = '<script>alert("x")</script> "><img src=x onerror=alert(1)> \u202eesrever 😀 ' + "unbroken" * 20


def build() -> None:
    """Fill the database."""
    papers = grown(60)
    collection.paper("This one waits to be read.", title="Waiting")
    collection.paper("This one failed.", title="Parked", state="parked", attempts=3, error="Traceback")
    _overlapping()
    _disagreeing()
    _hostile()
    Paper.objects.filter(pk=papers[3].pk).update(retracted_on="2026-05-01")
    Claim.objects.filter(paper=papers[6], kind="absolute").update(state="disputed", decided_at=timezone.now())
    Claim.objects.filter(paper=papers[8], kind="absolute").update(
        state="confirmed", decided_at=timezone.now()
    )
    quest = Benchmark.objects.get(slug="mathquest")
    BenchmarkAlias.objects.create(owner=quest, name="Maths Quest", key="mathsquest")
    collection.settled()


PLAIN = {
    "home": "/",
    "boards": "/boards/",
    "board": "/boards/mathquest/accuracy/",
    "board of gains": "/boards/mathquest/accuracy/?tab=gains",
    "empty tab": "/boards/mathquest/accuracy/?tab=factors",
    "changes of a board": "/boards/mathquest/accuracy/changes/",
    "changes of a hostile board": "/boards/hostile/hostile/changes/",
    "boards of efficiency": "/efficiency/",
    "board of efficiency": "/efficiency/speed/",
    "board of efficiency narrowed": "/efficiency/speed/?baseline=oldnet&hardware=A100",
    "best cases": "/efficiency/memory/?tab=best",
    "amounts": "/efficiency/memory/?tab=absolute",
    "no place": "/efficiency/speed/?tab=unplaced",
    "empty board of efficiency": "/efficiency/energy/",
    "papers": "/papers/",
    "systems": "/systems/",
    "benchmarks": "/benchmarks/",
    "metrics": "/metrics/",
    "tasks": "/tasks/",
    "system": "/systems/oldnet/",
    "system compared with": "/systems/oldnet/?part=compared",
    "benchmark": "/benchmarks/mathquest/",
    "metric": "/metrics/accuracy/",
    "metric without boards": "/metrics/speedup/",
    "task": "/tasks/reasoning/",
    "comparison": "/compare/?systems=doubtnet-0&systems=newnet-0&systems=oldnet",
    "nothing to compare": "/compare/",
    "system to compare": "/compare/?systems=newnet-0&q=doubtnet",
    "unknown to compare": "/compare/?systems=newnet-0&systems=newnett",
    "hostile comparison": "/compare/?systems=hostile&systems=newnet-0",
    "choice of two metrics": "/pareto/",
    "two metrics": "/pareto/?x=latency&y=accuracy",
    "two metrics that nothing has": "/pareto/?x=speedup&y=accuracy",
    "hostile metrics": "/pareto/?x=latency&y=hostile",
    "contradictions": "/contradictions/",
    "contradictions of a board": "/contradictions/?benchmark=mathquest&metric=accuracy",
    "hostile contradictions": "/contradictions/?system=hostile",
    "contradictions of nothing": "/contradictions/?benchmark=mathqest",
    "search": "/search/",
    "search for all": "/search/?q=newnet",
    "search for papers": "/search/?q=newnet&kind=papers",
    "search for claims": "/search/?q=newnet+accuracy&kind=claims",
    "search narrowed": "/search/?q=accuracy&year=2026&metric=accuracy",
    "search for nothing": "/search/?q=qqqqqqq",
    "about": "/about/",
    "exports": "/exports/",
    "snapshots": "/snapshots/",
    "not found": "/nothing/here/",
    "bad request": "/boards/?after=wrong",
    "embedded board": "/embed/boards/mathquest/accuracy/",
    "embedded board, dark": "/embed/boards/mathquest/accuracy/?theme=dark&rows=3&tab=gains",
    "embedded efficiency": "/embed/efficiency/speed/",
    "embedded efficiency, dark": "/embed/efficiency/speed/?theme=dark&rows=3&tab=best",
    "embedded hostile board": "/embed/boards/hostile/hostile/?theme=light",
    "hostile board": "/boards/hostile/hostile/",
    "hostile system": "/systems/hostile/",
}
"""The pages whose addresses are the same in every collection."""


def addresses() -> dict[str, str]:
    """A page of every type."""
    paper = Paper.objects.get(title="NewNet 1: a model")
    decided = Claim.objects.filter(state="disputed").earliest("pk")
    hostile = Claim.objects.filter(metric__slug="hostile").earliest("pk")
    return PLAIN | {
        "history of a claim": f"/claims/{decided.uid}/history/",
        "history of a hostile claim": f"/claims/{hostile.uid}/history/",
        "paper": f"/papers/{paper.uid}/",
        "paper with overlapping marks": f"/papers/{Paper.objects.get(title='Overlaps').uid}/",
        "paper that waits": f"/papers/{Paper.objects.get(title='Waiting').uid}/",
        "paper that failed": f"/papers/{Paper.objects.get(title='Parked').uid}/",
        "too many to compare": "/compare/?" + "&".join(f"systems=newnet-{n}" for n in range(7)),
        "hostile paper": f"/papers/{Paper.objects.get(doi='10.1/hostile').uid}/",
    }


def remove() -> None:
    """Empty the database again."""
    for model in (Paper, Metric, System, Benchmark, Task, BoardLog):
        model.objects.all().delete()
    collection.settled()  # the totals of efficiency, too


def _overlapping() -> None:
    paper = collection.paper("Gains of 12.4% to 17.5% were seen.", title="Overlaps")
    for quote in ("12.4", "17.5"):
        collection.claim(paper, quote, unit="%", kind="difference", direction="up")
    both = collection.claim(paper, "12.4", role="reference", kind=None)
    Claim.objects.filter(pk=both.pk).update(end=22, quote=paper.abstract[9:22])


def _disagreeing() -> None:
    for number, setting in enumerate(("zero-shot", "")):
        for quote in ("71.5", "64.2"):
            said = disputes.say(quote, system=f"DoubtNet {number}", setting=setting, unit="%")
            disputes.cost(said, f"{number + 3}{quote[0]}")


def _hostile() -> None:
    metric = Metric.objects.create(slug="hostile", name=HOSTILE[:200], direction="lower", unit=HOSTILE[:40])
    bench = Benchmark.objects.create(slug="hostile", name=HOSTILE[:200], description=HOSTILE * 5)
    system = System.objects.create(slug="hostile", name=HOSTILE[:200])
    paper = collection.paper(
        f"{HOSTILE} reaches 7 {HOSTILE}", title=HOSTILE * 6, authors=[HOSTILE], doi="10.1/hostile"
    )
    claim = collection.claim(
        paper, "7", on=bench, metric=metric, system=system, setting=HOSTILE, unit=HOSTILE
    )
    ClaimBaseline.objects.create(claim=claim, system=None, text=HOSTILE * 3, position=0)
    disputes.cost(claim, "12", unit=HOSTILE)
    elsewhere = collection.paper(f"Elsewhere it reaches 70 {HOSTILE}", title=HOSTILE)
    collection.claim(elsewhere, "70", on=bench, metric=metric, system=system, setting=HOSTILE, unit=HOSTILE)
    memory = collection.metric("memory", direction="lower", family="memory")
    hostile: dict[str, Any] = {"metric": memory, "system": system, "setting": HOSTILE}
    needs = collection.paper(f"It needs 5 and 6 {HOSTILE}", title=HOSTILE * 6)
    saved = collection.claim(needs, "5", kind="factor", direction="down", bound="at_most", **hostile)
    ClaimBaseline.objects.create(claim=saved, system=system, text=HOSTILE, position=0)
    collection.claim(needs, "6", unit=HOSTILE, scaled=None, **hostile)
    Rejection.objects.create(
        paper=paper, start=0, end=9, quote=HOSTILE[:9], reason="count", engine_version="t"
    )
