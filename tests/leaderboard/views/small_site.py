"""A collection that has something of everything the pages show."""

from datetime import date
from typing import Any

from django.utils import timezone

from leaderboard.models import ClaimBaseline, ClaimBenchmark, ClaimSystem, Paper, Rejection, Task
from tests.leaderboard import collection


def grown(size: int, *, first: int = 0) -> list[Paper]:
    """Papers with three claims each, of all kinds of rows that pages know, numbered from `first`."""
    task, _ = Task.objects.get_or_create(
        key="reasoning", defaults={"slug": "reasoning", "name": "Reasoning", "area": "Language"}
    )
    accuracy = collection.metric(direction="higher", percentage=True, unit="%")
    quest = collection.benchmark("MathQuest", task=task)
    other = collection.benchmark("LogicQuest", task=task)
    old = collection.system("OldNet")
    up: dict[str, Any] = {"direction": "up"}
    made = []
    for number in range(first, first + size):
        new = collection.system(f"NewNet {number}")
        paper = _paper(number)
        result = collection.claim(
            paper, f"8{number % 10}.5", on=quest, metric=accuracy, system=new, unit="%", setting="zero-shot"
        )
        gain = collection.claim(
            paper,
            "2.5",
            on=quest,
            metric=accuracy,
            system=new,
            unit="points",
            kind="difference",
            **up,
        )
        ClaimBaseline.objects.create(claim=gain, system=old, text="OldNet", position=0)
        speed = collection.metric("Speedup", direction="higher", family="speed")
        on = "one A100" if number % 4 else ""
        factor = collection.claim(
            paper, "3", metric=speed, system=new, unit="x", kind="factor", setting=on, **up
        )
        ClaimBaseline.objects.create(claim=factor, system=old, text="OldNet", position=0)
        if number % 2:
            ClaimBenchmark.objects.create(claim=result, benchmark=other, text="LogicQuest", position=1)
            ClaimSystem.objects.create(claim=factor, system=old, text="OldNet", position=0)
        made.append(paper)
    collection.settled()
    return made


def _paper(number: int) -> Paper:
    """A paper that was read, with a number that was dropped; some have no date."""
    abstract = (
        f"We present NewNet {number}. It reaches 8{number % 10}.5% accuracy on MathQuest, "
        "2.5 points above OldNet, and is 3 times faster. OldNet was made in 2017."
    )
    paper = collection.paper(
        abstract,
        title=f"NewNet {number}: a model",
        published_on=date(2026, 1, 1 + number % 28) if number % 3 else None,
        state=Paper.State.DONE,
        extracted_at=timezone.now(),
        engine_version="test",
        is_summary=number % 2 == 0,
    )
    start = abstract.index("2017")
    Rejection.objects.create(
        paper=paper, start=start, end=start + 4, quote="2017", reason="year", engine_version="test"
    )
    return paper
