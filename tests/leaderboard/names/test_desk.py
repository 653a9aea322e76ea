"""The desk of names: what is listed, looked at before it is done, done, refused and taken back."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaderboard.actions import boards, name_changes, roles
from leaderboard.domain.roles import Role
from leaderboard.models import (
    Benchmark,
    Claim,
    ClaimBenchmark,
    Event,
    Mention,
    Metric,
    NameChange,
    NotAName,
    Paper,
    Task,
)
from tests.leaderboard import collection
from tests.leaderboard.names import small
from tests.leaderboard.names.dumps import dump
from tests.leaderboard.names.small import asker, seen

pytestmark = pytest.mark.django_db
ALDER = "/admin/names/benchmark/alder-set/"


@pytest.fixture
def curator(client: Client) -> Client:
    groups = roles.prepare()
    user = User.objects.create_user("curious", is_staff=True)
    user.groups.add(groups[Role.CURATOR])
    client.force_login(user)
    return client


@pytest.fixture
def alder() -> Benchmark:
    first, second, third = small.things("benchmark", "Alder Set", "Alders Set", "Massive Garden Test")
    small.claims("benchmark", [[0], [0], [1], [2]], [first, second, third])
    small.settled()
    Event.objects.create(action="test", subject_type="paper", subject_uid=first.uid)
    boards.count()
    made: Benchmark = first
    return made


def test_the_most_mentioned_come_first_with_what_they_could_be(curator: Client, alder: Benchmark) -> None:
    page = curator.get("/admin/names/?kind=benchmark").content.decode()
    assert page.index("Alder Set</a>") < page.index("Alders Set</a>")
    assert "2 mentions in 2 papers" in page
    assert "Is Alders Set" in page
    assert "<mark>Alder Set</mark> reach <strong>51.5</strong>" in page
    name_changes.confirm(seen(alder), asker=asker())
    assert "Alder Set</a>" not in curator.get("/admin/names/?kind=benchmark").content.decode()
    assert "Alders Set</a>" in curator.get("/admin/names/?q=alders").content.decode()
    assert curator.get("/admin/names/?kind=moon").status_code == 400
    assert curator.get("/admin/names/?after=nonsense").status_code == 400


def test_a_name_that_the_claims_sentence_does_not_say_is_shown_where_it_stands(curator: Client) -> None:
    (alder,) = small.things("benchmark", "Alder Set")
    paper = collection.paper("We turn to the Alder Set, a new test. Sprout reaches 81.5 there.")
    claim = collection.claim(paper, "81.5", on=alder)
    Claim.objects.filter(pk=claim.pk).update(sentence_start=38)
    Event.objects.create(action="test", subject_type="paper", subject_uid=paper.uid)
    boards.count()
    for address in ("/admin/names/?kind=benchmark", ALDER):
        page = curator.get(address).content.decode()
        assert "<q>Sprout reaches <strong>81.5</strong> there.</q>" in page
        assert "<q>We turn to the <mark>Alder Set</mark>, a new test." in page


@pytest.mark.parametrize("kind", small.KINDS)
def test_words_that_can_be_no_name_are_linked(curator: Client, kind: str) -> None:
    (alder,) = small.things(kind, "Alder Set")
    (claim,) = small.claims(kind, [[0]], [alder])
    long = "Alder Set " * 21
    if kind == "benchmark":
        ClaimBenchmark.objects.update(benchmark=None, text=long)
    elif kind == "metric":
        Claim.objects.update(metric=None, metric_text=long, scaled=None)
    else:
        Claim.objects.update(system=None, system_text=long)
    Event.objects.create(action="test", subject_type="paper", subject_uid=claim.paper.uid)
    boards.count()
    page = curator.get(f"/admin/names/?kind={kind}").content.decode()
    (address,) = re.findall(rf"/admin/names/words/{kind}/\w+/", page)
    assert "Link 1 claim<" in curator.get(address).content.decode()
    unknown = curator.post(address, {"to": "Elder"})
    assert (unknown.status_code, Event.objects.filter(action="correct").count()) == (400, 0)
    assert f"No {kind} is called “Elder” yet" in unknown.content.decode()
    assert curator.post(address, {"to": "alder set", "reason": "the same"}).status_code == 302
    claim = Claim.objects.get()
    linked = {"metric": claim.metric, "system": claim.system}
    assert linked.get(kind, ClaimBenchmark.objects.get().benchmark) == alder
    assert (claim.state, Event.objects.get(action="correct").reason) == ("curated", "the same")
    assert curator.get(address).status_code == 404


def test_many_claims_of_the_same_words_cost_no_more_to_look_at(curator: Client) -> None:
    (alder,) = small.things("benchmark", "Alder Set")
    counted = []
    for drawn in ([[0]], [[], [0], [0], [0]]):
        small.claims("benchmark", drawn, [alder])
        ClaimBenchmark.objects.filter(benchmark=alder).update(benchmark=None, text="?!")
        paper = Paper.objects.latest("pk")
        Event.objects.create(action="test", subject_type="paper", subject_uid=paper.uid)
        boards.count()
        digest = Mention.objects.get(thing=None).key.rpartition(" ")[2]
        address = f"/admin/names/words/benchmark/{digest}/"
        curator.get(address)  # what is looked up once and kept
        with CaptureQueriesContext(connection) as queries:
            page = curator.get(address).content.decode()
        counted.append(len(queries))
    assert "Link 4 claims<" in page
    assert counted[0] == counted[1]


def test_rows_are_counted_once_however_often_they_were_written(curator: Client) -> None:
    """A claim whose own system and whose baseline are the same moves once."""
    alder, birch = small.things("system", "Alder Set", "Birch Set")
    small.claims("system", [[0], [0]], [alder, birch])
    small.settled()
    change = name_changes.merge(seen(alder), into=seen(birch), asker=asker())
    assert change.counts["leaderboard_claim"] == 2
    page = curator.get(f"/admin/names/changes/{change.uid}/").content.decode()
    assert "<dt>Claims</dt><dd>2</dd>" in page


def test_the_desks_own_addresses_lead_on(curator: Client, alder: Benchmark) -> None:
    curator.post(f"{ALDER}rename/", {"name": "Elder Set", "address": "on"})
    assert curator.get(ALDER).headers["Location"] == "/admin/names/benchmark/elder-set/"
    assert curator.post(f"{ALDER}confirm/").status_code == 404


def test_acronyms_are_suggested(curator: Client, alder: Benchmark) -> None:
    collection.benchmark("MGT")
    page = curator.get("/admin/names/benchmark/mgt/").content.decode()
    assert "Is Massive Garden Test" in page
    assert "Is MGT" in curator.get("/admin/names/benchmark/massive-garden-test/").content.decode()


@pytest.mark.django_db(transaction=True)  # the log of boards goes by transactions
def test_a_look_changes_nothing(curator: Client, alder: Benchmark) -> None:
    curator.get("/admin/names/")
    before, events = dump(), Event.objects.count()
    page = curator.get(f"{ALDER}merge/?into=alders+set").content.decode()
    assert "<dt>Claims</dt><dd>2</dd>" in page
    assert "Alder Set, Accuracy: 2 leave" in page
    assert "Alders Set, Accuracy: 2 come" in page
    told = "everybody who comes to the old address reads it"
    assert told not in page
    assert told in curator.get(f"{ALDER}unname/").content.decode()
    assert (
        curator.get(f"{ALDER}split/?to=Alder+Two&claims={Claim.objects.earliest('pk').uid}").status_code
        == 200
    )
    after = dump()
    assert [table for table in before if after[table] != before[table]] in ([], ["leaderboard_session"])
    assert Event.objects.count() == events
    assert not NameChange.objects.exists()


def test_merging_and_taking_it_back(curator: Client, alder: Benchmark) -> None:
    said = {"into": "Alders Set", "seen": alder.updated_at.isoformat(), "reason": "one letter"}
    answer = curator.post(f"{ALDER}merge/", said)
    change = NameChange.objects.get()
    assert answer["Location"] == f"/admin/names/changes/{change.uid}/"
    assert not Benchmark.objects.filter(slug="alder-set").exists()
    assert set(Event.objects.filter(actor__username="curious").values_list("action", flat=True)) == {
        "merge",
        "take_in",
    }
    assert "Take it back" in curator.get(answer["Location"]).content.decode()
    curator.post(answer["Location"])
    assert Benchmark.objects.filter(slug="alder-set").exists()
    assert curator.post(answer["Location"]).status_code == 409


def test_a_stale_form_is_refused(curator: Client, alder: Benchmark) -> None:
    old = alder.updated_at.isoformat()
    name_changes.confirm(seen(alder), asker=asker())
    for address, said in (
        ("confirm/", {}),
        ("rename/", {"name": "Elder Set"}),
        ("merge/", {"into": "Alders Set"}),
        ("unname/", {}),
        ("split/", {"to": "Alders Set", "claims": [str(Claim.objects.earliest("pk").uid)]}),
    ):
        answer = curator.post(f"{ALDER}{address}", {"seen": old, **said})
        assert answer.status_code == 409, address
        assert "after it was shown" in answer.content.decode()
    assert NameChange.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "said", "words"),
    [
        ("merge/", {"into": "Nothing Such"}, "No benchmark is called"),
        ("merge/", {"into": "Alder Set"}, "the same thing already"),
        ("rename/", {"name": "Alders Set"}, "merge the two instead"),
        ("rename/", {"name": "?!"}, "no letter or digit"),
        ("rename/", {}, "This field is required"),
        ("split/", {"to": "Elder Set"}, "Choose the spellings or claims"),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(
    curator: Client, alder: Benchmark, address: str, said: dict[str, str], words: str
) -> None:
    answer = curator.post(f"{ALDER}{address}", said)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not NameChange.objects.exists()


def test_no_name_is_not_read_again(curator: Client) -> None:
    from leaderboard.actions import leases
    from leaderboard.actions.extract import extract_batch
    from tests.leaderboard.papers import paper, read

    paper("Sprout scores 81.5 accuracy on Vietnam in 2024.")
    extract_batch(read=read)
    curator.post("/admin/names/benchmark/vietnam/unname/")
    assert not Benchmark.objects.exists()
    assert NotAName.objects.get().key == "vietnam"
    leases.requeue()
    extract_batch(read=read)
    assert not Benchmark.objects.exists()
    assert not ClaimBenchmark.objects.exists()
    curator.post(f"/admin/names/changes/{NameChange.objects.get().uid}/")
    assert ClaimBenchmark.objects.get().benchmark == Benchmark.objects.get()


def test_the_address_of_what_is_no_name_leads_to_where_that_is_taken_back(
    curator: Client, alder: Benchmark
) -> None:
    curator.post(f"{ALDER}unname/")
    change = NameChange.objects.get()
    answer = curator.get(ALDER, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/admin/names/changes/{change.uid}/", 302)]
    assert "“Alder Set” was called no name of a benchmark." in page
    assert "Take it back" in page
    assert curator.post(f"{ALDER}confirm/").status_code == 404
    curator.post(f"/admin/names/changes/{change.uid}/")
    assert curator.get(ALDER).status_code == 200
    assert curator.get("/admin/names/benchmark/never-was/").status_code == 404


def test_facts_of_a_metric_with_an_explicit_unknown(curator: Client, alder: Benchmark) -> None:
    metric = Metric.objects.get(name="Accuracy")
    said = {"direction": "unknown", "percentage": "unknown", "unit": "", "family": ""}
    address = f"/admin/names/facts/{metric.slug}/"
    page = curator.post(address, {**said, "how": "preview"}).content.decode()
    assert "Alder Set: 2 ranked now, 0 then" in page
    metric.refresh_from_db()
    assert metric.direction == "higher"
    stale = curator.post(address, {**said, "how": "save", "seen": "2020-01-01T00:00:00+00:00"})
    assert stale.status_code == 409
    curator.post(address, {**said, "how": "save", "seen": metric.updated_at.isoformat()})
    assert Metric.objects.filter(pk=metric.pk, direction=None).exists()
    page = curator.get(f"/admin/names/metric/{metric.slug}/").content.decode()
    assert "direction: <del><bdi>higher is better</bdi></del> → <ins><bdi>unknown</bdi></ins>" in page
    too_long = curator.post(address, {**said, "unit": "x" * 41, "how": "save"})
    assert too_long.status_code == 400
    assert "at most 40 characters (it has 41)" in too_long.content.decode()


ROUTES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "list": ("get", "/admin/names/", {}),
    "look": ("get", ALDER, {}),
    "confirm": ("post", f"{ALDER}confirm/", {}),
    "rename": ("post", f"{ALDER}rename/", {"name": "Elder Set"}),
    "rename a task": ("post", "/admin/names/task/sums/rename/", {"name": "Arithmetic"}),
    "look at a merge": ("get", f"{ALDER}merge/?into=Alders+Set", {}),
    "merge": ("post", f"{ALDER}merge/", {"into": "Alders Set"}),
    "no name": ("post", f"{ALDER}unname/", {}),
    "split": ("post", f"{ALDER}split/", {"to": "Alder Two", "claims": "CLAIM"}),
    "facts": (
        "post",
        "/admin/names/facts/accuracy/",
        {"direction": "unknown", "percentage": "no", "how": "save"},
    ),
    "take back": ("post", "/admin/names/changes/CHANGE/", {}),
    "read again": ("post", "/admin/names/changes/CHANGE/reread/", {"how": "reread"}),
}


@pytest.mark.parametrize("who", ["visitor", "account without a role", *Role])
@pytest.mark.parametrize("route", ROUTES)
def test_every_action_as_every_role(client: Client, alder: Benchmark, route: str, who: str) -> None:
    roles.prepare()
    Task.objects.create(slug="sums", name="Sums", key="sums")
    done = name_changes.confirm(seen(Benchmark.objects.get(slug="alders-set")), asker=asker())
    if who != "visitor":
        user = User.objects.create_user("somebody", is_staff=True)
        user.groups.set(Group.objects.filter(name=who))
        client.force_login(user)
    method, address, said = ROUTES[route]
    claim = str(Claim.objects.earliest("pk").uid)
    said = {name: claim if value == "CLAIM" else value for name, value in said.items()}
    changes, events = NameChange.objects.count(), Event.objects.count()
    answer = getattr(client, method)(address.replace("CHANGE", str(done.uid)), said)
    if who in (Role.CURATOR, Role.ADMINISTRATOR):
        assert answer.status_code == (200 if method == "get" else 302)
        assert method == "get" or Event.objects.count() > events
    else:
        assert answer.status_code in (302, 403)
        assert (NameChange.objects.count(), Event.objects.count()) == (changes, events)


def test_papers_that_say_it_are_compared_and_read_again(curator: Client) -> None:
    from leaderboard.actions import batches
    from leaderboard.models import Batch

    text = "Sprout reaches 81.5% accuracy on Meadow-X, a new test."
    of = collection.paper(
        text, state=Paper.State.DONE, engine_version="old", extracted_at="2026-01-01T00:00Z"
    )
    meadow = collection.benchmark("Meadow-X")
    done = name_changes.confirm(seen(meadow), asker=asker())
    before = dump()
    for how, claims in (("preview", 0), ("reread", 1)):
        curator.post(f"/admin/names/changes/{done.uid}/reread/", {"how": how})
        while batches.work(seconds=60):
            pass
        batch = Batch.objects.first()
        assert batch is not None
        assert (batch.state, batch.total, batch.error) == ("done", 1, "")
        assert {words: number for words, number in batch.counts.items() if number} == {"new claims": 1}
        assert batch.report["papers that differ"] == 1
        page = curator.get(f"/admin/batches/{batch.uid}/").content.decode()
        assert f"/admin/names/changes/{done.uid}/" in page
        assert ("Read again and store" in page) is (how == "preview")
        assert Claim.objects.count() == claims
        if not claims:
            after = dump()
            same = [
                table
                for table in before
                if not table.startswith(("leaderboard_batch", "leaderboard_session"))
            ]
            assert {table: after[table] for table in same} == {table: before[table] for table in same}
    of.refresh_from_db()
    assert of.state == "done"
