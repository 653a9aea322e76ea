"""The desk of papers as a curator uses it, form by form."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leaderboard.actions import claims, roles
from leaderboard.domain.roles import Role
from leaderboard.models import Claim, Event, Paper
from tests.leaderboard.papers_desk.test_actions import OTHER, TEXT, claimed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """A curator in the admin."""
    user = User.objects.create_user("curator", is_staff=True)
    user.groups.add(roles.prepare()[Role.CURATOR])
    client.force_login(user)
    return client


def seen(paper: Paper) -> str:
    paper.refresh_from_db()
    return paper.updated_at.isoformat(timespec="microseconds")


def form(paper: Paper, **changes: Any) -> dict[str, Any]:
    """The form of a paper as the page shows it, with changes."""
    shown = {"title": paper.title, "abstract": paper.abstract, "seen": seen(paper)}
    return {**shown, "arxiv_id": paper.arxiv_id or "", "doi": paper.doi or "", **changes}


def test_a_paper_is_typed_in(desk: Client) -> None:
    typed = {"title": "Alpha", "abstract": TEXT, "arxiv_id": "https://arxiv.org/abs/2401.00001v2"}
    day = {"published_on": "2024-01-02", "authors": "Ada Wren\r\nBea Finch\r\n"}
    answer = desk.post("/admin/papers/add/", {**typed, **day}, follow=True)
    paper = Paper.objects.get()
    assert answer.redirect_chain[-1][0] == f"/admin/papers/{paper.uid}/"
    assert (paper.arxiv_id, paper.authors, str(paper.published_on)) == (
        "2401.00001",
        ["Ada Wren", "Bea Finch"],
        "2024-01-02",
    )
    assert Event.objects.get(action="add").source == "papers"
    again = desk.post("/admin/papers/add/", typed, follow=True)
    assert "1 there already" in again.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"abstract": ""}, "This field is required"),
        ({"arxiv_id": "fourteen"}, "is no arXiv number"),
        ({"doi": "x"}, "is no DOI"),
        ({"published_on": "Oct 30"}, "Enter a valid date"),
        ({"abstract": "..."}, "no abstract"),
    ],
    ids=["no text", "no number", "no DOI", "no date", "no words"],
)
def test_what_is_no_paper_is_said(desk: Client, wrong: dict[str, str], said: str) -> None:
    answer = desk.post("/admin/papers/add/", {"abstract": TEXT, **wrong}, follow=True)
    assert said in answer.content.decode()
    assert not Paper.objects.exists()


def test_a_file_is_taken_in_whole(desk: Client) -> None:
    lines = b'{"title": "One", "abstract": "Alpha reaches 81.5% accuracy."}\n{"title": "Two"}\n'
    answer = desk.post("/admin/papers/upload/", {"file": SimpleUploadedFile("p.jsonl", lines)}, follow=True)
    assert "1 new, 1 refused. line 2: no abstract" in answer.content.decode()
    assert Paper.objects.get().title == "One"


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"<html><p>Hello", "a web page, not a feed"), (b'{"abstract": "A"}\n{"abstr', "line 2")],
    ids=["a web page", "cut off"],
)
def test_a_broken_file_is_refused_as_a_whole(desk: Client, data: bytes, said: str) -> None:
    answer = desk.post("/admin/papers/upload/", {"file": SimpleUploadedFile("papers", data)})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Paper.objects.exists()


def test_a_correction_and_an_older_form(desk: Client) -> None:
    paper = claimed(TEXT, "81.5", title="Alfa")
    old = form(paper, title="Alpha")
    assert desk.post(f"/admin/papers/{paper.uid}/", old).status_code == 302
    answer = desk.post(f"/admin/papers/{paper.uid}/", {**old, "title": "Alphabet"})
    assert answer.status_code == 409
    assert "look at it again" in answer.content.decode()
    paper.refresh_from_db()
    assert (paper.title, paper.state) == ("Alpha", "waiting")


def test_an_unchanged_form_changes_nothing_but_the_history(desk: Client) -> None:
    paper = claimed(TEXT + "\nA second line.", "81.5")
    shown = form(paper, abstract=paper.abstract.replace("\n", "\r\n"))
    assert desk.post(f"/admin/papers/{paper.uid}/", shown).status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.abstract) == ("done", TEXT + "\nA second line.")
    assert Claim.objects.get().state == "machine"


def test_decisions_whose_words_are_gone_are_listed_until_looked_after(desk: Client) -> None:
    paper = claimed(TEXT, "81.5", title="Alpha")
    claim = claims.accept(Claim.objects.get(), by=User.objects.get())
    desk.post(f"/admin/papers/{paper.uid}/", form(paper, abstract=TEXT.replace("81.5", "81.6")))
    for place in ("/admin/papers/", f"/admin/papers/{paper.uid}/"):
        assert "Decisions whose words are gone" in desk.get(place).content.decode()
    desk.post(f"/admin/papers/settled/{claim.uid}/")
    assert "Decisions whose words are gone" not in desk.get("/admin/papers/").content.decode()


def test_a_correction_says_what_became_of_the_claims(desk: Client) -> None:
    paper = claimed(OTHER, "81.5", "70.1", title="Alpha")
    claim, other = Claim.objects.order_by("start")
    for each in (claim, other):
        claims.accept(each, by=User.objects.get())
    address = f"/admin/papers/{paper.uid}/"
    wanted = f"The code is public. {OTHER}".replace("70.1", "70.2")
    answer = desk.post(address, form(paper, abstract=wanted), follow=True)
    assert (
        "Of its claims, 0 stayed where they were, 1 moved along with their sentences and 1 stayed behind "
        "with the former text (1 of these had been decided about)." in answer.content.decode()
    )
    claim.refresh_from_db()
    assert (claim.paper, claim.state, wanted[claim.start : claim.end]) == (paper, "curated", "81.5")
    assert desk.get(f"/claims/{claim.uid}/", follow=True).status_code == 200
    story = desk.get(f"/claims/{claim.uid}/history/").content.decode()
    assert "Its sentence moved within the corrected abstract" in story
    assert "Take this correction back" in desk.get(address).content.decode()
    event = Event.objects.get(action="correct")
    back = desk.post(f"/admin/papers/uncorrect/{event.uid}/", follow=True).content.decode()
    assert "Taken back. Of its claims, 0 stayed where they were, 1 moved along" in back
    assert desk.post(f"/admin/papers/uncorrect/{event.uid}/").status_code == 409
    assert set(Claim.objects.values_list("paper", "state")) == {(paper.pk, "curated")}


def test_a_retraction_and_back(desk: Client) -> None:
    paper = claimed(TEXT, "81.5")
    given = {"on": "2026-05-01", "reason": "The data were wrong.", "seen": seen(paper)}
    assert desk.post(f"/admin/papers/{paper.uid}/retract/", {**given, "reason": ""}).status_code == 400
    assert desk.post(f"/admin/papers/{paper.uid}/retract/", given).status_code == 302
    assert (
        "retracted on 2026-05-01: The data were wrong."
        in desk.get(f"/admin/papers/{paper.uid}/").content.decode()
    )
    assert desk.post(f"/admin/papers/{paper.uid}/reinstate/", given).status_code == 409
    assert desk.post(f"/admin/papers/{paper.uid}/reinstate/", {"seen": seen(paper)}).status_code == 302
    paper.refresh_from_db()
    assert paper.retracted_on is None


def test_a_merge_is_seen_before_and_taken_back(desk: Client) -> None:
    kept, gone = (
        claimed(TEXT, title="Alpha"),
        claimed(OTHER, "81.5", "70.1", title="Again", arxiv_id="2401.00001"),
    )
    preview = desk.get(f"/admin/papers/{kept.uid}/merge/", {"other": "arXiv:2401.00001"})
    page = preview.content.decode()
    assert "moves with its sentence" in page
    assert "superseded, for its sentence is not there" in page
    assert Event.objects.count() == 0
    sent = {"other": gone.uid, "seen": [seen(kept), seen(gone)], "reason": "one work"}
    assert desk.post(f"/admin/papers/{kept.uid}/merge/", sent).status_code == 302
    assert Claim.objects.get(quote="81.5").paper == kept
    assert "Merged into" in desk.get(f"/admin/papers/{gone.uid}/").content.decode()
    event = Event.objects.get(action="merge", subject_type="paper")
    answer = desk.post(f"/admin/papers/unmerge/{event.uid}/")
    assert answer.headers["Location"] == f"/admin/papers/{gone.uid}/"
    assert Claim.objects.get(quote="81.5").paper == gone


@pytest.mark.parametrize("other", ["", "nothing", "2401.99999", "10.1234/none", "\0"])
def test_a_merge_with_nothing_is_refused(desk: Client, other: str) -> None:
    paper = claimed(TEXT)
    answer = desk.get(f"/admin/papers/{paper.uid}/merge/", {"other": other})
    assert answer.status_code == 400
    assert "No paper is called" in answer.content.decode()


@pytest.mark.parametrize("asked", ["alpha", "2401.00001", "https://doi.org/10.1234/abc"])
def test_papers_are_found(desk: Client, asked: str) -> None:
    claimed(TEXT, title="The one", arxiv_id="2401.00001", doi="10.1234/abc")
    claimed("Nothing of it.", title="Another")
    page = desk.get("/admin/papers/", {"q": asked}).content.decode()
    assert "The one" in page
    assert "Another" not in page
