"""A candidate for tests: it reads what it is told to read, and everything else as the small engine does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from extraction.claims import Claim, Document, Extraction
from extraction.lexicon import Lexicon
from leaderboard.actions import adoptions, batches, boards, candidates, extract, trials
from leaderboard.models import Batch, Trial
from leaderboard.queries.trials import Board
from tests.leaderboard import papers
from tests.leaderboard.papers import read

Change = Callable[[Document, Claim], list[Claim]]


def stand(count: int, *, first: int = 10) -> None:
    """Papers of the small engine, read by it."""
    papers.papers(count, first=first)
    while extract.extract_batch(read=read).taken:
        pass


def stand_by_hand(count: int) -> None:
    """As `stand`, within a transaction of the caller."""
    with pytest.MonkeyPatch.context() as patch:
        durable = transaction.atomic
        patch.setattr("leaderboard.actions.leases.transaction.atomic", lambda **_: durable())
        stand(count)


@contextmanager
def candidate(change: Change) -> Iterator[None]:
    """The installed candidate reads as `change` says meanwhile."""

    @contextmanager
    def reader(name: str) -> Iterator[candidates.Read]:
        def changed(document: Document, lexicon: Lexicon) -> Extraction:
            found = read(document)
            return Extraction(
                tuple(new for claim in found.claims for new in change(document, claim)), found.rejections
            )

        yield changed

    plain = candidates.reader
    candidates.reader = reader
    try:
        yield
    finally:
        candidates.reader = plain


def work() -> None:
    """Everything that batches have to do."""
    while batches.work(seconds=60):
        pass
    assert not Batch.objects.filter(state="failed").exists(), Batch.objects.latest("pk").error


def tried(change: Change, *, by: User, least: float = 0.0) -> Trial:
    """A trial of that candidate, at its end."""
    with candidate(change):
        batch = trials.start("installed", by=by, least=least)
        work()
    return Trial.objects.get(batch=batch)


def adopted(trial: Trial, *, by: User, on: Board | None = None) -> Batch:
    """The batch that adopted it, at its end."""
    batch = adoptions.start(Trial.objects.get(pk=trial.pk), on=on, by=by)
    work()
    boards.settle()
    return Batch.objects.get(pk=batch.pk)


def abandoned(batch: Batch, *, by: User) -> Batch:
    """The batch that took it back, at its end."""
    back = batches.undo(batch, by=by)
    work()
    boards.settle()
    return Batch.objects.get(pk=back.pk)
