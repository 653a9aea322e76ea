"""A paper's abstract replaced by a corrected one: what was quoted from the old text stays with that."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from leaderboard.actions import claims, events, restoring
from leaderboard.domain.abstracts import abstract_key
from leaderboard.models import Claim, Event, Paper, Rejection
from leaderboard.models.paper import MAX_ABSTRACT
from leaderboard.queries.paper_desk import LEFT


def replace(paper: Paper, *, abstract: str, by: AbstractBaseUser, source: str) -> Paper | None:
    """The row of the former text, merged into the paper; None where nothing had to be kept with it.

    A claim stays with the paper where its whole sentence stands in the same place; the others go with the
    former text, where they are superseded: their history is kept, decisions among them are asked for anew.
    Raises ValidationError for a text that no paper can have, or that another one has.
    """
    key = _key(abstract)
    earlier = _earlier(paper, key=key)
    held = paper.claims.select_for_update(of=("self",)).select_related("metric", "system")
    left = [claim for claim in held if not _stands(claim, before=paper.abstract, after=abstract)]
    former, former_key = None, paper.abstract_key
    if left or former_key != key:
        former = _row_of_former(paper)
        _leave(left, former, by=by, source=source)
    wrong = [row.pk for row in Rejection.objects.filter(paper=paper) if not _quoted(row, abstract)]
    Rejection.objects.filter(pk__in=wrong).delete()
    Paper.objects.filter(pk=paper.pk).update(abstract=abstract, abstract_key=key)
    if former is not None and former_key != key:  # so that a source that sends it again makes no new paper
        Paper.objects.filter(pk=former.pk).update(abstract_key=former_key)
    paper.abstract, paper.abstract_key = abstract, key
    if earlier is not None:
        _take_back(earlier, paper, by=by, source=source)
    return former


def _key(abstract: str) -> str:
    if not any(character.isalnum() for character in abstract) or len(abstract) > MAX_ABSTRACT:
        raise ValidationError(
            {"abstract": f"An abstract has words, and at most {MAX_ABSTRACT:,} characters."}
        )
    return abstract_key(abstract)


def _earlier(paper: Paper, *, key: str) -> Paper | None:
    """The row of an earlier text of the paper that comes back now; its key is free for the paper."""
    other = Paper.objects.filter(abstract_key=key).exclude(pk=paper.pk).first()
    if other is None:
        return None
    if other.merged_into_id != paper.pk:
        raise ValidationError(
            {"abstract": f"The paper {other.uid} has this abstract; merge the two papers instead."}
        )
    Paper.objects.filter(pk=other.pk).update(abstract_key=_no_texts_key())
    return other


def _stands(claim: Claim, *, before: str, after: str) -> bool:
    sentence = slice(claim.sentence_start, claim.sentence_end)
    return _quoted(claim, after) and before[sentence] == after[sentence]


def _quoted(row: Claim | Rejection, text: str) -> bool:
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


def _leave(left: Sequence[Claim], former: Paper, *, by: AbstractBaseUser, source: str) -> None:
    before = {claim.pk: claims.facts(claim) for claim in left}
    outdated = {"state": Claim.State.SUPERSEDED, "decided_at": None, "decided_by": None}
    Claim.objects.filter(pk__in=before).update(paper=former, updated_at=timezone.now(), **outdated)
    for claim in left:
        after = {**before[claim.pk], **outdated}
        after["decided_by_id"] = after.pop("decided_by")
        events.record(
            LEFT,
            subject=("claim", claim.uid),
            by=by,
            before=before[claim.pk],
            after=after,
            reason="the abstract was corrected",
            source=source,
        )


def _take_back(earlier: Paper, paper: Paper, *, by: AbstractBaseUser, source: str) -> None:
    """The claims of the text that is back, with what was decided about them; its empty row goes."""
    taken = set(paper.claims.values_list("start", "end", "role"))
    for claim in earlier.claims.order_by("pk"):
        if (claim.start, claim.end, claim.role) in taken or not _quoted(claim, paper.abstract):
            continue
        Claim.objects.filter(pk=claim.pk).update(paper=paper)
        left = Event.objects.filter(action=LEFT, subject_uid=claim.uid).order_by("-pk").first()
        if left is not None and left.before and left.before["decided_at"]:
            restoring.restore(left, side="before", by=by, reason="its text is back", source=source)
    if not earlier.claims.exists() and not earlier.merged.exists():
        earlier.delete()
