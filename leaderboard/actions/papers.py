"""What people decide about papers: added, corrected, retracted; each an event in the same transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from leaderboard.actions import boards, events, former_texts
from leaderboard.actions.ingest import IngestReport, ingest
from leaderboard.models import Claim, Event, Paper
from leaderboard.queries.paper_desk import SETTLED
from leaderboard.sources.records import Entry

SUBJECT = "paper"
CORRECT = "correct"
READING = ("extract", "park")
"""Events of the machine, after which people's changes can still be taken back."""


class StalePaperError(Exception):
    """Somebody else changed the paper after it was shown; show it again before deciding."""


class Changes(TypedDict, total=False):
    """What a correction may change; what is left out stays."""

    title: str
    abstract: str
    arxiv_id: str | None
    doi: str | None
    url: str
    authors: Sequence[str]
    published_on: date | None
    date_text: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected paper, and what became of its claims where it has another abstract now."""

    paper: Paper
    texts: former_texts.Replaced | None


def add(entries: Iterable[Entry], *, by: AbstractBaseUser, source: str = "") -> IngestReport:
    """What became of the records; each paper that is new leaves an event that says who added it."""
    with transaction.atomic():
        report = ingest(entries)
        with connection.cursor() as cursor:  # rows of one transaction are made at one time
            cursor.execute("SELECT now()")
            now = cursor.fetchone()[0]
        for paper in Paper.objects.filter(created_at=now).iterator():
            _note("add", paper, by=by, before=None, reason="", source=source)
    return report


def correct(
    paper: Paper,
    *,
    changes: Changes,
    by: AbstractBaseUser,
    reason: str = "",
    source: str = "",
    seen: datetime | None = None,
) -> Corrected:
    """The paper with the changes; with another abstract or title it waits to be read anew.

    Claims move along with their sentences. The former abstract stays as a row that is merged into the paper,
    with the claims whose sentences are gone. Raises ValidationError where a change breaks a rule, and
    StalePaperError where somebody else changed the paper or decided about a claim of it meanwhile; nothing
    is saved then.
    """
    texts = None
    with alone(), transaction.atomic():
        if changes.get("abstract", paper.abstract) != paper.abstract:
            hold_claims(paper)
        current = locked(paper, seen=seen)
        before = facts(current)
        given = dict(changes)
        abstract = given.pop("abstract", current.abstract)
        reread = abstract != current.abstract or given.get("title", current.title) != current.title
        for name, value in given.items():
            setattr(current, name, value)
        if "authors" in changes:
            current.authors = list(changes["authors"])
            current.author_count = len(current.authors) or None
        current.full_clean()
        if abstract != current.abstract:
            texts = former_texts.replace(current, abstract=str(abstract), by=by, source=source)
        if reread:
            _let_read(current)
        current.save()
        former = {"former": str(texts.former.uid)} if texts else {}
        _note(CORRECT, current, by=by, before=before, reason=reason, source=source, **former)
    boards.settle()
    return Corrected(current, texts)


def take_back(event: Event, *, by: AbstractBaseUser, source: str = "") -> Corrected:
    """The paper as it was before the correction, which is a correction of its own; decisions since then stay.

    Raises StalePaperError where somebody changed the paper since.
    """
    paper = Paper.objects.filter(uid=event.subject_uid).first()
    if event.action != CORRECT or paper is None or event.before is None:
        raise ValidationError(f"The event {event.uid} is no correction of a paper.")
    newer = Event.objects.filter(subject_uid=paper.uid, pk__gt=event.pk).exclude(action__in=READING)
    if newer.exists():
        raise StalePaperError(
            "the paper was changed again since; nothing was taken back, look at its history"
        )
    was, day = event.before, event.before["published_on"]
    changes: Any = {name: was[name] for name in ("title", "arxiv_id", "doi", "url", "authors", "date_text")}
    changes["published_on"] = day and date.fromisoformat(day)
    if (former := _former(event, paper)) is not None:
        changes["abstract"] = former.abstract
    why = f"takes back the correction of {event.at:%Y-%m-%d %H:%M:%S} UTC"
    return correct(paper, changes=changes, by=by, reason=why, source=source, seen=paper.updated_at)


def retract(
    paper: Paper,
    *,
    on: date,
    reason: str,
    by: AbstractBaseUser,
    source: str = "",
    seen: datetime | None = None,
) -> Paper:
    """The paper, retracted: its claims leave the ranks of all boards and say why."""
    if not reason.strip():
        raise ValidationError("Say why the paper was retracted: the reason stands on its page.")
    if on > timezone.now().date():
        raise ValidationError("A paper cannot be retracted on a day that is still to come.")
    wanted = {"retracted_on": on, "retraction_reason": reason.strip()}
    return _set(paper, "retract", wanted, by=by, reason=reason, source=source, seen=seen)


def reinstate(
    paper: Paper, *, by: AbstractBaseUser, reason: str = "", source: str = "", seen: datetime | None = None
) -> Paper:
    """The paper, retracted no longer: its claims rank as before."""
    wanted = {"retracted_on": None, "retraction_reason": ""}
    return _set(paper, "reinstate", wanted, by=by, reason=reason, source=source, seen=seen)


def settle(claim: Claim, *, by: AbstractBaseUser, source: str = "") -> None:
    """Note that somebody looked after a decision whose words are gone; the claim stays as it is."""
    subject = ("claim", claim.uid)
    events.record(SETTLED, subject=subject, by=by, before=None, after=None, source=source)


def locked(paper: Paper, *, seen: datetime | None) -> Paper:
    """The row as it is now, held until the transaction ends."""
    current = Paper.objects.select_for_update().get(pk=paper.pk)
    if current.merged_into_id is not None:
        raise ValidationError("This paper was merged into another one; take the merge back first.")
    if seen is not None and current.updated_at != seen:
        raise StalePaperError(
            f"this paper was changed at {current.updated_at:%Y-%m-%d %H:%M:%S} UTC, after it was shown; "
            "nothing was saved, look at it again"
        )
    return current


def facts(paper: Paper) -> dict[str, Any]:
    """Everything about the paper that a decision can change, as an event keeps it."""
    return {
        "title": paper.title,
        "abstract_key": paper.abstract_key,
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "url": paper.url,
        "authors": list(paper.authors),
        "published_on": paper.published_on and paper.published_on.isoformat(),
        "date_text": paper.date_text,
        "retracted_on": paper.retracted_on and paper.retracted_on.isoformat(),
        "retraction_reason": paper.retraction_reason,
    }


@contextmanager
def alone() -> Iterator[None]:
    """Two changes that wait for each other: the database ends one, and whoever made it looks again."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected):
            raise StalePaperError(_MEANWHILE) from error
        raise


