"""Two papers that are one work: one row stays, the other leads to it; all of it can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from leaderboard.actions import boards, claims, events, papers, places
from leaderboard.actions.places import PLACE, Texts
from leaderboard.models import Claim, Event, Paper
from leaderboard.queries.paper_desk import MERGE

UNMERGE = "unmerge"
_BLANKS = ("arxiv_id", "doi", "url", "published_on", "date_text", "authors", "author_count")
_UNIQUE = ("arxiv_id", "doi")
_CLAIM = ("uid", "paper_id", *PLACE, "state", "decided_at", "decided_by_id", "updated_at")

LIVING = (Claim.State.MACHINE, Claim.State.CURATED, Claim.State.CONFIRMED, Claim.State.DISPUTED)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a claim of the paper that goes: a new place, or none and then why."""

    claim: Claim
    start: int | None = None
    why: str = ""

    @property
    def moves(self) -> bool:
        """Whether the claim is one of the kept paper's from now on."""
        return self.start is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge would do: the fate of every living claim, and the blanks of the kept paper it fills."""

    kept: Paper
    gone: Paper
    fates: tuple[Fate, ...]
    fills: tuple[str, ...]

    @property
    def lost_decisions(self) -> tuple[Fate, ...]:
        """Claims that somebody decided about and that do not move: to be decided about anew."""
        return tuple(fate for fate in self.fates if not fate.moves and fate.claim.decided_at is not None)


def plan(kept: Paper, *, gone: Paper) -> Plan:
    """What merging `gone` into `kept` would do; raises ValidationError where that makes no sense."""
    if kept.pk == gone.pk:
        raise ValidationError("These are the same paper.")
    if kept.merged_into_id or gone.merged_into_id:
        raise ValidationError("One of the two is merged into another paper already.")
    living = gone.claims.filter(state__in=LIVING).select_related("metric", "system").order_by("start", "role")
    taken = set(kept.claims.values_list("start", "end", "role"))
    texts = Texts(gone.abstract, kept.abstract)
    fates = tuple(_fate(claim, texts, taken=taken) for claim in living)
    fills = tuple(name for name in _BLANKS if getattr(gone, name) and not getattr(kept, name))
    return Plan(kept, gone, fates, fills)


def merge(
    kept: Paper,
    *,
    gone: Paper,
    by: AbstractBaseUser,
    reason: str = "",
    source: str = "",
    seen: tuple[datetime, datetime] | None = None,
) -> Event:
    """The event of the merge.

    A claim whose sentence stands in the kept abstract moves there, unless one is there already; the others
    are superseded. The row that goes leads to the kept one and is never read. Raises StalePaperError where
    somebody changed one of the papers since it was `seen`, or decides about a claim at the same moment.
    """
    with papers.alone(), transaction.atomic():
        papers.hold_claims(kept, gone)
        first, second = _locked(kept, gone, seen=seen)
        planned = plan(first, gone=second)
        before = {
            "kept": _columns(first, (*_BLANKS, "sources", "updated_at")),
            "gone": _columns(second, (*_BLANKS, "state", "attempts", "error", "updated_at")),
            "claims": [_columns(fate.claim, _CLAIM) for fate in planned.fates],
        }
        for fate in planned.fates:
            _apply(fate, planned, by=by, source=source)
        _fill(planned)
        return _settled(
            events.record(
                MERGE,
                subject=(papers.SUBJECT, first.uid),
                by=by,
                before=before,
                after=_summary(planned),
                reason=reason,
                source=source,
            )
        )


def unmerge(event: Event, *, by: AbstractBaseUser, source: str = "") -> Paper:
    """The paper that had gone, as it was before the merge; the kept one too.

    Raises StalePaperError where somebody decided about one of the papers or claims since.
    """
    was = event.before or {}
    with papers.alone(), transaction.atomic():
        kept, gone = _papers_of(event)
        _refuse_if_changed(event, kept, gone)
        Paper.objects.filter(pk=kept.pk).update(**was["kept"])
        state = was["gone"]["state"]
        free = "waiting" if state == "working" else state  # whoever read it then has long lost it
        Paper.objects.filter(pk=gone.pk).update(merged_into=None, **{**was["gone"], "state": free})
        for row in was["claims"]:
            _put_back(row, by=by, source=source)
        events.record(
            UNMERGE,
            subject=(papers.SUBJECT, kept.uid),
            by=by,
            before=event.after,
            after=was,
            source=source,
        )
    boards.settle()
    return Paper.objects.get(pk=gone.pk)


def _settled(event: Event) -> Event:
    transaction.on_commit(boards.settle)
    return event


def _locked(kept: Paper, gone: Paper, *, seen: tuple[datetime, datetime] | None) -> tuple[Paper, Paper]:
    """Both rows, held in the order in which others hold them."""
    rows = {
        row.pk: row
        for row in Paper.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    }
    first, second = rows[kept.pk], rows[gone.pk]
    if seen is not None and (first.updated_at, second.updated_at) != seen:
        raise papers.StalePaperError(
            "one of the two papers was changed after the preview; nothing was merged, look at it again"
        )
    return first, second


def _fate(claim: Claim, texts: Texts, *, taken: set[tuple[int, int, str]]) -> Fate:
    found = texts.place(claim)
    if found.start is None:
        return Fate(claim, why=found.why)
    place = (found.start, found.start + claim.end - claim.start, claim.role)
    if place in taken:
        return Fate(claim, why="the kept paper has a claim there already")
    taken.add(place)
    return Fate(claim, start=found.start)


def _apply(fate: Fate, planned: Plan, *, by: AbstractBaseUser, source: str) -> None:
    claim = fate.claim
    before = {**claims.facts(claim), "paper": str(planned.gone.uid)}
    now: dict[str, Any] = {"updated_at": timezone.now()}
    if fate.start is not None:
        now |= {**places.shifted(claim, fate.start), "paper": planned.kept}
    else:
        now |= {"state": Claim.State.SUPERSEDED, "decided_at": None, "decided_by": None}
    Claim.objects.filter(pk=claim.pk).update(**now)
    current = Claim.objects.select_related("paper").get(pk=claim.pk)
    after = {**claims.facts(current), "paper": str(current.paper.uid)}
    events.record(
        MERGE, subject=("claim", claim.uid), by=by, before=before, after=after, reason=fate.why, source=source
    )


def _fill(planned: Plan) -> None:
    """The kept row with what it lacked; what may stand in one row only leaves the other first."""
    kept, gone = planned.kept, planned.gone
    filled = {name: getattr(gone, name) for name in planned.fills}
    freed = {name: None for name in _UNIQUE if name in filled}
    now = timezone.now()
    Paper.objects.filter(pk=gone.pk).update(merged_into=kept, updated_at=now, **freed)
    sources = [*kept.sources, *(each for each in gone.sources if each not in kept.sources)]
    Paper.objects.filter(pk=kept.pk).update(sources=sources, updated_at=now, **filled)


def _summary(planned: Plan) -> dict[str, Any]:
    return {
        "gone": str(planned.gone.uid),
        "moved": [str(fate.claim.uid) for fate in planned.fates if fate.moves],
        "superseded": {str(fate.claim.uid): fate.why for fate in planned.fates if not fate.moves},
        "filled": list(planned.fills),
    }


def _papers_of(event: Event) -> tuple[Paper, Paper]:
    gone = (event.after or {}).get("gone")
    if event.action != MERGE or event.subject_type != papers.SUBJECT or gone is None:
        raise ValidationError(f"The event {event.uid} is no merge of papers.")
    rows = Paper.objects.filter(uid__in=[event.subject_uid, gone]).order_by("pk")
    papers.hold_claims(*rows)
    found = {str(row.uid): row for row in rows.select_for_update()}
    if found[gone].merged_into_id != found[str(event.subject_uid)].pk:
        raise ValidationError("This merge was taken back already.")
    return found[str(event.subject_uid)], found[gone]


def _refuse_if_changed(event: Event, kept: Paper, gone: Paper) -> None:
    about = [kept.uid, gone.uid, *(row["uid"] for row in (event.before or {})["claims"])]
    newer = Event.objects.filter(subject_uid__in=about, pk__gt=event.pk).exclude(action__in=papers.READING)
    last = newer.order_by("-pk").first()
    if last is not None:
        raise papers.StalePaperError(
            f"“{last.action}” was done at {last.at:%Y-%m-%d %H:%M:%S} UTC, after the merge; "
            "take that back first"
        )


def _put_back(row: dict[str, Any], *, by: AbstractBaseUser, source: str) -> None:
    columns = {name: value for name, value in row.items() if name != "uid"}
    current = Claim.objects.get(uid=row["uid"])
    before = claims.facts(current)
    Claim.objects.filter(pk=current.pk).update(**columns)
    after = claims.facts(Claim.objects.get(pk=current.pk))
    events.record(UNMERGE, subject=("claim", current.uid), by=by, before=before, after=after, source=source)


def _columns(row: Paper | Claim, names: Sequence[str]) -> dict[str, Any]:
    """The columns as JSON holds them, and as an UPDATE takes them back."""
    values = {name: getattr(row, name) for name in names}
    return {name: str(value) if isinstance(value, UUID | date) else value for name, value in values.items()}
