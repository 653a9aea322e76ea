"""A kind of batch for tests: counts to a number, an event for each, and can be told to fail."""

import contextlib
from collections.abc import Iterator

from leaderboard.actions import batches, events
from leaderboard.models import Batch


def prepare(batch: Batch) -> int:
    return int(batch.about["to"])


def step(batch: Batch) -> batches.Step | None:
    if batch.done == batch.total:
        return None
    events.record("count", subject=("batch", batch.uid), by=None, before=None, after=None, batch=batch)
    if batch.about.get("fails at") == batch.done:
        raise ValueError("told to fail")
    return batches.Step(done=1, counts={"odd" if batch.done % 2 else "even": 1})


COUNTING = batches.Kind(
    name="counting",
    title=lambda batch: f"Count to {batch.about.get('to')}",
    prepare=prepare,
    step=step,
    report=lambda batch: {"reached": batch.done},
    undone_by="counting back",
)
BACK = batches.Kind(
    name="counting back",
    title=lambda batch: "Count back",
    prepare=lambda batch: batch.undoes.done if batch.undoes else 0,
    step=step,
)


@contextlib.contextmanager
def known() -> Iterator[None]:
    """The kinds of this module are registered meanwhile."""
    batches.register(COUNTING)
    batches.register(BACK)
    yield
    del batches._KINDS["counting"], batches._KINDS["counting back"]
