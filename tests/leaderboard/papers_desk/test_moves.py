"""Corrected abstracts: claims move along with their sentences, and nothing that was decided is lost."""

import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard.actions import batches, claims, merging, papers, public_proposals, restoring
from leaderboard.actions.extract import extract_batch
from leaderboard.models import (
    Batch,
    BoardLog,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Conflict,
    Event,
    Paper,
    Proposal,
    Rejection,
    SecondOpinion,
    Standing,
)
from leaderboard.queries.paper_desk import LEFT, MOVED, left_behind
from tests.leaderboard import collection
from tests.leaderboard.batches.test_bulk import run, worked
from tests.leaderboard.engines import reading
from tests.leaderboard.engines.test_trials import mixed
from tests.leaderboard.papers_desk.test_actions import claimed

pytestmark = pytest.mark.django_db
FIRST, SECOND, LAST = (
    "We present Alpha.",
    "Alpha reaches 81.5% accuracy on MathQuest.",
    "It was made by two people.",
)
TEXT = f"{FIRST} {SECOND} {LAST}"
NEW = "The code is public."
QUOTED = "Alpha reaches 81.5% accuracy on MathQuest."


@pytest.fixture
def curator() -> User:
    """Who decides."""
    return User.objects.create_user("curator")


def decided(curator: User, text: str = TEXT) -> tuple[Paper, Claim]:
    """A paper with one claim that a curator looked at."""
    paper = claimed(text, "81.5", title="Alpha")
    return paper, claims.accept(Claim.objects.get(), by=curator)


def corrected(paper: Paper, abstract: str, by: User) -> papers.Corrected:
    return papers.correct(paper, changes={"abstract": abstract}, by=by, source="papers")


def places() -> dict[str, str]:
    """Each claim by its uid with the characters at its places; the database holds the first as its quote."""
    return {
        str(claim.uid): claim.paper.abstract[claim.sentence_start : claim.sentence_end]
        for claim in Claim.objects.select_related("paper")
        if claim.paper.abstract[claim.start : claim.end] == claim.quote
    }


# --- What becomes of a claim -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("abstract", "fate"),
    [
        pytest.param(f"{FIRST} {NEW} {SECOND} {LAST}", "moved", id="a sentence before"),
        pytest.param(f"{NEW} {TEXT}", "moved", id="a sentence before all"),
        pytest.param(f"{FIRST} {SECOND} {NEW} {LAST}", "stayed", id="a sentence behind"),
        pytest.param(TEXT.replace("present", "present and describe"), "moved", id="inside another sentence"),
        pytest.param(f"{SECOND} {LAST}", "moved", id="a sentence before it gone"),
        pytest.param(f"{FIRST}\n\n{SECOND} {LAST}", "moved", id="white space before"),
        pytest.param(f"{LAST} {SECOND} {FIRST}", "moved", id="in another order"),
        pytest.param(TEXT.replace("reaches", "easily reaches"), "left", id="inside the same sentence"),
        pytest.param(
            TEXT.replace("Alpha reaches", "Once Alpha reaches"), "left", id="before, in the sentence"
        ),
        pytest.param(TEXT.replace("MathQuest.", "MathQuest.5 only."), "left", id="behind, in the sentence"),
        pytest.param(f"{NEW} {SECOND} {SECOND}", "left", id="the sentence doubled, elsewhere"),
        pytest.param(f"{FIRST} {SECOND} {SECOND}", "stayed", id="the sentence doubled, behind"),
        pytest.param(TEXT.replace("81.5", "81.6"), "left", id="another number"),
        pytest.param("Nothing of it is left.", "left", id="everything new"),
    ],
)
def test_a_claim_goes_where_its_whole_sentence_stands(curator: User, abstract: str, fate: str) -> None:
    paper, claim = decided(curator)
    done = corrected(paper, abstract, curator).texts
    assert done is not None
    counts = {"stayed": done.stayed, "moved": done.moved, "left": done.left}
    assert counts == {**dict.fromkeys(counts, 0), fate: 1}
    claim.refresh_from_db()
    assert places() == {str(claim.uid): QUOTED}
    kept = fate != "left"
    assert (claim.paper == paper, claim.state) == (kept, "curated" if kept else "superseded")
    assert (done.lost, len(left_behind(paper))) == ((0, 0) if kept else (1, 1))
    assert done.former.abstract == TEXT


def test_another_title_moves_nothing(curator: User) -> None:
    paper, claim = decided(curator)
    assert papers.correct(paper, changes={"title": "Alpha, at last"}, by=curator).texts is None
    at = claim.updated_at
    claim.refresh_from_db()
    assert (claim.updated_at, Event.objects.filter(action__in=(LEFT, MOVED)).count()) == (at, 0)


