"""Adopting a trial as a batch, on one board or as a whole, and taking that back as another one."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from leaderboard.actions import adopting, batch_items, batches
from leaderboard.models import Batch, BatchItem, Claim, Event, Paper, Trial, TrialClaim
from leaderboard.queries import trials as queries
from leaderboard.queries.trials import Board

ADOPT, ABANDON = "adopt", "abandon"
PAPERS, CLAIMS = 100, 500
"""Of one piece."""


class NotAdoptableError(Exception):
    """The trial is not at its end, names were changed since it began, or another adoption is at work."""


def start(trial: Trial, *, on: Board | None, by: AbstractBaseUser, reason: str = "") -> Batch:
    """A batch that makes the trial's readings those that stand; those of one board alone, if one is given."""
    if trial.batch.state != Batch.State.DONE:
        raise NotAdoptableError("the comparison has not read everything; wait for it, or start it again")
    if queries.outdated(trial):
        raise NotAdoptableError(
            "names were added, merged or renamed since the comparison began, so that its readings may be "
            "linked to other things than now; compare again what changed"
        )
    about: dict[str, Any] = {"trial": str(trial.uid), "version": trial.engine_version, "board": None}
    if on is not None:
        about |= {"board": [on[0].pk, on[1].pk], "name": f"{on[0].name}, {on[1].name}"}
    try:
        with transaction.atomic():
            return batches.start(ADOPT, about=about, by=by, reason=reason, source="engine")
    except IntegrityError as error:
        if "batch_adopts_once" not in str(error):
            raise
        where = f"on {about['name']} or on all boards" if on else "on some board or on all"
        raise NotAdoptableError(
            f"an adoption {where} is at work already; wait for its end, or cancel it among the batches"
        ) from error


def _title(batch: Batch) -> str:
    where = batch.about.get("name", "all boards")
    return f"Adopt engine {batch.about['version']} on {where}"


def _trial(batch: Batch) -> Trial:
    return Trial.objects.get(uid=batch.about["trial"])


def _prepare(batch: Batch) -> int:
    readings = TrialClaim.objects.filter(trial=_trial(batch), paper=OuterRef("pk"))
    if batch.about["board"]:
        readings = readings.filter(queries.on_board(batch.about["board"]))
    papers = Paper.objects.filter(Exists(readings), merged_into=None)
    return batch_items.fix_found(batch, found=papers.values_list("pk", "updated_at"))


def _step(batch: Batch) -> batches.Step | None:
    items = batch_items.following(batch, size=PAPERS)
    if not items:
        return None
    papers = [item.subject for item in items]
    done = adopting.adopt(batch, trial=_trial(batch), papers=papers, board=batch.about["board"])
    batch_items.mark(items, BatchItem.Outcome.DONE)
    return batches.Step(len(items), counts={name: number for name, number in done.items() if number})


def _report(batch: Batch) -> dict[str, Any]:
    conflicts = Claim.objects.filter(conflict__batch=batch).order_by("pk")[:100]
    listed = [
        [f"{claim.quote}: {claim.get_state_display()}", f"/admin/queue/{claim.uid}/"] for claim in conflicts
    ]
    back = [["What was adopted", f"/admin/engines/{batch.about['trial']}/"]]
    return {"comparison": back, **({"conflicts with decisions": listed} if listed else {})}


def _abandon_title(batch: Batch) -> str:
    return f"Take back: {_title(batch.undoes)}" if batch.undoes else "Take back"


def _prepare_abandon(batch: Batch) -> int:
    changed = Event.objects.filter(batch=batch.undoes_id, subject_type="claim", subject_uid=OuterRef("uid"))
    claims = Claim.objects.filter(Exists(changed))
    return batch_items.fix_found(batch, found=claims.values_list("pk", "updated_at"))


def _abandon_step(batch: Batch) -> batches.Step | None:
    items = batch_items.following(batch, size=CLAIMS)
    if batch.undoes is None:
        return None
    if not items:
        adopting.end_conflicts(adopted=batch.undoes)
        return None
    back = adopting.take_back(batch, adopted=batch.undoes, claims=[item.subject for item in items])
    batch_items.mark(items, BatchItem.Outcome.DONE)
    left = len(items) - back
    counts = {"as before": back, "left as somebody changed them since": left}
    return batches.Step(len(items), counts={name: number for name, number in counts.items() if number})


_MAY = "leaderboard.change_trial"
batches.register(
    batches.Kind(ADOPT, _title, _prepare, _step, report=_report, undone_by=ABANDON, permission=_MAY)
)
batches.register(batches.Kind(ABANDON, _abandon_title, _prepare_abandon, _abandon_step, permission=_MAY))
