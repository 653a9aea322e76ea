"""Papers handed in over HTTP: once for each key, stored at once, read later."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from leaderboard.actions import tokens
from leaderboard.actions.extract import extract_batch
from leaderboard.models import Event, Paper, Submission
from leaderboard.tasks import extract_waiting

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/papers/"
PAPERS: list[dict[str, Any]] = [
    {"title": "NewNet", "abstract": "NewNet reaches 81.5% accuracy on MathQuest.", "arxiv_id": "2601.01234"},
    {"abstract": "  OldNet reaches 70%. ", "published_on": "2026-01-05", "authors": ["A. Body"]},
]


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("ada")


def _headers(owner: User, *scopes: str, **further: str) -> dict[str, str]:
    return {"authorization": f"Bearer {tokens.make(owner, name='t', scopes=scopes).token}", **further}


def _post(client: Client, headers: dict[str, str], papers: Any = None) -> Any:
    body = {"papers": PAPERS if papers is None else papers}
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)


def test_papers_are_stored_as_given_and_read_later(client: Client, owner: User) -> None:
    headers = _headers(owner, "papers")
    answer = _post(client, headers)
    assert answer.status_code == 202, answer.content
    job = answer.json()
    assert (job["state"], job["counts"]["waiting"], job["refused"]) == ("working", 2, 0)
    assert [Paper.objects.get(uid=each["paper"]).abstract for each in job["papers"]] == [
        paper["abstract"] for paper in PAPERS
    ]
    extract_batch()
    after = client.get(answer["Location"], headers=headers).json()
    assert (after["state"], after["counts"]["done"]) == ("done", 2)
    assert Event.objects.filter(action="submit", actor=owner).count() == 1


def test_a_worker_is_woken_after_the_commit(
    client: Client,
    owner: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    woken: list[int] = []
    monkeypatch.setattr(extract_waiting, "apply_async", lambda *a, **k: woken.append(Paper.objects.count()))
    monkeypatch.setattr(extract_waiting, "delay", lambda *a, **k: woken.append(Paper.objects.count()))
    headers = _headers(owner, "papers")
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        _post(client, headers)
        assert not woken
    assert len(callbacks) == 1
    assert woken == [2]


def test_the_same_key_stores_once(client: Client, owner: User) -> None:
    headers = _headers(owner, "papers", **{"idempotency-key": "tuesday"})
    first, second = _post(client, headers), _post(client, headers)
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    other = _post(client, headers, PAPERS[:1])
    assert other.status_code == 422
    assert "take a new one" in other.json()["detail"]
    assert Submission.objects.count() == 1
    assert (
        _post(
            client,
            _headers(User.objects.create_user("bob"), "papers", **{"idempotency-key": "tuesday"}),
            PAPERS[:1],
        ).status_code
        == 202
    )


def test_what_cannot_be_a_paper_is_refused_alone(client: Client, owner: User) -> None:
    taken = {"abstract": "Another text of 3 words.", "arxiv_id": "2601.01234"}
    job = _post(client, _headers(owner, "papers"), [*PAPERS, {"abstract": "..."}, taken]).json()
    assert [each["reason"] for each in job["papers"]] == [
        None,
        None,
        "no abstract",
        "its number belongs to a paper with another abstract",
    ]
    assert (job["refused"], Paper.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("papers", "words"),
    [
        ([], "papers"),
        ([{"title": "x"}], "abstract"),
        ([{"abstract": 7}], "no text"),
        ([{"abstract": "7 words", "abstrct": "x"}], "did you mean abstract"),
        ([{"abstract": "7 words", "author_count": "7"}], "no whole number"),
        ([{"abstract": "7 words", "is_summary": "yes"}], "neither true nor false"),
        ([{"abstract": f"{n} words"} for n in range(1_001)], "1000"),
    ],
    ids=["none", "no abstract", "a number", "a slip", "digits", "a word", "too many"],
)
def test_a_wrong_body_stores_nothing(client: Client, owner: User, papers: Any, words: str) -> None:
    answer = _post(client, _headers(owner, "papers"), papers)
    assert answer.status_code == 400
    assert words in answer.json()["detail"]
    assert answer.json()["errors"]
    assert not Paper.objects.exists()


def test_only_tokens_with_the_scope_hand_in(client: Client, owner: User) -> None:
    assert _post(client, {}).status_code == 401
    refused = _post(client, _headers(owner))
    assert refused.status_code == 403
    assert "papers" in refused.json()["detail"]
    assert not Paper.objects.exists()


def test_a_job_is_its_owners(client: Client, owner: User) -> None:
    place = _post(client, _headers(owner, "papers"))["Location"]
    assert client.get(place).status_code == 401
    assert client.get(place, headers=_headers(User.objects.create_user("bob"))).status_code == 404
    assert client.get(place, headers=_headers(owner)).status_code == 200
