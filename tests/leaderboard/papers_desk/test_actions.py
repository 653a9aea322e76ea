"""Papers as people change them: what stays, what leaves the boards, what can be taken back."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from leaderboard.actions import claims, leases, merging, papers
from leaderboard.actions.extract import extract_batch
from leaderboard.models import Claim, Event, Paper, PaperWords, Rejection, Standing
from leaderboard.queries import paper_desk
from leaderboard.sources.records import Entry, PaperRecord, Refusal
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db
TEXT = "We present Alpha. Alpha reaches 81.5% accuracy on MathQuest. It was made in 2019."
OTHER = "Alpha is a model of ours. Alpha reaches 81.5% accuracy on MathQuest. On LogicQuest it has 70.1%."


@pytest.fixture
def curator() -> User:
    """Who decides."""
    return User.objects.create_user("curator")


def claimed(text: str, *quotes: str, **fields: Any) -> Paper:
    """A paper that was read, with a claim for each of the numbers."""
    paper = collection.paper(
        text, state="done", extracted_at="2026-01-01T00:00Z", engine_version="1", **fields
    )
    metric, quest = collection.metric(direction="higher"), collection.benchmark()
    for quote in quotes:
        claim = collection.claim(paper, quote, on=quest, metric=metric, unit="%")
        start = text.rindex(". ", 0, claim.start) + 2
        end = text.index(".", claim.end) + 1
        Claim.objects.filter(pk=claim.pk).update(sentence_start=start, sentence_end=end)
    return paper


def rows() -> dict[str, list[Any]]:
    """Papers, claims and what stands on boards, column by column."""
    collection.settled()
    kept = {
        model.__name__: list(model.objects.order_by("pk").values()) for model in (Paper, Claim, Rejection)
    }
    columns = [field.attname for field in Standing._meta.concrete_fields if field.name != "id"]
    standings = list(Standing.objects.order_by("claim").values(*columns))  # their ids are made anew
    return {**kept, "standings": standings, "words": list(PaperWords.objects.order_by("pk").values())}


# --- Added -----------------------------------------------------------------------------------------


def test_added_papers_leave_events_and_wait(curator: User) -> None:
    there = collection.paper(TEXT)
    entries: list[Entry] = [
        PaperRecord(abstract=TEXT),
        PaperRecord(abstract=OTHER, title="Two"),
        Refusal("line 3", "no abstract"),
    ]
    report = papers.add(entries, by=curator, source="papers")
    assert (report.new, report.there, report.rejected) == (1, 1, 1)
    event = Event.objects.get(action="add")
    assert (event.actor, event.subject_uid) == (curator, Paper.objects.exclude(pk=there.pk).get().uid)


# --- Corrected -------------------------------------------------------------------------------------


def test_a_correction_of_facts_leaves_claims_alone(curator: User) -> None:
    paper = claimed(TEXT, "81.5")
    changes: papers.Changes = {"doi": "10.1/x", "authors": ["Ada Wren"], "published_on": date(2024, 1, 2)}
    papers.correct(paper, changes=changes, by=curator, reason="the printed one")
    paper.refresh_from_db()
    assert (paper.doi, paper.authors, paper.author_count, paper.state) == ("10.1/x", ["Ada Wren"], 1, "done")
    assert Claim.objects.get().state == "machine"
    event = Event.objects.get(action="correct")
    assert event.before is not None
    assert (event.before["doi"], event.reason) == (None, "the printed one")


def test_two_papers_never_have_one_number(curator: User) -> None:
    claimed(TEXT, arxiv_id="2401.00001")
    paper = claimed(OTHER)
    with pytest.raises(ValidationError, match="already exists"):
        papers.correct(paper, changes={"arxiv_id": "2401.00001"}, by=curator)


def test_an_older_form_is_refused(curator: User) -> None:
    paper = claimed(TEXT)
    seen = paper.updated_at
    papers.correct(paper, changes={"title": "One"}, by=curator, seen=seen)
    with pytest.raises(papers.StalePaperError, match="look at it again"):
        papers.correct(paper, changes={"title": "Two"}, by=curator, seen=seen)
    with pytest.raises(papers.StalePaperError):
        papers.retract(paper, on=date(2026, 1, 1), reason="wrong data", by=curator, seen=seen)
    assert Paper.objects.get().title == "One"


def test_claims_stay_where_their_sentence_stands(curator: User) -> None:
    paper = claimed(TEXT, "81.5")
    claim = claims.accept(Claim.objects.get(), by=curator)
    papers.correct(paper, changes={"abstract": TEXT.replace("2019", "2020")}, by=curator)
    claim.refresh_from_db()
    assert (claim.paper, claim.state) == (paper, "curated")
    paper.refresh_from_db()
    assert paper.state == "waiting"
    assert extract_batch().papers == 1


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param(TEXT.replace("81.5", "81.6"), id="another number"),
        pytest.param(TEXT.replace("MathQuest", "BirdQuest"), id="another sentence around it"),
        pytest.param("Nothing is left of it.", id="another text"),
        pytest.param(TEXT.replace("81.5%", "81.5 %"), id="the same letters, one space more"),
    ],
)
def test_what_no_longer_stands_is_kept_with_the_former_text(curator: User, abstract: str) -> None:
    paper = claimed(TEXT, "81.5")
    claim = claims.accept(Claim.objects.get(), by=curator)
    papers.correct(paper, changes={"abstract": abstract}, by=curator)
    claim.refresh_from_db()
    assert (claim.state, claim.decided_at) == ("superseded", None)
    assert claim.paper != paper
    assert (claim.paper.abstract, claim.paper.merged_into) == (TEXT, paper)
    left = Event.objects.get(action=paper_desk.LEFT)
    assert left.before is not None
    assert (left.subject_uid, left.before["state"]) == (claim.uid, "curated")
    paper.refresh_from_db()
    assert paper.abstract == abstract
    assert extract_batch().papers == 1  # the former text is read by nobody
    for each in Claim.objects.select_related("paper"):
        assert each.paper.abstract[each.start : each.end] == each.quote


def test_the_former_text_makes_no_new_paper(curator: User) -> None:
    paper = claimed(TEXT, "81.5")
    papers.correct(paper, changes={"abstract": OTHER}, by=curator)
    report = papers.add([PaperRecord(abstract=TEXT)], by=curator)
    assert (report.new, Paper.objects.filter(merged_into=None).count()) == (0, 1)


def test_the_former_text_comes_back_with_its_decisions(curator: User) -> None:
    paper = claimed(TEXT, "81.5")
    claim = claims.accept(Claim.objects.get(), by=curator)
    papers.correct(paper, changes={"abstract": OTHER}, by=curator)
    paper.refresh_from_db()
    papers.correct(paper, changes={"abstract": TEXT}, by=curator)
    claim.refresh_from_db()
    assert (claim.paper, claim.state, claim.decided_by) == (paper, "curated", curator)
    paper.refresh_from_db()
    assert paper.abstract == TEXT


def test_an_abstract_of_another_paper_is_refused(curator: User) -> None:
    claimed(TEXT)
    paper = claimed(OTHER)
    with pytest.raises(ValidationError, match="merge the two papers"):
        papers.correct(paper, changes={"abstract": TEXT}, by=curator)
    assert Paper.objects.filter(abstract=OTHER).exists()


# --- Retracted -------------------------------------------------------------------------------------


def test_a_retracted_papers_claims_leave_the_ranks_and_come_back(curator: User) -> None:
    paper = claimed(TEXT, "81.5")
    collection.settled()
    assert Standing.objects.get().rank == 1
    papers.retract(paper, on=date(2026, 5, 1), reason="The data were wrong.", by=curator)
    standing = Standing.objects.get()
    assert (standing.rank, standing.unranked) == (None, True)
    paper.refresh_from_db()
    assert (paper.retracted_on, paper.retraction_reason) == (date(2026, 5, 1), "The data were wrong.")
    papers.reinstate(paper, by=curator)
    assert Standing.objects.get().rank == 1
    assert [each.action for each in Event.objects.order_by("pk")][-2:] == ["retract", "reinstate"]


@pytest.mark.parametrize(("on", "reason"), [(date(2026, 1, 1), "  "), (date(2999, 1, 1), "later")])
def test_a_retraction_says_why_and_when(curator: User, on: date, reason: str) -> None:
    with pytest.raises(ValidationError):
        papers.retract(claimed(TEXT), on=on, reason=reason, by=curator)


# --- Merged ----------------------------------------------------------------------------------------


@pytest.fixture
def two() -> tuple[Paper, Paper]:
    """A paper to keep, and one that goes: they share a sentence, the second has one more with a number."""
    kept = claimed(TEXT, title="Alpha")
    gone = claimed(OTHER, "81.5", "70.1", title="Alpha again", arxiv_id="2401.00001")
    Paper.objects.filter(pk=gone.pk).update(sources=["atom:1"])
    return kept, gone


def test_claims_move_with_their_sentence_or_are_superseded(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    planned = merging.plan(kept, gone=gone)
    assert [(fate.claim.quote, fate.moves) for fate in planned.fates] == [("81.5", True), ("70.1", False)]
    assert planned.fills == ("arxiv_id",)
    merging.merge(kept, gone=gone, by=curator, reason="one work")
    moved, left = Claim.objects.get(quote="81.5"), Claim.objects.get(quote="70.1")
    assert (moved.paper, moved.state) == (kept, "machine")
    assert TEXT[moved.start : moved.end] == "81.5"
    assert TEXT[moved.sentence_start : moved.sentence_end] == "Alpha reaches 81.5% accuracy on MathQuest."
    assert (left.paper, left.state) == (gone, "superseded")
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.arxiv_id, kept.sources, gone.arxiv_id, gone.merged_into) == (
        "2401.00001",
        ["atom:1"],
        None,
        kept,
    )
    collection.settled()
    assert [each.claim for each in Standing.objects.filter(unranked=False)] == [moved]


def test_merge_and_unmerge_leave_everything_as_before(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    claims.accept(Claim.objects.get(quote="70.1"), by=curator)
    before = rows()
    event = merging.merge(kept, gone=gone, by=curator)
    assert rows() != before
    merging.unmerge(event, by=curator)
    assert rows() == before


def test_decisions_that_do_not_move_are_named_before(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    decided = claims.accept(Claim.objects.get(quote="70.1"), by=curator)
    assert [fate.claim for fate in merging.plan(kept, gone=gone).lost_decisions] == [decided]


def test_a_claim_that_is_there_already_stays(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    own = collection.claim(kept, "81.5", on=collection.benchmark(), metric=collection.metric(), unit="%")
    merging.merge(kept, gone=gone, by=curator)
    assert Claim.objects.get(pk=own.pk).paper == kept
    assert set(Claim.objects.filter(paper=gone).values_list("state", flat=True)) == {"superseded"}


def test_a_merged_paper_is_never_read_nor_found(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    merging.merge(kept, gone=gone, by=curator)
    leases.requeue()
    assert extract_batch().papers == 1
    gone.refresh_from_db()
    assert gone.state == "done"
    assert not PaperWords.objects.filter(pk=gone.pk).exists()


def test_what_was_decided_since_is_not_undone(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    event = merging.merge(kept, gone=gone, by=curator)
    claims.accept(Claim.objects.get(quote="81.5"), by=curator)
    with pytest.raises(papers.StalePaperError, match="accept"):
        merging.unmerge(event, by=curator)
    assert Paper.objects.get(pk=gone.pk).merged_into == kept


def test_a_merge_is_taken_back_once(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    event = merging.merge(kept, gone=gone, by=curator)
    merging.unmerge(event, by=curator)
    with pytest.raises((ValidationError, papers.StalePaperError)):
        merging.unmerge(event, by=curator)


def test_a_preview_that_is_old_merges_nothing(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    seen = kept.updated_at, Paper.objects.get(pk=gone.pk).updated_at
    papers.correct(kept, changes={"doi": "10.1/x"}, by=curator)
    with pytest.raises(papers.StalePaperError, match="preview"):
        merging.merge(kept, gone=gone, by=curator, seen=seen)


def test_a_paper_is_not_merged_with_itself_nor_twice(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    with pytest.raises(ValidationError, match="same"):
        merging.merge(kept, gone=kept, by=curator)
    merging.merge(kept, gone=gone, by=curator)
    with pytest.raises(ValidationError, match="already"):
        merging.merge(kept, gone=gone, by=curator)
    with pytest.raises(ValidationError, match="merged"):
        papers.correct(gone, changes={"title": "x"}, by=curator)


def test_the_database_itself_refuses_a_circle_of_one() -> None:
    paper = claimed(TEXT)
    with pytest.raises(IntegrityError, match="paper_not_merged_into_itself"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(merged_into=paper)
    assert connection.vendor == "postgresql"


# --- What readers and programs see -----------------------------------------------------------------


def test_the_old_address_leads_to_the_kept_paper(
    client: Client, curator: User, two: tuple[Paper, Paper]
) -> None:
    kept, gone = two
    merging.merge(kept, gone=gone, by=curator)
    further = claimed("A third text of the same work, without a number.", title="Alpha, third")
    merging.merge(further, gone=kept, by=curator)
    assert client.get(f"/papers/{gone.uid}/").headers["Location"] == f"/papers/{further.uid}/"
    cited = client.get(f"/papers/{gone.uid}/cite.bib")
    assert cited.headers["Location"] == f"/papers/{further.uid}/cite.bib"
    for address in ("", "results/", "tasks/"):
        wired = client.get(f"/pwc/api/v1/papers/{gone.uid}/{address}").json()
        assert wired == client.get(f"/pwc/api/v1/papers/{further.uid}/{address}").json()
    assert client.get(f"/pwc/api/v1/papers/{gone.uid}/").json()["id"] == str(further.uid)
    listed = [each["uid"] for each in client.get("/api/v1/papers/").json()["results"]]
    assert listed == [str(further.uid)]
    told = client.get(f"/api/v1/papers/{gone.uid}/").json()
    assert told["merged_into"] == str(kept.uid)
    assert "Alpha again" not in client.get("/papers/").content.decode()
    assert "Alpha again" not in client.get("/search/?q=alpha+again").content.decode()


def test_a_retraction_says_why_everywhere(client: Client, curator: User) -> None:
    paper = claimed(TEXT, "81.5", title="Alpha")
    papers.retract(paper, on=date(2026, 5, 1), reason="The data were wrong.", by=curator)
    page = client.get(f"/papers/{paper.uid}/").content.decode()
    assert "</strong> on 2026-05-01: <bdi>The data were wrong</bdi>." in page
    board = client.get("/boards/mathquest/accuracy/").content.decode()
    assert "retracted 2026-05-01" in board
    assert "The data were wrong." in board
    told = client.get(f"/api/v1/papers/{paper.uid}/").json()
    assert (told["retracted_on"], told["retraction_reason"]) == ("2026-05-01", "The data were wrong.")


def test_exports_hold_the_kept_paper_alone(curator: User, two: tuple[Paper, Paper]) -> None:
    kept, gone = two
    merging.merge(kept, gone=gone, by=curator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT uid FROM leaderboard_export_papers")
        assert cursor.fetchall() == [(kept.uid,)]
        cursor.execute("SELECT DISTINCT paper FROM leaderboard_export_claims")
        assert cursor.fetchall() == [(kept.uid,)]
