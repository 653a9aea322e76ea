"""What the client finds: a board with results and a gain, and accounts with tokens."""

from datetime import date

from django.contrib.auth.models import User

from leaderboard.actions import tokens
from leaderboard.models import ApiToken, Benchmark, Claim, Metric, Task
from tests.leaderboard import collection


def build() -> None:
    """Fill the database."""
    area = {"area": "Computer Vision", "description": "Naming what is to be seen."}
    task = Task.objects.create(name="Bird Naming", key="birdnaming", slug="bird-naming", **area)
    Task.objects.create(name="Gull Naming", key="gullnaming", slug="gull-naming", parent=task)
    accuracy = collection.metric(direction=Metric.Direction.HIGHER, percentage=True, unit="%")
    quest = collection.benchmark("BirdQuest")
    Benchmark.objects.filter(pk=quest.pk).update(task=task)
    for name, quote, number in (("Alpha", "81.5", "2401.00001"), ("Beta", "84.25", None)):
        paper = collection.paper(
            f"{name} reaches {quote}% accuracy on BirdQuest.",
            title=f"{name}: a model",
            authors=["Ada Wren", f"{name} Finch"],
            arxiv_id=number,
            published_on=date(2024, 1, 2),
        )
        of = {"metric": accuracy, "system": collection.system(name), "unit": "%"}
        collection.claim(paper, quote, on=quest, **of)
    paper = collection.paper("Delta improves BirdQuest accuracy by 2.5 points.", title="Delta")
    gain = {"kind": Claim.Kind.DIFFERENCE, "direction": Claim.Direction.UP, "unit": "points"}
    collection.claim(paper, "2.5", on=quest, metric=accuracy, system=collection.system("Delta"), **gain)
    collection.settled()


def token(name: str, *scopes: str) -> str:
    """A new token of the account with this name; for writing tables unless scopes are given."""
    owner, _ = User.objects.get_or_create(username=name)
    return tokens.make(owner, name="test", scopes=scopes or [ApiToken.Scope.EVALUATIONS]).token