def test_the_move_is_in_the_history(curator: User) -> None:
    paper, claim = decided(curator)
    corrected(paper, f"{NEW} {TEXT}", curator)
    event, shift = Event.objects.get(action=MOVED), len(NEW) + 1
    was = {name: getattr(claim, name) for name in ("start", "end", "sentence_start", "sentence_end")}
    assert (event.subject_uid, event.actor, event.source) == (claim.uid, curator, "papers")
    assert event.before == was
    assert event.after == {name: value + shift for name, value in was.items()}
    assert event.reason == "the abstract was corrected"


def test_two_claims_never_meet_in_one_place(curator: User) -> None:
    """Of a number said twice and then once, the decision is what stands; the other claim is kept as well."""
    paper = claimed(f"{FIRST} {SECOND} {SECOND} {LAST}", "81.5")
    machine = Claim.objects.get()
    step = len(SECOND) + 1
    fields = {
        name: getattr(machine, name) + step for name in ("start", "end", "sentence_start", "sentence_end")
    }
    second = Claim.objects.create(
        paper=paper, quote="81.5", value=machine.value, role="result", bound="exact", **fields
    )
    claims.accept(second, by=curator)
    done = corrected(paper, TEXT, curator).texts
    assert done is not None
    assert (done.moved, done.left, done.lost) == (1, 1, 0)
    second.refresh_from_db()
    assert (second.paper, second.start, second.state) == (paper, machine.start, "curated")
    machine.refresh_from_db()
    assert (machine.paper, machine.state) == (done.former, "superseded")
    assert "another claim stands there" in Event.objects.get(action=LEFT).reason


PLACE = ("start", "end", "sentence_start", "sentence_end")
TABLES = (ClaimBenchmark, ClaimSystem, ClaimBaseline, Proposal, SecondOpinion, Conflict)


def tables(*, but: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    """Living claims and all that hangs on them, but for these columns and the time of the last change."""
    collection.settled()
    living = Claim.objects.exclude(state="superseded").order_by("pk")
    rows: dict[str, Any] = {
        model.__name__: list(model.objects.filter(claim__in=living).order_by("pk").values())
        for model in TABLES
    }
    rows["Claim"] = list(living.values())
    columns = [field.attname for field in Standing._meta.concrete_fields if field.name != "id"]
    rows["Standing"] = list(Standing.objects.order_by("claim").values(*columns))
    for row in rows["Claim"]:
        for name in ("updated_at", *but):
            del row[name]
    return rows


def hung_upon(claim: Claim, by: User) -> None:
    """A baseline, a proposal and a conflict with an engine."""
    ClaimBaseline.objects.create(claim=claim, system=collection.system("OldNet"), text="OldNet", position=0)
    said = public_proposals.Said("correction", "value", {"value": "18.5"}, "The table says so.")
    public_proposals.propose(claim, said=said, by=by)
    batch = Batch.objects.create(kind="adopt", by=by)
    Conflict.objects.create(
        claim=claim,
        batch=batch,
        engine_version="9",
        reading=None,
        differs=["gone"],
        created_at=timezone.now(),
    )


def test_all_that_hangs_on_a_claim_moves_along(curator: User) -> None:
    paper, claim = decided(curator)
    hung_upon(claim, curator)
    before = tables(but=PLACE)
    corrected(paper, f"{NEW} {TEXT}", curator)
    assert places() == {str(claim.uid): QUOTED}
    assert tables(but=PLACE) == before
    assert {each["action"] for each in Event.objects.filter(subject_uid=claim.uid).values("action")} >= {
        "accept",
        MOVED,
    }


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(f"{NEW} {TEXT}", id="moved"),
        pytest.param(TEXT.replace("81.5", "81.6"), id="left"),
        pytest.param(TEXT.replace(". ", ".  "), id="white space alone"),
        pytest.param(f"{NEW} {SECOND} {SECOND}", id="doubled"),
    ],
)
@pytest.mark.parametrize("read", [True, False], ids=["read between", "not read"])
def test_the_former_text_puts_everything_back(curator: User, between: str, *, read: bool) -> None:
    paper, claim = decided(curator)
    hung_upon(claim, curator)
    before = tables()
    corrected(paper, between, curator)
    if read:
        extract_batch()
    paper.refresh_from_db()
    corrected(paper, TEXT, curator)
    paper.refresh_from_db()
    assert paper.abstract == TEXT
    assert tables() == before
    assert not left_behind(paper)
    assert extract_batch().papers == 1
    assert list(paper.claims.exclude(state="superseded")) == [claim]


