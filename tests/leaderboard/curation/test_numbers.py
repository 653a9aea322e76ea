"""Numbers for the team, from real decisions of real actions."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from extraction.rules import Part
from leaderboard.actions import batches, claims, drawing, events, restoring
from leaderboard.models import Claim, Event
from leaderboard.queries import numbers
from tests.leaderboard import collection
from tests.leaderboard.batches import kinds

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 13
"""The session, its user, their second factor, seven of the page, three of policies; however much there is."""


@pytest.fixture
def ann() -> User:
    return User.objects.create_superuser("ann")


@pytest.fixture
def bob() -> User:
    return User.objects.create_superuser("bob")


def made(count: int, *, first: int = 10) -> list[Claim]:
    metric = collection.metric(direction="higher", family="quality")
    papers = [
        collection.paper(f"Fern reaches {n}.5% accuracy on Glade.") for n in range(first, first + count)
    ]
    return [collection.claim(paper, f"{n}.5", metric=metric) for n, paper in enumerate(papers, start=first)]


def test_precision_is_what_people_found(ann: User) -> None:
    right, wrong, none, open_ = made(4)
    claims.accept(right, by=ann)
    claims.correct(wrong, changes={"unit": "%", "setting": "5-shot"}, by=ann)
    claims.reject(none, by=ann)
    found = numbers.numbers().picked
    assert (found.all.right.right, found.all.claims.right, found.all.right.of) == (1, 2, 3)
    sorts = {name: [(row.name, row.right.of) for row in rows] for name, rows in found.sorts}
    assert sorts == {
        "Kind": [("result", 3)],
        "Metric family": [("quality", 3)],
        "Whose number": [("own result", 3)],
        "Exactness": [("exactly", 3)],
        "Engine": [("test", 3)],
    }
    assert {name: part.right for name, part in found.parts} == {
        **dict.fromkeys(numbers.FIELDS, 2),
        "number": 1,
        "setting": 1,
    }
    (judged,) = (each for each in found.bins if each.found.of)
    assert (judged.low, judged.found.right, judged.found.of) == (0.8, 1, 3)
    assert judged.expected == pytest.approx(0.8)
    assert open_.state == "machine"


def test_precision_by_rule_is_that_of_the_part_that_the_rule_read(ann: User) -> None:
    near, far, wrong, none, bare, drawn = made(6)
    for claim, metric in ((near, "beside"), (far, "carried"), (wrong, "carried"), (none, "carried")):
        claim.rules = ["number:percent", f"metric:{metric}", "benchmark:none", "system:moonlight"]
        claim.save(update_fields=["rules"])
    claims.accept(near, by=ann)
    claims.accept(far, by=ann)
    claims.correct(wrong, changes={"metric": collection.metric("Recall")}, by=ann)
    claims.reject(none, by=ann)
    claims.correct(bare, changes={"unit": "%"}, by=ann)
    drawing.draw(ann)
    claims.accept(drawn, by=ann)
    found = numbers.numbers()
    assert _by_rule(found.picked) == {
        "number": [("a percentage", (3, 3), (3, 4)), ("not noted", (0, 1), (1, 1))],
        "metric": [
            ("carried from an earlier sentence", (1, 2), (2, 3)),
            ("known, beside the number (“an accuracy of 92”)", (1, 1), (1, 1)),
            ("not noted", (1, 1), (1, 1)),
        ],
        "benchmark": [("none", (3, 3), (3, 4)), ("not noted", (1, 1), (1, 1))],
        "system": [("system:moonlight", (3, 3), (3, 4)), ("not noted", (1, 1), (1, 1))],
    }
    assert _by_rule(found.drawn) == {part: [("not noted", (1, 1), (1, 1))] for part in Part}
    assert [row.asked for row in dict(found.picked.rules)[Part.SYSTEM]] == [None, "not noted"]
    carried = dict(found.picked.rules)[Part.METRIC][0].right
    assert (round(carried.low, 3), round(carried.high, 3)) == (0.095, 0.905)  # Wilson, 1 of 2


def _by_rule(found: numbers.Found) -> dict[str, list[tuple[str, tuple[int, int], tuple[int, int]]]]:
    return {
        part: [(row.name, (row.right.right, row.right.of), (row.claims.right, row.claims.of)) for row in rows]
        for part, rows in found.rules
    }


def test_the_reading_that_was_judged_counts_whatever_came_later(ann: User, bob: User) -> None:
    (claim,) = made(1)
    corrected = claims.correct(claim, changes={"value": "7"}, by=ann)  # type: ignore[typeddict-item]
    claims.accept(corrected, by=bob)
    assert numbers.numbers().picked.all.right.right == 0


def test_what_was_taken_back_counts_no_more(ann: User) -> None:
    again, open_ = made(2)
    for claim in (again, open_):
        claims.reject(claim, by=ann)
        restoring.undo(Event.objects.latest("pk"), by=ann)
    claims.accept(Claim.objects.get(pk=again.pk), by=ann)
    found = numbers.numbers()
    assert (found.picked.all.right.right, found.picked.all.right.of) == (1, 1)
    assert found.age.waiting == 1


def test_what_nobody_looked_at_alone_does_not_count(ann: User) -> None:
    (claim,) = made(1)
    seen = claims.facts(claim)
    with kinds.known():
        batch = batches.start("counting", about={"to": 1}, by=ann)
    events.record("accept", subject=("claim", claim.uid), by=ann, before=seen, after=seen, batch=batch)
    Claim.objects.update(state="curated", decided_at=timezone.now(), decided_by=ann)
    found = numbers.numbers()
    assert found.picked.all.right.of == 0
    assert (found.pace.bulk, sum(count for _, count in found.pace.days)) == (1, 0)


def test_what_was_disputed_before_anybody_decided_is_left_out(ann: User) -> None:
    (claim,) = made(1)
    claims.reject(claims.dispute(claim, by=None), by=ann)
    assert numbers.numbers().picked.all.right.of == 0


def test_drawn_claims_stand_apart(ann: User) -> None:
    made(3)
    drawn = drawing.draw(ann)
    assert drawn is not None
    claims.accept(drawn, by=ann, source="queue")
    others = Claim.objects.filter(state="machine")
    claims.reject(others[0], by=ann)
    found = numbers.numbers()
    assert (found.draws, found.drawn.all.right.of, found.picked.all.right.of) == (1, 1, 1)
    assert found.drawn.all.right.right == 1


def test_only_undecided_claims_that_nobody_holds_are_drawn(ann: User, bob: User) -> None:
    (claim,) = made(1)
    assert drawing.draw(ann) == claim
    assert drawing.draw(bob) is None
    assert numbers.numbers().draws == 1
    claims.accept(claim, by=ann)
    assert drawing.draw(ann) is None


def test_every_claim_is_drawn_sooner_or_later(ann: User) -> None:
    made(3)
    assert {numbers.at_random() for _ in range(200)} == set(Claim.objects.all())


def test_agreement(ann: User, bob: User) -> None:
    same, other, alone = made(3)
    for claim, by in ((same, ann), (same, bob), (other, ann), (alone, ann)):
        claims.accept(claim, by=by)
    claims.reject(other, by=bob)
    found = numbers.numbers().agreement
    assert (found.agreed.right, found.agreed.of) == (1, 2)
    assert found.alpha == pytest.approx(0)


def test_age_and_pace(ann: User, bob: User) -> None:
    old, middle, new, decided = made(4)
    now = timezone.now()
    for claim, days in ((old, 9), (middle, 5), (new, 1), (decided, 30)):
        Claim.objects.filter(pk=claim.pk).update(created_at=now - timedelta(days=days))
    claims.accept(Claim.objects.get(pk=decided.pk), by=bob)
    found = numbers.numbers()
    assert found.age == numbers.Age(3, 0, 0, now - timedelta(days=9), now - timedelta(days=5))
    assert found.pace.days[-1] == (now.date(), 1)
    assert len(found.pace.days) == numbers.DAYS
    assert found.pace.people == (("bob", 1),)


def test_the_page_costs_the_same_however_much_there_is(client: Client, ann: User, bob: User) -> None:
    client.force_login(ann)
    empty = client.get("/admin/numbers/").content.decode()
    assert "Nothing was decided yet" in empty
    for claim in made(6):
        claims.accept(claim, by=ann)
        claims.reject(claim, by=bob)
    drawing.draw(ann)
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/admin/numbers/").content.decode()
    assert len(captured) == PAGE_QUERIES, [query["sql"][:80] for query in captured]
    assert "0% (0 to 39, of 6)" in page
    assert ">bob</th><td>6</td>" in page
    assert '<a href="/admin/bulk/?metric_rule=not%20noted">not noted</a>' in page
    assert client.get("/admin/bulk/?metric_rule=not%20noted").status_code == 200


def test_drawing_leads_to_the_claim(client: Client, ann: User) -> None:
    client.force_login(ann)
    assert client.post("/admin/numbers/draw/").headers["Location"] == "/admin/numbers/"
    (claim,) = made(1)
    assert client.post("/admin/numbers/draw/").headers["Location"] == f"/admin/queue/{claim.uid}/"
