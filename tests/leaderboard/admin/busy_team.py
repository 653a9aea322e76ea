"""A collection that people have worked on: something of everything that the admin shows."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from leaderboard.actions import (
    authors,
    batches,
    boards,
    bulk,
    claims,
    name_changes,
    papers,
    policies,
    public_proposals,
    roles,
    tokens,
    turns,
)
from leaderboard.actions.name_changes import Asker, Seen
from leaderboard.domain.roles import Role
from leaderboard.models import (
    Alert,
    Attempt,
    Benchmark,
    Claim,
    Delivery,
    Evaluation,
    EvaluationMetric,
    EvaluationResult,
    EvaluationValue,
    Metric,
    Paper,
    System,
    Task,
)
from leaderboard.queries.policies import Scope
from leaderboard.queries.selections import Selection
from tests.leaderboard import collection
from tests.leaderboard.engines import reading
from tests.leaderboard.engines.test_trials import mixed
from tests.leaderboard.views.small_site import grown

SCOPES = ("absolute", "difference", "factor")


def worked(size: int, *, first: int, by: User) -> None:
    """Adds papers, and as many of everything that people and machines make of them."""
    made = grown(size, first=first)
    reading.stand(size, first=first + 10)
    _decided(made, by)
    _said(made)
    _named(first, size, by)
    _accounts(first, size)
    _batches(size, by)
    _told(size, by)
    _tables(first, size, by)
    reading.tried(mixed, by=by)
    policies.put(policies.Terms(Scope(0.9, SCOPES[first % 3]), 0.05, "measured well"), by=by)
    policies.apply()
    boards.settle()
    boards.count()


def _decided(made: Sequence[Paper], by: User) -> None:
    """Of each paper one claim was decided about, one was set aside; a story has several events."""
    told = Claim.objects.earliest("pk")
    for paper in made:
        result, gain, _ = paper.claims.order_by("pk")
        (claims.accept if paper.pk % 2 else claims.reject)(gain, by=by, source="queue", reason="as it says")
        turns.take_this(result, by=by)
        turns.leave(result, by=by, passing=True)
        claims.pass_over(told, by=by, source="queue")
        authors.make(made[0], by=by)
        papers.settle(gain, by=by)
    papers.correct(made[0], changes={"title": f"{made[0].title}, second"}, by=by)


def _said(made: Sequence[Paper]) -> None:
    for number, paper in enumerate(made):
        said = public_proposals.Said("dispute", "value", {}, f"The table says {number}.")
        public_proposals.propose(paper.claims.latest("pk"), said=said, by=account(f"reader {paper.pk}"))


def account(name: str) -> User:
    """An account that may nothing in particular."""
    return User.objects.create_user(name)


def _named(first: int, size: int, by: User) -> None:
    asker = Asker(by, "looked up", "names")
    for number in range(first, first + size):
        system = System.objects.get(name=f"NewNet {number}")
        name_changes.confirm(Seen(system, system.updated_at), asker=asker)
        collection.benchmark(f"MathsQuest {number}")


def _accounts(first: int, size: int) -> None:
    groups = roles.prepare()
    for number in range(first, first + size):
        curator = account(f"curator {number}")
        curator.groups.add(groups[Role.CURATOR])
        tokens.make(curator, name="a script")


def _batches(size: int, by: User) -> None:
    """One that is done, the others cancelled."""
    selection = Selection(kind="factor", state="machine")
    bulk.start("accept", selection=selection, as_of=timezone.now(), by=by, reason="all of them")
    reading.work()
    for _ in range(size):
        waiting = bulk.start("reject", selection=selection, as_of=timezone.now(), by=by, reason="again")
        batches.cancel(waiting, by=by)


def _told(size: int, by: User) -> None:
    on, metric = Benchmark.objects.get(name="MathQuest"), Metric.objects.get(name="Accuracy")
    for number in range(size):
        alert = Alert.objects.create(
            owner=by,
            benchmark=on,
            metric=metric,
            threshold=number,
            url="https://a.example/",
            secret=f"{number:064x}",
        )
        claim = Claim.objects.latest("pk")
        sent = Delivery.objects.create(alert=alert, claim=claim, state="sent", due_at=None, attempts=1)
        Attempt.objects.create(delivery=sent, at=timezone.now(), status=200, milliseconds=20)


def _tables(first: int, size: int, by: User) -> None:
    task = Task.objects.get(key="reasoning")
    for number in range(first, first + size):
        on = collection.benchmark(f"Handed In {number}", task=task)
        table = Evaluation.objects.create(task=task, benchmark=on, made_by=by)
        column = EvaluationMetric.objects.create(
            evaluation=table, metric=Metric.objects.get(name="Accuracy"), slug="accuracy", name="Accuracy"
        )
        key = hashlib.sha256(str(number).encode()).hexdigest()
        row = EvaluationResult.objects.create(
            evaluation=table,
            key=key,
            methodology=f"NewNet {number}",
            made_by=by,
            paper=Paper.objects.latest("pk"),
        )
        EvaluationValue.objects.create(result=row, column=column, raw="90", value=Decimal(90))
