"""Decisions about many claims: what is chosen, done, passed over, foretold, and taken back."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from leaderboard.actions import batches, boards, bulk, claims, deciding
from leaderboard.models import (
    Batch,
    BoardTotals,
    Claim,
    ClaimBaseline,
    ClaimSystem,
    Event,
    Paper,
    Standing,
)
from leaderboard.queries import effects, selections
from leaderboard.queries.selections import Selection
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim() -> User:
    return User.objects.create_superuser("kim", password="a long password")


@pytest.fixture
def some() -> list[Claim]:
    """Six claims on two boards: sure and unsure, of both directions, one disputed, one far too good."""
    higher = collection.metric(direction="higher")
    lower = collection.metric("Latency", direction="lower", family="speed")
    made = []
    rows = [
        (higher, "81.5", 0.9, "machine"),
        (higher, "82.5", 0.4, "machine"),
        (higher, "99.5", 0.3, "machine"),
        (lower, "12", 0.8, "machine"),
        (lower, "11", 0.7, "disputed"),
        (lower, "14", 0.2, "machine"),
    ]
    for number, (metric, quote, confidence, state) in enumerate(rows):
        paper = collection.paper(
            f"Net {number} reaches {quote} on MathQuest.", sources=[f"feed {number % 2}"]
        )
        decided = {"decided_at": timezone.now()} if state == "disputed" else {}
        made.append(
            collection.claim(
                paper,
                quote,
                on=collection.benchmark(),
                metric=metric,
                system=collection.system(f"Net {number}"),
                confidence=confidence,
                state=state,
                **decided,
            )
        )
    read_by(made[0], "number:percent metric:beside benchmark:known system:subject")
    read_by(made[1], "number:percent metric:carried benchmark:none system:own")
    read_by(made[2], "number:bare metric:carried benchmark:none system:own")
    boards.settle()
    return made


def read_by(claim: Claim, rules: str) -> None:
    Claim.objects.filter(pk=claim.pk).update(rules=rules.split())


def run(decision: str, by: User, selection: Selection = Selection(), **given: Any) -> Batch:  # noqa: B008
    given = {"as_of": timezone.now(), "reason": "looked at a sample", **given}
    batch = bulk.start(decision, selection=selection, by=by, **given)
    return worked(batch)


def worked(batch: Batch) -> Batch:
    assert batches.work(seconds=60)
    batch.refresh_from_db()
    assert batch.state == "done", batch.error
    return batch


def whole() -> list[tuple[str, str]]:
    """Every row of claims and links and of what follows from them, but for when they were changed.

    What follows is made anew, with ids of its own.
    """
    found: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        for table in ("claim", "claimbenchmark", "claimsystem", "claimbaseline", "standing", "boardtotals"):
            own = "id" if table in ("standing", "boardtotals") else "updated_at"
            cursor.execute(
                "SELECT %s, (to_jsonb(t) - 'updated_at' - 'changed_at' - 'version' - %s)::text "
                f"FROM leaderboard_{table} t",
                [table, own],
            )
            found += cursor.fetchall()
    return sorted(found)


CASES: list[tuple[str, dict[str, Any], set[int]]] = [
    ("everything that waits", {}, {0, 1, 2, 3, 4, 5}),
    ("metric", {"metric": "latency"}, {3, 4, 5}),
    ("family", {"family": "speed"}, {3, 4, 5}),
    ("benchmark", {"benchmark": "mathquest"}, {0, 1, 2, 3, 4, 5}),
    ("unknown benchmark", {"benchmark": "nowhere"}, set()),
    ("kind", {"kind": "factor"}, set()),
    ("state", {"state": "disputed"}, {4}),
    ("decided already", {"state": "curated"}, set()),
    ("source", {"source": "feed 1"}, {1, 3, 5}),
    ("engine", {"engine_version": "test"}, {0, 1, 2, 3, 4, 5}),
    ("other engine", {"engine_version": "older"}, set()),
    ("confidence", {"min_confidence": 0.4, "max_confidence": 0.8}, {1, 3, 4}),
    ("rule", {"metric_rule": "metric:carried"}, {1, 2}),
    ("rules of two parts", {"metric_rule": "metric:carried", "number_rule": "number:percent"}, {1}),
    ("rules of other parts", {"benchmark_rule": "benchmark:none", "system_rule": "system:subject"}, set()),
    ("rules not noted", {"system_rule": "not noted"}, {3, 4, 5}),
    ("rule and metric", {"metric_rule": "not noted", "source": "feed 1"}, {3, 5}),
    ("several", {"metric": "latency", "source": "feed 1", "max_confidence": 0.5}, {5}),
]


@pytest.mark.parametrize(("asked", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_chosen(some: list[Claim], asked: dict[str, Any], expected: set[int]) -> None:
    assert set(selections.ids(Selection(**asked))) == {some[place].pk for place in expected}


SOURCES = {
    "page:a_b.txt": {0, 1, 2},
    "page:a_b.txt#001": {0},  # as selections of single records are kept
    "page:azb.txt": {3},
    "arxiv:": {2, 4},
    "csv:": set(),
    "csv:c#d.csv": {5},
    "page:": set(),
    "page:a": set(),
    "page:%": set(),
}


@pytest.fixture
def from_files(some: list[Claim]) -> list[Claim]:
    """The same six, from records of files and of feeds."""
    kept = [["page:a_b.txt#001"], ["page:a_b.txt#010"], ["page:a_b.txt#0100", "arxiv:2401.00001"]]
    kept += [["page:azb.txt#001"], ["arxiv:2401.00002"], ["csv:c#d.csv#7", "feed 1"]]
    for claim, sources in zip(some, kept, strict=True):
        Paper.objects.filter(pk=claim.paper_id).update(sources=sources)
    return some


def test_records_of_one_file_are_one_source(from_files: list[Claim]) -> None:
    found = selections.sources()
    assert found == ["arxiv:", "csv:c#d.csv", "feed 1", "page:a_b.txt", "page:azb.txt"]
    assert [selections.is_source(each) for each in (*found, "page:a_b.txt#001")] == [True] * 6
    assert not selections.is_source("page:a_b.txt#002")


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_is_all_of_its_records(from_files: list[Claim], source: str) -> None:
    assert set(selections.ids(Selection(source=source))) == {from_files[each].pk for each in SOURCES[source]}


def test_the_filter_offers_files_and_takes_records(
    from_files: list[Claim], kim: User, client: Client
) -> None:
    client.force_login(kim)
    page = client.get("/admin/bulk/?source=page:a_b.txt").content.decode()
    assert "3 claims" in page
    assert '<option value="page:a_b.txt" selected>' in page
    assert "a_b.txt#" not in page
    assert "sure, read by machine" in page
    assert "<h2>1 claim</h2>" in client.get("/admin/bulk/?source=page:a_b.txt%23001").content.decode()
    assert client.get("/admin/bulk/?source=page:nowhere.txt").status_code == 400


def test_a_sample_is_random_and_repeatable(some: list[Claim]) -> None:
    drawn = [[row.pk for row in selections.sample(Selection(), seed=seed, size=3)] for seed in range(40)]
    assert drawn == [
        [row.pk for row in selections.sample(Selection(), seed=seed, size=3)] for seed in range(40)
    ]
    assert {pk for sample in drawn for pk in sample} == {claim.pk for claim in some}
    assert len({tuple(sample) for sample in drawn}) > 3


@pytest.mark.parametrize(("decision", "state"), [("accept", "curated"), ("reject", "rejected")])
def test_all_are_decided_and_put_back_exactly(
    some: list[Claim], kim: User, decision: str, state: str
) -> None:
    before = whole()
    batch = run(decision, kim)
    assert set(Claim.objects.values_list("state", "decided_by")) == {(state, kim.pk)}
    assert (batch.total, batch.done, batch.counts) == (6, 6, {f"{decision}ed": 6})
    events = Event.objects.filter(batch=batch, subject_type="claim")
    assert {event.subject_uid for event in events} == {claim.uid for claim in some}
    assert {(event.action, event.actor_id, event.reason, event.source) for event in events} == {
        (decision, kim.pk, "looked at a sample", "bulk")
    }
    back = worked(batches.undo(batch, by=kim))
    assert back.counts == {"taken back": 6}
    assert back.report == {}
    assert whole() == before
    assert Event.objects.filter(batch=back, action="undo", reason=f"takes back: {decision}").count() == 6


def test_events_keep_what_a_decision_of_its_own_would(some: list[Claim], kim: User) -> None:
    """The same facts in SQL and in Python, lists of names in order and unknown things too."""
    claim, bare = some[0], some[1]
    for position, name in enumerate(("Other Net", "Third Net"), start=1):
        ClaimSystem.objects.create(
            claim=claim, system=collection.system(name), text=name.lower(), position=position
        )
    ClaimBaseline.objects.create(claim=claim, text="an unknown net", position=0)
    Claim.objects.filter(pk=bare.pk).update(metric=None, scaled=None, system=None, system_text="", unit="%")
    Claim.objects.filter(pk=some[2].pk).update(value=Decimal("0.00010"), system=None, system_text="a net")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.id, {deciding.FACTS}::text FROM leaderboard_claim c")
        found = {pk: json.loads(kept) for pk, kept in cursor.fetchall()}
    assert found == {row.pk: claims.facts(row) for row in Claim.objects.all()}
    batch = run("accept", kim, Selection(metric="accuracy"))
    event = Event.objects.get(subject_uid=claim.uid, batch=batch)
    assert event.before == found[claim.pk]
    assert event.after == claims.facts(Claim.objects.get(pk=claim.pk))


CHANGES: dict[str, Callable[[Claim, User], object]] = {
    "accepted": lambda claim, by: claims.accept(claim, by=by),
    "rejected": lambda claim, by: claims.reject(claim, by=by),
    "corrected": lambda claim, by: claims.correct(claim, changes={"setting": "zero-shot"}, by=by),
    "disputed": lambda claim, by: claims.dispute(claim, by=by),
    "read again": lambda claim, by: Claim.objects.filter(pk=claim.pk).update(
        value=Decimal(7), updated_at=timezone.now()
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_after_the_dry_run_is_passed_over(
    some: list[Claim], kim: User, change: Callable[[Claim, User], object]
) -> None:
    lou = User.objects.create(username="lou")
    as_of = timezone.now()
    change(some[0], lou)
    changed = Claim.objects.filter(pk=some[0].pk).values().get()
    batch = run("accept", kim, as_of=as_of, expected=6)
    assert Claim.objects.filter(pk=some[0].pk).values().get() == changed
    assert batch.counts["accepted"] == 5
    passed = [*batch.report.values(), batch.counts.get("changed meanwhile", 0)]
    assert sum(passed) == 1, "it is counted, whether it is still among them or not"
    assert Claim.objects.filter(decided_by=kim).count() == 5


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_while_the_batch_is_at_work_is_passed_over_and_counted(
    some: list[Claim], kim: User, change: Callable[[Claim, User], object]
) -> None:
    batch = bulk.start("reject", selection=Selection(), as_of=timezone.now(), by=kim, reason="all wrong")
    batches.work(seconds=-1)
    change(some[0], User.objects.create(username="lou"))
    changed = Claim.objects.filter(pk=some[0].pk).values().get()
    batch = worked(batch)
    assert Claim.objects.filter(pk=some[0].pk).values().get() == changed
    assert batch.counts == {"rejected": 5, "changed meanwhile": 1}


def test_claims_that_came_after_the_dry_run_are_none_of_it(some: list[Claim], kim: User) -> None:
    as_of = timezone.now() - timedelta(hours=1)
    assert run("accept", kim, as_of=as_of).total == 0


@pytest.mark.parametrize(
    "change", [change for name, change in CHANGES.items() if name != "read again"], ids=lambda change: ""
)
def test_undo_leaves_what_somebody_changed_since(
    some: list[Claim], kim: User, change: Callable[[Claim, User], object]
) -> None:
    batch = run("accept", kim)
    change(some[0], User.objects.create(username="lou"))
    changed = Claim.objects.filter(pk=some[0].pk).values().get()
    back = worked(batches.undo(batch, by=kim))
    assert Claim.objects.filter(pk=some[0].pk).values().get() == changed
    assert back.counts == {"taken back": 5, "changed meanwhile": 1}
    ((_, address),) = back.report["left as somebody changed them since"]
    assert str(some[0].uid) in address


def test_cancelled_in_the_middle_the_rest_is_untouched_and_the_done_part_goes_back(
    some: list[Claim], kim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)
    before = whole()
    batch = bulk.start("accept", selection=Selection(), as_of=timezone.now(), by=kim, reason="all right")
    for _ in range(3):
        batches.work(seconds=-1)
    batch = batches.cancel(batch, by=kim)
    assert (batch.done, batch.counts) == (4, {"accepted": 4})
    assert Claim.objects.filter(decided_by=kim).count() == 4
    back = worked(batches.undo(batch, by=kim))
    assert back.counts == {"taken back": 4}
    assert whole() == before


@pytest.mark.parametrize("decision", ["accept", "reject"])
@pytest.mark.parametrize("asked", [{}, {"metric": "latency"}, {"max_confidence": 0.35}], ids=str)
def test_the_dry_run_foretells_what_happens(
    some: list[Claim], kim: User, decision: str, asked: dict[str, Any]
) -> None:
    ranked = _ranked()
    leaders, rows = _leaders(), Standing.objects.count()
    effect = effects.of(selections.ids(Selection(**asked)), accepting=decision == "accept")
    assert (_ranked(), _leaders()) == (ranked, leaders), "a dry run changes nothing"
    run(decision, kim, Selection(**asked))
    assert effect.entering == len(_ranked() - ranked)
    assert effect.leaving == len(ranked - _ranked())
    assert effect.gone == rows - Standing.objects.count()
    now = _leaders()
    changed = {board for board in {*leaders, *now} if leaders.get(board) != now.get(board)}
    assert effect.leaders == len(changed)
    assert {(each.benchmark.pk, each.metric.pk) for each in effect.listed if each.new_leader} == changed
    for each in effect.listed:
        leader = now.get((each.benchmark.pk, each.metric.pk))
        quote = Claim.objects.get(pk=leader).quote if leader else None
        assert (each.after.quote if each.after else None) == quote


def _ranked() -> set[tuple[int, int]]:
    return set(Standing.objects.filter(unranked=False).values_list("claim_id", "benchmark_id"))


def _leaders() -> dict[tuple[int, int], int]:
    totals = BoardTotals.objects.exclude(leader=None)
    return {
        (benchmark, metric): leader
        for benchmark, metric, leader in totals.values_list("benchmark_id", "metric_id", "leader_id")
    }


def test_the_screens(some: list[Claim], kim: User, client: Client) -> None:
    client.force_login(kim)
    page = client.get("/admin/bulk/", {"metric": "latency"}).content.decode()
    assert "3 claims" in page
    assert page.count("on MathQuest") == 6  # the sentence and what was read of it, for each
    assert "seed=1" in page
    page = client.get("/admin/bulk/dry-run/", {"metric": "latency", "decision": "accept"}).content.decode()
    assert "New leader" in page
    as_of = page.partition('name="as_of" value="')[2].partition('"')[0]
    given = {"decision": "accept", "as_of": as_of.replace("&#x2B;", "+"), "reason": ""}
    refused = client.post("/admin/bulk/start/?metric=latency", given)
    assert refused.status_code == 400
    assert "reason" in refused.content.decode()
    assert not Batch.objects.exists()
    started = client.post("/admin/bulk/start/?metric=latency", {**given, "reason": "looked at a sample"})
    batch = worked(Batch.objects.get())
    assert str(batch.uid) in started.headers["Location"]
    assert set(Claim.objects.filter(decided_by=kim)) == set(some[3:])
    page = client.get(started.headers["Location"]).content.decode()
    assert "Accept claims: metric latency" in page
    assert "Undo the whole batch" in page


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("?metric=nowhere", "No metric is called"),
        ("?min_confidence=2", "less than or equal to 1"),
        ("?min_confidence=0.9&max_confidence=0.1", "below where the range begins (0.9)"),
        ("?metric_rule=number:bare", "number:bare is not one of the available choices"),
        ("dry-run/", "any"),
        ("dry-run/?decision=forget", "any"),
    ],
)
def test_bad_requests_are_told_so(kim: User, client: Client, address: str, said: str) -> None:
    client.force_login(kim)
    response = client.get(f"/admin/bulk/{address}")
    assert response.status_code == 400
    assert said in response.content.decode()


def test_a_rule_goes_with_the_batch(some: list[Claim], kim: User, client: Client) -> None:
    client.force_login(kim)
    asked = "metric_rule=metric:carried"
    page = client.get(f"/admin/bulk/?{asked}").content.decode()
    assert "2 claims" in page
    assert "metric_rule=metric%3Acarried&amp;decision=reject" in page
    assert "<details open><summary>By what read each part" in page
    assert "<details><summary>By what read each part" in client.get("/admin/bulk/").content.decode()
    dry = client.get(f"/admin/bulk/dry-run/?{asked}&decision=reject").content.decode()
    assert "metric rule carried from an earlier sentence" in dry
    as_of = dry.partition('name="as_of" value="')[2].partition('"')[0].replace("&#x2B;", "+")
    given = {"decision": "reject", "as_of": as_of, "reason": "metrics carried over are wrong here"}
    client.post(f"/admin/bulk/start/?{asked}", given)
    batch = worked(Batch.objects.get())
    assert batch.about["selection"]["metric_rule"] == "metric:carried"
    assert set(Claim.objects.filter(state="rejected")) == {some[1], some[2]}


@pytest.mark.parametrize("as_of", ["", "yesterday", "2026-11-21T10:00:00", "2026-99-99T10:00:00+00:00"])
def test_nothing_begins_without_a_dry_run(kim: User, client: Client, as_of: str) -> None:
    client.force_login(kim)
    given = {"decision": "accept", "reason": "because", "as_of": as_of}
    assert client.post("/admin/bulk/start/", given).status_code == 400
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (selections.Selection(), "all that wait"),
        (selections.Selection(kind="difference"), "kind gain in points"),
        (selections.Selection(kind="unclear", min_confidence=0.5), "kind unclear, min confidence 0.5"),
        (selections.Selection(role="result", state="machine"), "role own result, state read by machine"),
        (selections.Selection(number_rule="number:percent"), "number rule a percentage"),
        (
            selections.Selection(metric_rule="metric:carried", system_rule="not noted"),
            "metric rule carried from an earlier sentence, system rule not noted",
        ),
    ],
)
def test_a_selection_is_told_in_the_words_of_its_filters(selection: selections.Selection, words: str) -> None:
    assert selection.words() == words
