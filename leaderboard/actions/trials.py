"""Trials as batches: a candidate reads every abstract, and nothing that stands is touched."""

import time
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from extraction.backends.llm import ServerError
from extraction.claims import Document, Extraction
from leaderboard.actions import batch_items, batches, candidates, comparing
from leaderboard.actions.leases import Job
from leaderboard.models import Batch, BatchItem, Paper, Trial
from leaderboard.queries import lexicons, renamed
from leaderboard.queries import trials as queries

TRIAL = "trial"
KEPT, KEPT_PIECE = "as before", 500
"""The note of papers that are not read again, and how many of them make a piece."""

PIECE, SECONDS = 50, 2.0
"""Papers of one piece at the most, and about how long it may take."""


def start(
    candidate: str,
    *,
    by: AbstractBaseUser,
    least: float = 0.0,
    reason: str = "",
    again: Trial | None = None,
) -> Batch:
    """A batch that lets the candidate read everything; what it is less sure of than `least` it does not say.

    With `again`, a trial of the same candidate that has ended, only papers that say a name that changed
    since, that were changed themselves, or that could not be read; its readings of the others are kept.
    Raises KeyError for a candidate that cannot be tried here.
    """
    found = candidates.candidate(candidate)
    if found is None:
        raise KeyError(candidate)
    version = f"{found.version[:30]} from {least:g}" if least else found.version
    with transaction.atomic():
        about = {"candidate": candidate, "least": least, "version": version}
        if again is not None and (again.candidate, again.engine_version) == (candidate, version):
            about |= {"again": str(again.uid)} if again.batch.state == Batch.State.DONE else {}
        batch = batches.start(TRIAL, about=about, by=by, reason=reason, source="engine")
        Trial.objects.create(
            batch=batch,
            candidate=candidate,
            engine_version=version,
            least=least,
            vocabulary=" ".join(lexicons.version()),
        )
    return batch


def _title(batch: Batch) -> str:
    return f"Compare engine {batch.about['version']} with what stands"


def _prepare(batch: Batch) -> int:
    read = Paper.objects.filter(extracted_at__isnull=False, merged_into=None)
    total = batch_items.fix_found(batch, found=read.values_list("pk", "updated_at"))
    former = _former(batch)
    if former is not None:
        _keep(batch, former, renamed.papers(former.created_at))
    return total


def _former(batch: Batch) -> Trial | None:
    """The trial whose readings are kept where nothing changed."""
    if "again" not in batch.about:
        return None
    return Trial.objects.select_related("batch").filter(uid=batch.about["again"]).first()


def _keep(batch: Batch, former: Trial, changed: Sequence[int] | None) -> None:
    """Note which papers need not be read again; none where nobody can tell what changed."""
    if changed is None:
        return
    since = Q(updated_at__gt=former.created_at) | Q(extracted_at__gt=former.created_at)
    unread = former.batch.items.filter(outcome=BatchItem.Outcome.SKIPPED).values("subject")
    others = batch.items.exclude(subject__in=changed).exclude(subject__in=unread)
    others.exclude(subject__in=Paper.objects.filter(since).values("pk")).update(note=KEPT)


def _step(batch: Batch) -> batches.Step | None:
    items = batch_items.following(batch, size=PIECE)
    if not items:
        return None
    trial, former = Trial.objects.get(batch=batch), _former(batch)
    kept = batch_items.following(batch, size=KEPT_PIECE, note=KEPT) if former else []
    if kept and former:
        comparing.carry(trial, former=former, papers=[item.subject for item in kept])
        batch_items.mark(kept, BatchItem.Outcome.DONE, note=KEPT)
        return batches.Step(len(kept), counts={"papers as before": len(kept)})
    read, failed = _read(items, trial)
    claims = comparing.store(trial, read=list(read.values()))
    batch_items.mark([item for item in items if item.pk in read], BatchItem.Outcome.DONE)
    batch_items.mark(failed, BatchItem.Outcome.SKIPPED, note="could not be read")
    counts = {"claims read": claims, "papers that could not be read": len(failed)}
    return batches.Step(
        len(read) + len(failed), counts={name: number for name, number in counts.items() if number}
    )


def _read(
    items: Sequence[BatchItem], trial: Trial
) -> tuple[dict[int, tuple[Job, Extraction]], list[BatchItem]]:
    """What was read until the time was up, by item, and the papers that the candidate cannot read.

    Raises ServerError where nothing was read since no model answers: that says nothing about the papers. What
    was read before it fell silent is kept.
    """
    papers = Paper.objects.in_bulk([item.subject for item in items])
    read: dict[int, tuple[Job, Extraction]] = {}
    failed: list[BatchItem] = []
    end = time.monotonic() + SECONDS
    names = lexicons.current()
    with candidates.reader(trial.candidate) as reader:
        for item in items:
            job = _job(papers[item.subject])
            try:
                read[item.pk] = job, _sure(reader(job.document, names), trial.least)
            except ServerError:
                if not read and not failed:
                    raise
                break
            except Exception:  # noqa: BLE001 (a paper that the candidate cannot read is counted, not compared)
                failed.append(item)
            if time.monotonic() > end:
                break
    return read, failed


def _job(paper: Paper) -> Job:
    return Job(paper.pk, paper.uid, paper.fence, 1, Document(str(paper.uid), paper.title, paper.abstract))


def _sure(found: Extraction, least: float) -> Extraction:
    return Extraction(tuple(claim for claim in found.claims if claim.confidence >= least), found.rejections)


def _report(batch: Batch) -> dict[str, Any]:
    trial = Trial.objects.get(batch=batch)
    trial.summary = queries.summary(trial)
    trial.save(update_fields=["summary"])
    return {
        **dict(trial.summary["outcomes"]),
        "comparison": [["What is different", f"/admin/engines/{trial.uid}/"]],
    }


batches.register(
    batches.Kind(TRIAL, _title, _prepare, _step, report=_report, permission="leaderboard.change_trial")
)
