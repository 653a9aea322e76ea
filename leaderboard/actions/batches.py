"""Long work of curators in pieces: the row is the job, and whoever is killed loses and doubles nothing.

A kind of batch is added by a module of its own in `leaderboard.actions`:

1. Write two functions, which both run in a transaction that holds the batch's row. `prepare(batch) -> int`
   fixes what it is about and gives the total; if it is about rows, by `batch_items.fix`. `step(batch) ->
   Step | None` does one piece of a second or two, some hundred rows, and says how far it got, or None when
   nothing is left. A piece is committed together with the batch's progress, so that it happens once, whoever
   is killed when. Work that no transaction can hold (sending, say) must be safe to repeat.
2. Say what it is: `KIND = batches.Kind(name="adopt", title=..., prepare=..., step=...)`. `report` is asked at
   the end, cancelled or not, in the same transaction: names to numbers, texts or lists of [text, address].
   `undone_by` names the kind that takes it back, whose batch has the one to take back in `undoes`.
   `permission` is needed to cancel and undo it; who may start it is said at the door of its own screen.
3. Register it at the end of the module, `batches.register(KIND)`, and name the module in `KINDS` of
   `leaderboard/apps.py`.
4. Start it: `batch = batches.start("adopt", about={...}, by=user, reason=..., source="engines")`. The caller,
   a view or a command, wakes a worker by `tasks.work_on_batches.delay_on_commit()` and leads to
   `reverse("batch", args=[batch.uid])`, where progress, cancelling, report and undo are the same for all
   kinds. Nobody woken, or all killed: the sweep finds the row.

Events written by a piece take `batch=batch`, which is how they are found again.
"""

import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from leaderboard.actions import boards, events
from leaderboard.models import Batch, Event
from leaderboard.queries import batches as queries

LEASE = timedelta(seconds=60)
"""Longer than any piece takes; a worker that is gone is missed after it."""

ATTEMPTS = 3
"""Tries of one piece that may fail before the batch does."""


PATIENCE = 3000
"""Milliseconds that cancelling waits for the piece that is being done."""


class NotUndoableError(Exception):
    """The batch is still at work, is of a kind that nothing takes back, or was taken back already."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a piece did: how much of the total, and what to add to the batch's counts."""

    done: int
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of batch: what it is called, how it is done, and what takes it back."""

    name: str
    title: Callable[[Batch], str]
    prepare: Callable[[Batch], int]
    step: Callable[[Batch], Step | None]
    report: Callable[[Batch], dict[str, Any]] | None = None
    undone_by: str = ""
    permission: str = "leaderboard.change_claim"


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; the last of a name counts."""
    _KINDS[kind.name] = kind


def kind_of(batch: Batch) -> Kind:
    """The kind of this batch; KeyError for one that no module registers any more."""
    return _KINDS[batch.kind]


def known_kind(batch: Batch) -> Kind | None:
    """The kind of this batch; None for one that no module registers any more."""
    return _KINDS.get(batch.kind)


def title(batch: Batch) -> str:
    """What the batch does, in a line; its kind's name where no module registers that any more."""
    kind = known_kind(batch)
    return kind.title(batch) if kind else batch.kind


def start(
    kind: str,
    *,
    about: Mapping[str, Any],
    by: AbstractBaseUser | None,
    reason: str = "",
    source: str = "",
    undoes: Batch | None = None,
) -> Batch:
    """A batch that waits for a worker, whom the caller wakes."""
    with transaction.atomic():
        batch = Batch.objects.create(
            kind=_KINDS[kind].name,  # an unknown kind is refused here, not in the worker
            about=dict(about),
            by_id=by.pk if by else None,
            reason=reason,
            source=source,
            undoes=undoes,
        )
        _record(batch, "start", by=by, after={"kind": kind, "about": dict(about)}, reason=reason)
    return batch


def work(*, seconds: float) -> bool:
    """Work on the batch that waits longest until it ends or the time is up; False when none waits."""
    end = time.monotonic() + seconds
    batch = _take()
    if batch is None:
        return False
    try:
        while _piece(batch):
            if time.monotonic() > end:
                _leave(batch)
                break
    except Exception:  # noqa: BLE001 (whatever it was, the row says so and the next try comes)
        _fail(batch, error=traceback.format_exc())
    boards.settle()
    return True


def cancel(batch: Batch, *, by: AbstractBaseUser | None, reason: str = "") -> Batch:
    """The batch, which goes no further; what is done stays. One that has ended is left as it is.

    Waits a moment for the piece that is being done; where that takes longer (a model that thinks), the batch
    is still at work when this returns, and ends with that piece.
    """
    try:
        with transaction.atomic():
            current = _soon_locked(batch)
            if current.state in queries.RUNNING:
                _end(current, Batch.State.CANCELLED)
                current.save()
                _record(current, "cancel", by=by, after=_facts(current), reason=reason)
    except OperationalError:
        current = Batch.objects.get(pk=batch.pk)
        if not _cancelled(current):
            _record(current, "cancel", by=by, after=_facts(current), reason=reason)
    boards.settle()
    return current


