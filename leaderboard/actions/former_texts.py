"""A corrected abstract in the place of the old one: claims go along with their sentences, or stay behind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from leaderboard.actions import claims, events, places, restoring
from leaderboard.actions.places import Texts
from leaderboard.domain.abstracts import abstract_key
from leaderboard.models import Claim, Event, Paper, Rejection, TrialClaim
from leaderboard.models.paper import MAX_ABSTRACT
from leaderboard.queries.paper_desk import LEFT, MERGE, MOVED

WHY = "the abstract was corrected"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the claims of a paper whose text was replaced: how many did what.

    `lost` of those left with the former text had been decided about; `back` came back with an earlier text.
    """

    former: Paper
    stayed: int = 0
    moved: int = 0
    left: int = 0
    lost: int = 0
    back: int = 0


def replace(paper: Paper, *, abstract: str, by: AbstractBaseUser, source: str) -> Replaced:
    """What became of the claims; the former text is a row that is merged into the paper.

    A claim goes along with its whole sentence where that stands in the new text, once or in the same place.
    The others go with the former text, where they are superseded: their history is kept, decisions among
    them are asked for anew. Raises ValidationError for a text that no paper can have, or that another has.
    """
    key = _key(abstract)
    earlier = _earlier(paper, abstract=abstract, key=key)
    fates = list(_fates(paper, earlier, abstract))
    former, former_key = _row_of_former(paper), paper.abstract_key
    here = [fate for fate in fates if fate.claim.paper_id == paper.pk]
    left = [fate for fate in here if fate.start is None]
    moved = [fate for fate in here if fate.start not in (None, fate.claim.start)]
    parked = [fate.claim.pk for fate in (*left, *moved)]
    Claim.objects.filter(pk__in=parked).update(paper=former)  # a quote always stands in its paper's text
    _leave(left, by=by, source=source)
    wrong = [row.pk for row in Rejection.objects.filter(paper=paper) if not _quoted(row, abstract)]
    Rejection.objects.filter(pk__in=wrong).delete()
    TrialClaim.objects.filter(paper=paper).delete()  # what a candidate read in words that no longer stand so
    _put(paper, abstract=abstract, key=key)
    _move(moved, paper, by=by, source=source)
    returning = [fate for fate in fates if fate.left is not None and fate.start is not None]
    back = sum(_take_back(fate, paper, by=by, source=source) for fate in returning)
    _drop_empty(earlier, paper)
    if former_key != key:  # so that a source that sends it again makes no new paper
        Paper.objects.filter(pk=former.pk).update(abstract_key=former_key)
    lost = sum(fate.decided for fate in left)
    return Replaced(former, len(here) - len(parked), len(moved), len(left), lost, back)


def _key(abstract: str) -> str:
    if not any(character.isalnum() for character in abstract) or len(abstract) > MAX_ABSTRACT:
        raise ValidationError(
            {"abstract": f"An abstract has words, and at most {MAX_ABSTRACT:,} characters."}
        )
    return abstract_key(abstract)


def _earlier(paper: Paper, *, abstract: str, key: str) -> Sequence[Paper]:
    """The rows of an earlier text of the paper that comes back now; its key is free for the paper."""
    same = Q(abstract_key=key) | Q(abstract=abstract, merged_into=paper)
    rows = list(Paper.objects.filter(same).exclude(pk=paper.pk).order_by("-pk"))
    for row in rows:
        if row.merged_into_id != paper.pk:
            raise ValidationError(
                {"abstract": f"The paper {row.uid} has this abstract; merge the two papers instead."}
            )
    Paper.objects.filter(pk__in=[row.pk for row in rows if row.abstract_key == key]).update(
        abstract_key=_no_texts_key()
    )
    return rows


@dataclass(frozen=True, slots=True)
class _Fate:
    """Where a claim stands in the new text, None and why for nowhere; `left`: how it had left the paper."""

    claim: Claim
    start: int | None
    why: str
    left: Event | None = None

    @property
    def decided(self) -> bool:
        """Whether a person's decision is at stake."""
        return self._decided_at is not None

    @property
    def rank(self) -> tuple[bool, bool, bool, int]:
        """Who goes first where two claims would stand in one place: the decided, the living, those here."""
        state = (self.left.before or {})["state"] if self.left else self.claim.state
        return not self.decided, state == Claim.State.SUPERSEDED, self.left is not None, self.claim.pk

    @property
    def _decided_at(self) -> object:
        return (self.left.before or {}).get("decided_at") if self.left else self.claim.decided_at


