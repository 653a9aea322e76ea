"""Taking in papers that somebody hands in together, once for each key that they give."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from leaderboard.actions import events
from leaderboard.actions.ingest import ingest
from leaderboard.domain.abstracts import abstract_key
from leaderboard.models import Paper, Submission
from leaderboard.sources.records import Entry, PaperRecord

TAKEN = "its number belongs to a paper with another abstract"


class ReusedKeyError(Exception):
    """The key was used before, with another body."""


@transaction.atomic
def submit(
    entries: Sequence[Entry], *, by: Any, digest: str, key: str | None = None
) -> tuple[Submission, bool]:
    """The submission, and whether it is new; papers that are new wait to be read.

    A key that was used before gives the submission of then, and stores nothing. Two requests with the same
    key wait for each other. Raises ReusedKeyError where the key came with another body.
    """
    if key is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{by.pk} {key}"])
        former = Submission.objects.filter(owner=by, key=key).first()
        if former is not None:
            if former.digest != digest:
                raise ReusedKeyError
            return former, False
    ingest(entries)
    made = Submission.objects.create(owner=by, key=key, digest=digest, outcome=_outcome(entries))
    taken = sum(each["paper"] is not None for each in made.outcome)
    facts = {"papers": taken, "refused": len(made.outcome) - taken}
    events.record("submit", subject=("submission", made.uid), by=by, before=None, after=facts)
    return made, True


def _outcome(entries: Sequence[Entry]) -> list[dict[str, str | None]]:
    """For each entry the uid of its paper, or the reason why there is none."""
    uids = _papers(entry for entry in entries if isinstance(entry, PaperRecord))
    return [_of(entry, uids) for entry in entries]


def _of(entry: Entry, uids: dict[str, str]) -> dict[str, str | None]:
    if not isinstance(entry, PaperRecord):
        return {"paper": None, "reason": entry.reason}
    uid = uids.get(abstract_key(entry.abstract))
    return {"paper": uid, "reason": None if uid else TAKEN}


def _papers(records: Iterable[PaperRecord]) -> dict[str, str]:
    keys = {abstract_key(record.abstract) for record in records}
    found = Paper.objects.filter(abstract_key__in=keys).values_list("abstract_key", "uid")
    return {key: str(uid) for key, uid in found}