def _soon_locked(batch: Batch) -> Batch:
    """The row, ours; raises OperationalError where somebody keeps it for longer than `PATIENCE`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE}ms"])
    current = Batch.objects.select_for_update().get(pk=batch.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    return current


def _cancelled(batch: Batch) -> bool:
    """Whether somebody cancelled it while a piece was being done."""
    return Event.objects.filter(subject_uid=batch.uid, action="cancel").exists()


def undo(batch: Batch, *, by: AbstractBaseUser, reason: str = "", source: str = "") -> Batch:
    """A new batch that takes this one back, as far as nothing was changed since."""
    kind = kind_of(batch)
    if batch.state in queries.RUNNING or not kind.undone_by:
        raise NotUndoableError("a batch can be taken back when it has ended, and only some kinds can be")
    try:
        with transaction.atomic():
            return start(kind.undone_by, about={}, by=by, reason=reason, source=source, undoes=batch)
    except IntegrityError as error:
        raise NotUndoableError("this batch is being taken back already, or was") from error


def _take() -> Batch | None:
    """The batch that is due first, ours until the lease ends; the attempt counts before the work begins."""
    with transaction.atomic():
        batch = queries.due().select_for_update(skip_locked=True).order_by("attempts", "pk").first()
        if batch is None:
            return None
        batch.state = Batch.State.WORKING
        batch.fence += 1
        batch.attempts += 1
        batch.lease_until = timezone.now() + LEASE
        batch.save()
    return batch


def _piece(batch: Batch) -> bool:
    """Do one piece and note it in the same transaction; False when nothing is left to do for us."""
    with transaction.atomic():
        held = Batch.objects.select_for_update().filter(
            pk=batch.pk, fence=batch.fence, state=Batch.State.WORKING
        )
        current = held.first()
        if current is None:  # cancelled, or somebody else's by now
            return False
        if _cancelled(current):
            _end(current, Batch.State.CANCELLED)
        elif current.attempts > ATTEMPTS:
            _end(current, Batch.State.FAILED, error=current.error or _GAVE_UP)
        elif current.total is None:
            current.total = kind_of(current).prepare(current)
        else:
            _add(current, kind_of(current).step(current))
        if current.state == Batch.State.WORKING:
            current.attempts, current.error = 0, ""
            current.lease_until = timezone.now() + LEASE
        current.save()
    return current.state == Batch.State.WORKING


_GAVE_UP = (
    f"The worker ended {ATTEMPTS} times in the middle of the same piece: it was killed, or ran out of memory "
    "or time. What was done before that piece stays."
)


def _add(batch: Batch, step: Step | None) -> None:
    if step is None:
        _end(batch, Batch.State.DONE)
        return
    batch.done += step.done
    for name, number in step.counts.items():
        batch.counts[name] = batch.counts.get(name, 0) + number


def _end(batch: Batch, state: Batch.State, *, error: str = "") -> None:
    batch.state, batch.error = state, error
    batch.lease_until, batch.ended_at = None, timezone.now()
    kind = None if state == Batch.State.FAILED else kind_of(batch)  # which may be what failed
    if kind is not None and kind.report is not None and batch.total is not None:
        batch.report = kind.report(batch)
    if state != Batch.State.CANCELLED:
        _record(batch, "end", by=None, after=_facts(batch))


def _leave(batch: Batch) -> None:
    """Free for whoever comes next."""
    ours = Batch.objects.filter(pk=batch.pk, fence=batch.fence, state=Batch.State.WORKING)
    ours.update(state=Batch.State.WAITING, lease_until=None, attempts=0)


def _fail(batch: Batch, *, error: str) -> None:
    """Note the traceback; the next try comes with the next worker, or the batch has failed for good."""
    with transaction.atomic():
        ours = Batch.objects.select_for_update().filter(pk=batch.pk, fence=batch.fence)
        current = ours.filter(state=Batch.State.WORKING).first()
        if current is None:
            return
        if current.attempts >= ATTEMPTS:
            _end(current, Batch.State.FAILED, error=error)
        else:
            current.state, current.lease_until, current.error = Batch.State.WAITING, None, error
        current.save()


def _facts(batch: Batch) -> dict[str, Any]:
    return {"state": batch.state, "total": batch.total, "done": batch.done, "counts": batch.counts}


def _record(
    batch: Batch, action: str, *, by: AbstractBaseUser | None, after: Mapping[str, Any], reason: str = ""
) -> None:
    events.record(
        action,
        subject=("batch", batch.uid),
        by=by,
        before=None,
        after=after,
        reason=reason,
        source=batch.source,
        batch=batch,
    )