def hold_claims(*papers: Paper) -> None:
    """The papers' claims are held before the papers are, in the order of whoever decides about one.

    Raises StalePaperError where a decision about one of them came first.
    """
    of_these = Claim.objects.filter(paper__in=papers)
    versions = of_these.order_by("pk").values_list("pk", "updated_at")
    shown = dict(versions)
    held = dict(versions.select_for_update(no_key=True))  # who writes what refers to a claim need not wait
    if any(held.get(pk) != at for pk, at in shown.items()):
        raise StalePaperError(_MEANWHILE)


_MEANWHILE = (
    "a claim of the paper was decided about, or read anew, at the same moment; nothing was saved, "
    "look at it again"
)


def _set(
    paper: Paper,
    action: str,
    wanted: dict[str, Any],
    *,
    by: AbstractBaseUser,
    reason: str,
    source: str,
    seen: datetime | None,
) -> Paper:
    with transaction.atomic():
        current = locked(paper, seen=seen)
        before = facts(current)
        for name, value in wanted.items():
            setattr(current, name, value)
        current.save(update_fields=[*wanted, "updated_at"])
        _note(action, current, by=by, before=before, reason=reason, source=source)
    boards.settle()
    return current


def _let_read(paper: Paper) -> None:
    paper.state, paper.lease_until, paper.attempts, paper.error = Paper.State.WAITING, None, 0, ""
    paper.fence = F("fence") + 1  # whoever reads the old text right now comes too late


def _former(event: Event, paper: Paper) -> Paper | None:
    """The row of the text that the correction replaced; None where it left the text alone."""
    was, now = event.before or {}, event.after or {}
    rows = Paper.objects.filter(merged_into=paper)
    if "former" in now:
        return rows.get(uid=now["former"])
    if was["abstract_key"] == now["abstract_key"]:
        return None
    return rows.get(abstract_key=was["abstract_key"])


def _note(
    action: str, paper: Paper, *, by: AbstractBaseUser, before: Any, reason: str, source: str, **more: str
) -> None:
    subject, after = (SUBJECT, paper.uid), {**facts(paper), **more}
    events.record(action, subject=subject, by=by, before=before, after=after, reason=reason, source=source)
