"""Papers that say a name are read again: first to see what would differ, storing nothing; then for good.

Two kinds of batches: "names-compare" and "names-reread", both about the papers whose abstracts hold one of
the spellings. What people decided about is never written over (`actions.writing`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse

from extraction.pipeline import extract
from leaderboard.actions import batch_items, batches, leases, writing
from leaderboard.actions.batches import Step
from leaderboard.actions.leases import Job
from leaderboard.models import Batch, BatchItem, Claim, Paper
from leaderboard.queries import lexicons, spoken

PIECE = 20
"""Papers of one piece."""

REPORTED = 100
"""Papers with differences that a report names; it counts all of them."""

COMPARE, REREAD = "names-compare", "names-reread"
Place = tuple[int, int, int, str]
Facts = Mapping[Place, tuple[Any, ...]]


def prepare(batch: Batch) -> int:
    """The papers are fixed when the work begins."""
    papers = spoken.papers(batch.about["spellings"])
    return batch_items.fix(batch, subjects=((pk, None) for pk in papers))


def compare(batch: Batch) -> Step | None:
    """The next papers read and compared with what is stored; everything that this writes is taken back."""
    return _piece(batch, keep=False)


def reread(batch: Batch) -> Step | None:
    """The next papers read, and their claims stored."""
    return _piece(batch, keep=True)


def report(batch: Batch) -> dict[str, Any]:
    """What came of it besides the counts: the papers whose claims differ."""
    items = batch.items.exclude(note="").order_by("pk")
    notes = dict(items.values_list("subject", "note")[:REPORTED])
    papers = Paper.objects.filter(pk__in=notes).values_list("pk", "uid", "title")
    lines = [[f"{title[:80] or uid}: {notes[pk]}", reverse("paper", args=[uid])] for pk, uid, title in papers]
    return {"papers that differ": items.count(), **({"what differs in them": lines} if lines else {})}


_WORDS = {"new": "new claims", "gone": "claims gone", "changed": "claims changed", "same": "claims as before"}


def _piece(batch: Batch, *, keep: bool) -> Step | None:
    items = batch_items.following(batch, size=PIECE)
    if not items:
        return None
    with transaction.atomic():
        differences, read = _read([item.subject for item in items])
        transaction.set_rollback(not keep)
    counts: Counter[str] = Counter()
    for item in items:
        found = differences.get(item.subject, Counter())
        counts.update({words: found[name] for name, words in _WORDS.items()})
        item.note = ", ".join(f"{found[name]} {name}" for name in ("new", "gone", "changed") if found[name])
        item.outcome = BatchItem.Outcome.DONE if item.subject in read else BatchItem.Outcome.SKIPPED
    BatchItem.objects.bulk_update(items, ["note", "outcome"])
    return Step(len(items), dict(counts))


def _read(papers: Sequence[int]) -> tuple[dict[int, Counter[str]], frozenset[int]]:
    """How the claims of each paper differ by a new reading, and the papers that could be read."""
    jobs = leases.take(papers)
    ids = [job.paper for job in jobs]
    before = _facts(ids)
    lexicon = lexicons.current()
    writing.write([(job, extract(job.document, lexicon)) for job in jobs])
    return _differences(before, _facts(ids)), _ids(jobs)


def _ids(jobs: Iterable[Job]) -> frozenset[int]:
    return frozenset(job.paper for job in jobs)


def _facts(papers: Sequence[int]) -> Facts:
    """What is said by each claim that stands, by its place."""
    rows = Claim.objects.filter(paper__in=papers).exclude(state=Claim.State.SUPERSEDED)
    linked = rows.prefetch_related("claim_benchmarks", "claim_systems", "claim_baselines")
    return {(claim.paper_id, claim.start, claim.end, claim.role): _said(claim) for claim in linked}


def _said(claim: Claim) -> tuple[Any, ...]:
    own = (claim.value, claim.value_high, claim.unit, claim.kind, claim.direction, claim.bound)
    return (
        *own,
        claim.metric_id,
        claim.system_id,
        claim.setting,
        claim.state,
        tuple(link.benchmark_id for link in claim.claim_benchmarks.all()),
        tuple(link.system_id for link in claim.claim_systems.all()),
        tuple(link.system_id for link in claim.claim_baselines.all()),
    )


def _differences(before: Facts, after: Facts) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    for place in {*before, *after}:
        what = "new" if place not in before else "gone" if place not in after else "changed"
        if place in before and before[place] == after.get(place):
            what = "same"
        found.setdefault(place[0], Counter())[what] += 1
    return found


def _title(words: str, batch: Batch) -> str:
    return f"{words} that say “{batch.about['spellings'][0]}”"


batches.register(
    batches.Kind(
        name=COMPARE,
        title=lambda batch: _title("What would differ in papers", batch),
        prepare=prepare,
        step=compare,
        report=report,
    )
)
batches.register(
    batches.Kind(
        name=REREAD,
        title=lambda batch: _title("Reading again the papers", batch),
        prepare=prepare,
        step=reread,
        report=report,
    )
)
