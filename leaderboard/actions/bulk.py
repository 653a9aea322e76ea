"""Decisions about many claims as a batch, and taking them back as another one.

A claim that was changed after the dry run is passed over, never overwritten; an event for each claim.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from leaderboard.actions import batch_items, batches, deciding
from leaderboard.models import Batch, BatchItem, Claim
from leaderboard.queries import selections
from leaderboard.queries.selections import Selection

CHUNK = 1000
"""Claims of one piece."""

STATES = {"accept": Claim.State.CURATED, "reject": Claim.State.REJECTED}
DECIDE, UNDECIDE = "decide", "undecide"
CHANGED = "changed meanwhile"
_LISTED = 100
"""Claims that the report of an undo lists one by one."""


def start(
    decision: str,
    *,
    selection: Selection,
    as_of: datetime,
    by: AbstractBaseUser,
    reason: str,
    expected: int | None = None,
) -> Batch:
    """A batch that accepts or rejects the claims of the selection as they were at that moment.

    `expected` is how many they were then; the report says how many of them are none of it any more.
    """
    about = {
        "decision": decision,
        "selection": asdict(selection),
        "as_of": as_of.isoformat(),
        "expected": expected,
    }
    STATES[decision]  # an unknown decision is refused here, not in the worker
    return batches.start(DECIDE, about=about, by=by, reason=reason, source="bulk")


def _title(batch: Batch) -> str:
    words = selections.of(batch.about["selection"]).words()
    return f"{batch.about['decision'].capitalize()} claims: {words}"


def _prepare(batch: Batch) -> int:
    """Those of the selection that were there at the dry run; what changed since is passed over."""
    as_of = parse_datetime(batch.about["as_of"])
    found = selections.chosen(selections.of(batch.about["selection"])).filter(created_at__lte=as_of)
    return batch_items.fix_found(batch, found=found.values_list("pk", "updated_at"))


def _step(batch: Batch) -> batches.Step | None:
    items = batch_items.following(batch, size=CHUNK)
    if not items:
        return None
    decision, as_of = batch.about["decision"], parse_datetime(batch.about["as_of"])
    seen = [item for item in items if as_of and item.seen and item.seen <= as_of]
    decided = deciding.decide(batch, items=seen, action=decision, state=STATES[decision], at=timezone.now())
    return _marked(items, decided, done=f"{decision}ed")


def _marked(items: Sequence[BatchItem], right: Collection[int], *, done: str) -> batches.Step:
    """Note what became of the items of a piece: those of the right claims are done."""
    batch_items.mark([item for item in items if item.subject in right], BatchItem.Outcome.DONE)
    wrong = [item for item in items if item.subject not in right]
    batch_items.mark(wrong, BatchItem.Outcome.SKIPPED, note=CHANGED)
    counts = {done: len(right), CHANGED: len(wrong)}
    return batches.Step(len(items), counts={name: number for name, number in counts.items() if number})


def _report(batch: Batch) -> dict[str, Any]:
    gone = (batch.about.get("expected") or 0) - (batch.total or 0)
    return {"decided about or read differently before it began": gone} if gone > 0 else {}


def _prepare_undo(batch: Batch) -> int:
    done = BatchItem.objects.filter(batch=batch.undoes_id, outcome=BatchItem.Outcome.DONE)
    return batch_items.fix_found(batch, found=done.values_list("subject", "seen"))


def _undo_step(batch: Batch) -> batches.Step | None:
    """A claim goes back if the batch's event is the last one about it; what somebody did since stays."""
    items = batch_items.following(batch, size=CHUNK)
    if not items or batch.undoes is None:
        return None
    why = f"takes back: {batch.undoes.about['decision']}"
    back = deciding.take_back(batch, items=items, undone=batch.undoes, why=why)
    return _marked(items, back, done="taken back")


def _undo_report(batch: Batch) -> dict[str, Any]:
    skipped = BatchItem.objects.filter(batch=batch, outcome=BatchItem.Outcome.SKIPPED)
    ids = list(skipped.order_by("pk").values_list("subject", flat=True)[:_LISTED])
    if not ids:
        return {}
    claims = Claim.objects.filter(pk__in=ids).order_by("pk")
    return {
        "left as somebody changed them since": [
            [f"{claim.quote}: {claim.get_state_display()}", f"/admin/queue/{claim.uid}/"] for claim in claims
        ]
    }


def _undo_title(batch: Batch) -> str:
    return f"Take back: {_title(batch.undoes)}" if batch.undoes else "Take back"


batches.register(batches.Kind(DECIDE, _title, _prepare, _step, report=_report, undone_by=UNDECIDE))
batches.register(batches.Kind(UNDECIDE, _undo_title, _prepare_undo, _undo_step, report=_undo_report))
