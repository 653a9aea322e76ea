"""The queue's screens: decisions by plain forms, as without any script."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.actions import boards, claims, turns
from leaderboard.models import Benchmark, Claim, ClaimBaseline, Event, Task, Turn, UnitWord
from leaderboard.queries.claim_fields import as_shown
from tests.leaderboard import collection

pytestmark = pytest.mark.django_db

SCREEN_QUERIES = {"queue": 8, "screen": 19}
"""What the two screens cost, sign-in included; however much there is."""


ABSTRACT = "Fern reaches 81.5% accuracy on MathQuest, above Bramble, and 12.5 points more."


@pytest.fixture
def claim() -> Claim:
    return made(ABSTRACT)


def made(abstract: str, **fields: Any) -> Claim:
    paper = collection.paper(abstract, title="Fern")
    metric = collection.metric(direction="higher", unit="%", percentage=True)
    found = collection.claim(
        paper,
        "81.5",
        on=collection.benchmark(),
        metric=metric,
        metric_text="accuracy",
        system=collection.system("Fern"),
        system_text="Fern",
        unit="%",
        alternatives=["exact match", "", "F1"],
        **fields,
    )
    ClaimBaseline.objects.create(claim=found, system=collection.system("Bramble"), text="Bramble", position=0)
    collection.claim(paper, "12.5", kind="difference")
    boards.settle()
    return found


def given(claim: Claim, **typed: Any) -> dict[str, Any]:
    """The form as the screen shows it, with what somebody typed."""
    return {**as_shown(claim), "seen": claim.updated_at.isoformat(), "note": "", **typed}


def press(client: Client, claim: Claim, decision: str, **typed: Any) -> Any:
    """The answer to a pressed button."""
    return client.post(f"/admin/queue/{claim.uid}/", {**given(claim, **typed), "decision": decision})


def test_the_screen_shows_what_helps_to_decide(admin_client: Client, claim: Claim) -> None:
    page = admin_client.get(f"/admin/queue/{claim.uid}/").content.decode()
    for part, words in {
        "number": "81.5",
        "metric": "accuracy",
        "benchmark": "MathQuest",
        "system": "Fern",
        "baseline": "Bramble",
        "other": "12.5",
    }.items():
        assert f'<mark class="{part} ">{words}</mark>' in page
    assert "exact match; no metric; F1" in page
    assert (
        '<option value=""></option>' not in page.partition('id="names-metric"')[2].partition("</datalist>")[0]
    )
    assert "<strong>leads</strong> 1 claim<" in page
    assert "0.80 sure" in page
    assert "<dt>Read by</dt><dd><small>not noted</small></dd>" in page
    assert "<script>" not in page
    assert " style=" not in page


@pytest.mark.parametrize(
    ("fields", "empty"),
    [
        ({"kind": "absolute"}, "does not apply to a result"),
        ({"kind": "difference"}, "unknown"),
        ({"kind": None}, "unknown"),
    ],
    ids=["result", "gain", "kind not clear"],
)
def test_the_direction_is_that_of_a_change(admin_client: Client, fields: dict[str, Any], empty: str) -> None:
    page = admin_client.get(f"/admin/queue/{made(ABSTRACT, **fields).uid}/").content.decode()
    field = page.partition('<p class="direction">')[2].partition("</p>")[0]
    assert "The change goes" in field
    assert f'<option value="" selected>{empty}</option>' in field


def test_other_claims_tell_their_state_in_words(admin_client: Client, claim: Claim) -> None:
    page = admin_client.get(f"/admin/queue/{claim.uid}/").content.decode()
    assert "<small>read by machine</small>" in page


def test_the_screen_says_what_read_the_claim(admin_client: Client, claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(
        rules=["number:percent", "metric:implied", "benchmark:none", "system:own"]
    )
    page = admin_client.get(f"/admin/queue/{claim.uid}/").content.decode()
    assert "number: a percentage; metric: implied by a word (“faster”, “cheaper”); benchmark: none; " in page


def test_taking_leads_to_the_next_claim_and_deciding_to_the_one_after(
    admin_client: Client, claim: Claim
) -> None:
    second = made("Again Fern reaches 81.5% accuracy on MathQuest, above Bramble, and 12.5 points.")
    taken = admin_client.post("/admin/queue/next/").headers["Location"]
    assert taken in {f"/admin/queue/{each.uid}/" for each in (claim, second)}
    first, other = (claim, second) if str(claim.uid) in taken else (second, claim)
    answer = press(admin_client, first, "accept")
    assert answer.headers["Location"] == f"/admin/queue/{other.uid}/"
    assert Claim.objects.get(pk=first.pk).state == "curated"
    assert Turn.objects.get(claim=first).holder is None


@pytest.mark.parametrize(
    ("decision", "state", "action", "reason"),
    [
        ("accept", "curated", "accept", "sure"),
        ("reject:number misread", "rejected", "reject", "number misread: sure"),
        ("pass", "machine", "pass_over", "sure"),
    ],
)
def test_a_decision_leaves_its_event(
    admin_client: Client, claim: Claim, decision: str, state: str, action: str, reason: str
) -> None:
    press(admin_client, claim, decision, note="sure")
    event = Event.objects.latest("pk")
    assert Claim.objects.get(pk=claim.pk).state == state
    assert (event.action, event.reason, event.source, str(event.actor)) == (action, reason, "queue", "admin")


def test_next_leaves_no_event(admin_client: Client, claim: Claim) -> None:
    press(admin_client, claim, "next")
    assert not Event.objects.exists()


def test_a_correction_changes_what_was_typed_and_nothing_else(admin_client: Client, claim: Claim) -> None:
    kept = ClaimBaseline.objects.get().pk
    collection.benchmark("LogicQuest")
    typed = {"value": "18.50", "unit": "", "kind": "", "benchmarks": ["logic-quest", ""], "setting": "5-shot"}
    assert press(admin_client, claim, "correct", **typed).status_code == 302
    row = Claim.objects.get(pk=claim.pk)
    assert (str(row.value), row.unit, row.kind, row.setting) == ("18.50", None, None, "5-shot")
    assert [each.text for each in row.claim_benchmarks.all()] == ["LogicQuest"]
    assert (row.metric, row.system_text, row.state) == (claim.metric, "Fern", "curated")
    assert ClaimBaseline.objects.get().pk == kept


@pytest.mark.parametrize(
    ("decision", "typed", "said"),
    [
        ("accept", {"value": "18.5"}, "You changed value: press “Save correction”"),
        ("correct", {}, "Nothing is different from the proposal"),
        ("correct", {"value": "many"}, "“many” is no number"),
        ("correct", {"value": "NaN"}, "“NaN” is no number"),
        ("correct", {"benchmarks": ["Nowhere"]}, "No benchmark is called “Nowhere” yet"),
        ("correct", {"metric": "???", "new_names": "on"}, "“???” can’t be a name".replace("’", "'")),
        ("correct", {"value_high": "1"}, "claim_range_upwards"),
        ("reject:because", {}, "press one of the reasons"),
        ("dance", {}, "Press one of the buttons"),
        ("accept", {"seen": "yesterday"}, "This page is damaged"),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_changes(
    admin_client: Client, claim: Claim, decision: str, typed: dict[str, Any], said: str
) -> None:
    answer = press(admin_client, claim, decision, **typed)
    assert answer.status_code == 400
    assert said in answer.content.decode().replace("&#x27;", "'")
    assert not Event.objects.exists()
    assert Claim.objects.get(pk=claim.pk).updated_at == claim.updated_at


def test_what_was_typed_is_still_there_after_an_error(admin_client: Client, claim: Claim) -> None:
    answer = press(admin_client, claim, "correct", benchmarks=["Nowhere"], setting="5-shot")
    assert 'value="Nowhere"' in answer.content.decode()
    assert 'value="5-shot"' in answer.content.decode()


def test_a_new_name_is_made_where_that_is_allowed(admin_client: Client, claim: Claim) -> None:
    press(admin_client, claim, "correct", benchmarks=["Nowhere  Land"], new_names="on")
    made = Benchmark.objects.get(name="Nowhere Land")
    assert made.origin == "curator"
    assert Event.objects.filter(action="make", subject_uid=made.uid).exists()


def test_a_name_of_a_refused_correction_is_not_made(admin_client: Client, claim: Claim) -> None:
    press(admin_client, claim, "correct", benchmarks=["Nowhere"], value_high="1", new_names="on")
    assert not Benchmark.objects.filter(name="Nowhere").exists()


@pytest.mark.parametrize("decision", ["accept", "correct", "reject:no result", "pass"])
def test_who_saw_an_older_claim_overwrites_nothing(admin_client: Client, claim: Claim, decision: str) -> None:
    claims.dispute(claim, by=None)
    changed = Claim.objects.get(pk=claim.pk).updated_at
    answer = press(admin_client, claim, decision, **({"setting": "x"} if decision == "correct" else {}))
    assert answer.status_code == 409
    assert "look at it again" in answer.content.decode()
    assert Claim.objects.get(pk=claim.pk).updated_at == changed


def test_what_was_typed_into_an_older_claim_is_shown_again(admin_client: Client, claim: Claim) -> None:
    claims.dispute(claim, by=None)
    typed = {"systems": ["Moss", "Fern"], "kind": "percent_change", "note": "see <i>3</i>"}
    page = press(admin_client, claim, "correct", **typed).content.decode()
    assert "<dt>Kind</dt><dd><bdi>relative change</bdi></dd>" in page
    assert "<dt>Systems</dt><dd><bdi>Moss; Fern</bdi></dd>" in page
    assert "<dd><bdi>see &lt;i&gt;3&lt;/i&gt;</bdi></dd>" in page
    assert "<dt>Metric</dt>" not in page
    assert 'value="Moss"' not in page


def test_what_a_colleague_looks_at_is_not_decided(admin_client: Client, claim: Claim) -> None:
    turns.take(User.objects.create(username="kim"))
    answer = press(admin_client, claim, "correct", setting="zero-shot")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert page.count("kim is looking at this claim") == 1
    assert 'value="zero-shot"' in page
    assert Claim.objects.get(pk=claim.pk).state == "machine"


def test_the_last_decision_is_taken_back(admin_client: Client, claim: Claim) -> None:
    press(admin_client, claim, "correct", value="18.5", systems=[])
    event = Event.objects.latest("pk")
    assert f"/admin/queue/undo/{event.uid}/" in admin_client.get("/admin/queue/").content.decode()
    answer = admin_client.post(f"/admin/queue/undo/{event.uid}/")
    assert answer.headers["Location"] == f"/admin/queue/{claim.uid}/"
    row = Claim.objects.get(pk=claim.pk)
    assert (str(row.value), row.state, row.system_text) == ("81.5", "machine", "Fern")


def test_undo_after_undo_takes_back_the_decision_before(admin_client: Client, claim: Claim) -> None:
    second = made("Again Fern reaches 81.5% accuracy on MathQuest, above Bramble, and 12.5 points.")
    press(admin_client, claim, "reject:no result")
    press(admin_client, second, "pass")
    for shown, subject in (("set aside", second), ("rejected", claim)):
        page = admin_client.get("/admin/queue/").content.decode()
        assert f"Undo: 81.5 {shown}" in page
        event = Event.objects.filter(subject_uid=subject.uid).latest("pk")
        assert f"/admin/queue/undo/{event.uid}/" in page
        admin_client.post(f"/admin/queue/undo/{event.uid}/")
    assert "Undo" not in admin_client.get("/admin/queue/").content.decode()
    assert Claim.objects.get(pk=claim.pk).state == "machine"


def test_undo_leaves_alone_what_a_colleague_decided_since(admin_client: Client, claim: Claim) -> None:
    second = made("Again Fern reaches 81.5% accuracy on MathQuest, above Bramble, and 12.5 points.")
    press(admin_client, claim, "accept")
    event = Event.objects.latest("pk")
    press(admin_client, second, "accept")
    claims.reject(Claim.objects.get(pk=second.pk), by=User.objects.create(username="kim"), reason="no result")
    assert f"/admin/queue/undo/{event.uid}/" in admin_client.get("/admin/queue/").content.decode()


def test_what_was_taken_back_is_looked_at_by_one_alone(admin_client: Client, claim: Claim) -> None:
    press(admin_client, claim, "accept")
    admin_client.post(f"/admin/queue/undo/{Event.objects.latest('pk').uid}/")
    assert turns.holder_besides(claim, by=User.objects.create(username="kim")) == "admin"


def test_nobody_takes_back_what_another_decided(admin_client: Client, claim: Claim) -> None:
    claims.accept(claim, by=User.objects.create(username="kim"))
    event = Event.objects.latest("pk")
    assert admin_client.post(f"/admin/queue/undo/{event.uid}/").status_code == 404
    assert Claim.objects.get(pk=claim.pk).state == "curated"


def test_an_undo_that_comes_too_late_says_so(admin_client: Client, claim: Claim) -> None:
    press(admin_client, claim, "accept")
    event = Event.objects.latest("pk")
    claims.dispute(claim, by=None)
    page = admin_client.post(f"/admin/queue/undo/{event.uid}/", follow=True).content.decode()
    assert "changed again by “dispute”" in page
    assert Claim.objects.get(pk=claim.pk).state == "disputed"


@pytest.mark.parametrize(
    ("field", "typed", "names"),
    [("benchmarks", "math", ["MathQuest"]), ("systems", "fer", ["Fern"]), ("metric", "accu", ["Accuracy"])],
)
def test_names_are_suggested(
    admin_client: Client, claim: Claim, field: str, typed: str, names: list[str]
) -> None:
    found = admin_client.get("/admin/queue/names/", {"field": field, "q": typed}).json()
    assert found == {"names": names}
    assert admin_client.get("/admin/queue/names/?field=other&q=a").json() == {"names": []}


def test_units_and_tasks_are_suggested(admin_client: Client, claim: Claim) -> None:
    UnitWord.objects.all().delete()
    UnitWord.objects.bulk_create(
        UnitWord(word=word, base="s", factor=1) for word in ("MSec", "ms", "s", "m%s")
    )
    Task.objects.create(name="Meadow mapping", slug="meadow-mapping", key="meadowmapping")
    page = admin_client.get(f"/admin/queue/{claim.uid}/").content.decode()
    for field, typed, names in (
        ("unit", " M", ["ms", "m%s", "MSec"]),
        ("unit", "m%", ["m%s"]),
        ("unit", " ", []),
        ("task_text", "mead", ["Meadow mapping"]),
    ):
        found = admin_client.get("/admin/queue/names/", {"field": field, "q": typed}).json()
        assert found == {"names": names}
        assert f'list="names-{field}"' in page
        assert f'<datalist id="names-{field}">' in page


def test_the_queue_says_when_nothing_is_left(admin_client: Client) -> None:
    page = admin_client.post("/admin/queue/next/", follow=True).content.decode()
    assert "Nothing is left that waits for you." in page


def test_a_claim_that_is_not_there(admin_client: Client) -> None:
    assert admin_client.get("/admin/queue/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_the_screens_cost_the_same_however_much_there_is(admin_client: Client, claim: Claim) -> None:
    admin_client.get("/admin/queue/")  # the first visit notes in the session that it was made
    few = _costs(admin_client, claim)
    for number in range(12):
        made(f"{number}: Fern reaches 81.5% accuracy on MathQuest, above Bramble, and 12.5 points.")
    for number in range(30):
        claims.dispute(claim, by=None, reason=str(number))
    assert _costs(admin_client, claim) == few == SCREEN_QUERIES


def _costs(client: Client, claim: Claim) -> dict[str, int]:
    costs = {}
    for name, address in {"queue": "/admin/queue/", "screen": f"/admin/queue/{claim.uid}/"}.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs[name] = len(queries)
    return costs