def test_a_correction_is_taken_back_whole(curator: User) -> None:
    paper, claim = decided(curator)
    hung_upon(claim, curator)
    facts, before = papers.facts(paper), tables()
    changes: papers.Changes = {
        "title": "Beta",
        "abstract": TEXT.replace("81.5", "81.6"),
        "doi": "10.1/x",
        "authors": ["Ada Wren"],
        "published_on": date(2024, 1, 2),
    }
    papers.correct(paper, changes=changes, by=curator)
    event = Event.objects.get(action="correct")
    extract_batch()
    papers.take_back(event, by=curator)
    paper.refresh_from_db()
    assert (papers.facts(paper), paper.abstract, tables()) == (facts, TEXT, before)
    with pytest.raises(papers.StalePaperError, match="changed again"):
        papers.take_back(event, by=curator)
    papers.take_back(Event.objects.filter(action="correct").latest("pk"), by=curator)
    paper.refresh_from_db()
    assert (paper.title, paper.published_on, paper.abstract) == (
        "Beta",
        date(2024, 1, 2),
        changes["abstract"],
    )


def test_readings_of_a_candidate_go_with_the_words_that_it_read(curator: User) -> None:
    """Adopted later, they would be written where other words stand."""
    reading.stand(1)
    trial = reading.tried(mixed, by=curator)
    claim = Claim.objects.get()
    assert trial.claims.filter(paper=claim.paper).exists()
    corrected(claim.paper, f"{NEW} {claim.paper.abstract}", curator)
    assert not trial.claims.filter(paper=claim.paper).exists()


def test_reading_again_keeps_decisions_and_doubles_nothing(curator: User) -> None:
    paper = collection.paper(f"{TEXT} On LogicQuest it has an accuracy of 70.1%.", title="Alpha")
    collection.metric(direction="higher"), collection.benchmark(), collection.benchmark("LogicQuest")
    extract_batch()
    first, second = Claim.objects.order_by("start")
    claims.accept(first, by=curator)
    paper.refresh_from_db()
    done = corrected(paper, f"{NEW} {paper.abstract}", curator).texts
    assert done is not None
    assert (done.moved, done.left) == (2, 0)
    for _ in range(2):
        extract_batch()
        found = list(Claim.objects.order_by("start").values_list("pk", "state", "paper"))
        assert found == [(first.pk, "curated", paper.pk), (second.pk, "machine", paper.pk)]
        Paper.objects.filter(pk=paper.pk).update(state="waiting")
    assert not Rejection.objects.exclude(paper=paper).exists()


def test_a_decision_is_taken_back_after_the_move(curator: User) -> None:
    paper, claim = decided(curator)
    corrected(paper, f"{NEW} {TEXT}", curator)
    restoring.undo(Event.objects.get(action="accept"), by=curator)
    claim.refresh_from_db()
    assert (claim.state, claim.paper.abstract[claim.start : claim.end]) == ("machine", "81.5")


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_undone_after_the_move(curator: User) -> None:
    paper = claimed(TEXT, "81.5")
    batch = run("accept", curator)
    corrected(paper, f"{NEW} {TEXT}", curator)
    assert Claim.objects.get().state == "curated"
    worked(batches.undo(batch, by=curator))
    claim = Claim.objects.select_related("paper").get()
    assert (claim.state, claim.paper.abstract[claim.start : claim.end]) == ("machine", "81.5")


def test_a_merged_paper_keeps_its_row_when_its_text_is_taken_over(curator: User) -> None:
    kept, gone = claimed(TEXT, "81.5"), claimed("Beta is ours. It is small.", title="Beta")
    merging.merge(kept, gone=gone, by=curator)
    kept.refresh_from_db()
    corrected(kept, gone.abstract, curator)
    gone.refresh_from_db()
    assert gone.merged_into == kept


# --- Any sentences, anywhere -----------------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from("we you it runs on in 12 3.5% 81.5 e.g. fast (and) slow".split()), min_size=1
)
SENTENCES = st.lists(
    WORDS.map(" ".join).map(str.capitalize).map("{}.".format) | st.just(SECOND) | st.text(max_size=12),
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=SENTENCES, between=SENTENCES, behind=SENTENCES, blank=st.sampled_from([" ", "  ", "\n"]))
def test_every_claim_quotes_its_characters(
    curator: User, before: list[str], between: list[str], behind: list[str], blank: str
) -> None:
    with transaction.atomic():
        paper, claim = decided(curator)
        pieces = [*before, FIRST, *between, SECOND, *behind]
        abstract = blank.join(pieces).replace("\0", "")
        done = corrected(paper, abstract, curator).texts
        claim.refresh_from_db()
        assert places() == {str(claim.uid): QUOTED}
        if done is not None and done.moved + done.stayed:
            assert (claim.state, claim.paper) == ("curated", paper)
            assert done.stayed or abstract.count(SECOND) == 1
        else:
            assert [each.claim for each in left_behind(paper)] == ([claim] if done else [])
        transaction.set_rollback(True)