def _fates(paper: Paper, earlier: Sequence[Paper], abstract: str) -> Iterator[_Fate]:
    """What becomes of the claims of the paper and of those that had left it with a text that is back."""
    wanted = [*_wishes(paper, abstract), *(each for row in earlier for each in _returning(row, abstract))]
    taken: set[tuple[int, int, str]] = set()
    for fate in sorted(wanted, key=lambda fate: fate.rank):
        claim = fate.claim
        if fate.start is None:
            yield fate
        elif (place := (fate.start, fate.start + claim.end - claim.start, claim.role)) in taken:
            yield _Fate(claim, None, "another claim stands there", fate.left)
        else:
            taken.add(place)
            yield fate


def _wishes(row: Paper, abstract: str) -> Iterator[_Fate]:
    texts = Texts(row.abstract, abstract)
    for claim in row.claims.select_for_update(of=("self",)).select_related("metric", "system").order_by("pk"):
        if texts.unmoved(claim):
            yield _Fate(claim, claim.start, "")
        else:
            place = texts.place(claim)
            yield _Fate(claim, place.start, place.why)


def _returning(row: Paper, abstract: str) -> Iterator[_Fate]:
    for fate in _wishes(row, abstract):
        left = Event.objects.filter(subject_uid=fate.claim.uid).order_by("-pk")
        event = left.exclude(action__in=("settle", "opinion")).first()
        if event is not None and event.action == LEFT and fate.start is not None:
            yield _Fate(fate.claim, fate.start, "", event)


def _quoted(row: Rejection, text: str) -> bool:
    return text[row.start : row.end] == row.quote


def _row_of_former(paper: Paper) -> Paper:
    """A row with the text that the paper has now; its key is none of a text, for the paper holds that."""
    return Paper.objects.create(
        title=paper.title,
        abstract=paper.abstract,
        abstract_key=_no_texts_key(),
        state=Paper.State.DONE,
        engine_version=paper.engine_version or "none",
        extracted_at=paper.extracted_at or timezone.now(),
        is_summary=paper.is_summary,
        merged_into=paper,
    )


def _no_texts_key() -> str:
    return sha256(uuid4().bytes).hexdigest()


def _leave(left: Sequence[_Fate], *, by: AbstractBaseUser, source: str) -> None:
    before = {fate.claim.pk: claims.facts(fate.claim) for fate in left}
    outdated = {"state": Claim.State.SUPERSEDED, "decided_at": None, "decided_by": None}
    Claim.objects.filter(pk__in=before).update(updated_at=timezone.now(), **outdated)
    for fate in left:
        was = before[fate.claim.pk]
        after = {**was, "state": outdated["state"], "decided_at": None, "decided_by_id": None}
        events.record(
            LEFT,
            subject=("claim", fate.claim.uid),
            by=by,
            before=was,
            after=after,
            reason=f"{WHY}: {fate.why}",
            source=source,
        )


def _put(paper: Paper, *, abstract: str, key: str) -> None:
    Paper.objects.filter(pk=paper.pk).update(abstract=abstract, abstract_key=key)
    paper.abstract, paper.abstract_key = abstract, key


def _move(moved: Sequence[_Fate], paper: Paper, *, by: AbstractBaseUser, source: str) -> None:
    """The claims to where their sentences stand now, all in one statement; nothing else of them changes."""
    now = timezone.now()
    for fate in moved:
        claim, start = fate.claim, fate.start or 0
        before, after = places.of(claim), places.shifted(claim, start)
        for name, value in after.items():
            setattr(claim, name, value)
        claim.paper, claim.updated_at = paper, now
        subject = ("claim", claim.uid)
        events.record(MOVED, subject=subject, by=by, before=before, after=after, reason=WHY, source=source)
    Claim.objects.bulk_update([fate.claim for fate in moved], ["paper", "updated_at", *places.PLACE])


def _take_back(fate: _Fate, paper: Paper, *, by: AbstractBaseUser, source: str) -> bool:
    """Whether the claim stands in the paper again as it was when its text went, decision and all."""
    claim, left = fate.claim, fate.left
    if fate.start is None or left is None:
        return False
    try:
        with transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(paper=paper, **places.shifted(claim, fate.start))
            if (left.before or {})["state"] != Claim.State.SUPERSEDED:
                restoring.restore(left, side="before", by=by, reason="its text is back", source=source)
    except restoring.NotRestorableError:  # it names a thing that is gone: it stays among those left behind
        return False
    return True


def _drop_empty(earlier: Sequence[Paper], paper: Paper) -> None:
    """Rows of texts that the paper has again go; one that was a paper of its own keeps its address."""
    merges = Event.objects.filter(subject_uid=paper.uid, action=MERGE)
    for row in earlier:
        own = merges.filter(after__gone=str(row.uid)).exists()
        if not own and not row.claims.exists() and not row.merged.exists():
            row.delete()