# --- Two curators at once, and what boards tell ----------------------------------------------------


def later(work: Callable[[], object], *, holding: Callable[[], object]) -> list[Exception]:
    """What `work` raised, which began while the transaction of `holding` was open and had to wait for it."""
    raised: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 (it is what the test asks for)
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        holding()
        thread.start()
        while thread.is_alive() and not _waits():
            time.sleep(0.01)
    thread.join()
    return raised


def _waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_who_decides_while_the_text_is_corrected_looks_again(curator: User) -> None:
    paper = claimed(TEXT, "81.5")
    claim = Claim.objects.get()
    seen = claim.updated_at
    raised = later(
        lambda: claims.reject(claim, by=curator, seen=seen),
        holding=lambda: corrected(paper, f"{NEW} {TEXT}", curator),
    )
    assert [type(each) for each in raised] == [claims.StaleClaimError]
    claim.refresh_from_db()
    assert (claim.state, places()) == ("machine", {str(claim.uid): QUOTED})


@pytest.mark.django_db(transaction=True)
def test_who_corrects_while_a_claim_is_decided_about_looks_again(curator: User) -> None:
    paper = claimed(TEXT, "81.5")
    claim = Claim.objects.get()
    raised = later(
        lambda: corrected(paper, f"{NEW} {TEXT}", curator),
        holding=lambda: claims.accept(claim, by=curator),
    )
    assert [type(each) for each in raised] == [papers.StalePaperError]
    paper.refresh_from_db()
    claim.refresh_from_db()
    assert (paper.abstract, claim.state) == (TEXT, "curated")
    corrected(paper, f"{NEW} {TEXT}", curator)
    assert Claim.objects.get().state == "curated"


def test_who_loses_a_deadlock_looks_again(curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the paper is read at the moment: the database ends one of two that wait for each other."""
    paper, _ = decided(curator)

    def ended(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'deadlock_detected'; END $$")

    monkeypatch.setattr(papers, "locked", ended)
    with pytest.raises(papers.StalePaperError, match="at the same moment"):
        corrected(paper, f"{NEW} {TEXT}", curator)


def test_what_is_no_correction_is_not_taken_back(curator: User) -> None:
    decided(curator)
    with pytest.raises(ValidationError, match="no correction"):
        papers.take_back(Event.objects.get(action="accept"), by=curator)


@pytest.mark.django_db(transaction=True)
def test_a_move_is_no_change_of_a_board(curator: User) -> None:
    with transaction.atomic():
        paper, _ = decided(curator)
    before = list(BoardLog.objects.values_list("what", flat=True))
    corrected(paper, f"{NEW} {TEXT}", curator)
    assert list(BoardLog.objects.values_list("what", flat=True)) == before


@pytest.mark.django_db(transaction=True)
def test_who_merges_while_somebody_decides_looks_again(curator: User) -> None:
    kept, gone = claimed(f"{NEW} {TEXT}", "81.5"), claimed(TEXT, "81.5")
    claim = Claim.objects.get(paper=gone)
    raised = later(
        lambda: merging.merge(kept, gone=gone, by=curator),
        holding=lambda: claims.accept(claim, by=curator),
    )
    assert [type(each) for each in raised] == [papers.StalePaperError]
    claim.refresh_from_db()
    assert (claim.state, claim.paper) == ("curated", gone)
    event = merging.merge(kept, gone=gone, by=curator)
    again = Claim.objects.get(paper=kept)
    raised = later(
        lambda: merging.unmerge(event, by=curator), holding=lambda: claims.reject(again, by=curator)
    )
    assert [type(each) for each in raised] == [papers.StalePaperError]
    again.refresh_from_db()
    assert (again.state, again.paper) == ("rejected", kept)


@pytest.mark.django_db(transaction=True)
def test_who_decides_while_papers_are_merged_looks_again(curator: User) -> None:
    kept, gone = claimed(f"{NEW} {TEXT}", "81.5"), claimed(TEXT, "81.5")
    claim = Claim.objects.get(paper=gone)
    seen = claim.updated_at
    raised = later(
        lambda: claims.reject(claim, by=curator, seen=seen),
        holding=lambda: merging.merge(kept, gone=gone, by=curator),
    )
    assert [type(each) for each in raised] == [claims.StaleClaimError]
