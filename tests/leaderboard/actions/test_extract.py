"""Reading papers into rows: once, twice, beside people's decisions, with bad papers among good ones."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extraction import ENGINE_VERSION
from extraction.claims import Claim as Found
from extraction.claims import Document, Extraction, Kind, Mention, Reason, Rejection, Role, Span
from extraction.lexicon import Lexicon
from extraction.rules import Rule
from leaderboard.actions import claims, leases
from leaderboard.actions.extract import Read, Report, extract_batch
from leaderboard.models import (
    Benchmark,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Event,
    Metric,
    MetricAlias,
    Paper,
    System,
)
from leaderboard.models import Rejection as StoredRejection
from tests.leaderboard.papers import claim, paper, papers, read

pytestmark = pytest.mark.django_db

TABLES: tuple[Any, ...] = (
    Claim,
    ClaimBenchmark,
    ClaimSystem,
    ClaimBaseline,
    StoredRejection,
    Metric,
    Benchmark,
    System,
)


def reading(*found: Found, rejections: tuple[Rejection, ...] = ()) -> Read:
    return lambda document, lexicon: Extraction(found, rejections)


def contents() -> dict[str, list[dict[str, object]]]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


def again() -> None:
    leases.requeue()


def test_what_is_read_becomes_rows() -> None:
    source = paper("Sprout scores 81.5 accuracy on Meadow in 2024.")
    assert extract_batch(read=read) == Report(papers=1, claims=1, rejections=1)

    row = Claim.objects.get()
    assert (row.paper, row.quote, row.value) == (source, "81.5", Decimal("81.5"))
    assert source.abstract[row.start : row.end] == row.quote
    assert (row.state, row.engine_version, row.confidence) == ("machine", ENGINE_VERSION, 0.75)
    assert (row.metric_text, row.system_text) == ("accuracy", "Sprout")
    assert [(link.benchmark.name, link.text) for link in row.claim_benchmarks.all() if link.benchmark] == [
        ("Meadow", "Meadow")
    ]
    assert [link.text for link in row.claim_baselines.all()] == ["Bramble"]
    assert StoredRejection.objects.get().quote == "2024"

    source.refresh_from_db()
    assert (source.state, source.attempts, source.fence, source.error) == ("done", 1, 1, "")
    assert source.lease_until is None
    event = Event.objects.get()
    assert (event.action, event.subject_uid, event.actor) == ("extract", source.uid, None)
    assert (event.before, event.after) == (
        None,
        {"engine": ENGINE_VERSION, "claims": 1, "rejections": 1},
    )


def test_nothing_waiting_is_nothing_done() -> None:
    assert extract_batch(read=read).taken == 0


def test_the_real_engine_is_what_runs_by_default() -> None:
    paper("Our model Sprout reaches 81.5% accuracy on the Meadow benchmark.")
    assert extract_batch().papers == 1
    assert Claim.objects.filter(quote="81.5").exists()


def test_reading_twice_gives_the_same_rows() -> None:
    papers(5)
    extract_batch(read=read)
    before = contents()
    again()
    extract_batch(read=read)
    assert contents() == before
    assert Event.objects.filter(action="extract").count() == 10


def test_unknown_names_become_rows_of_origin_text_with_everything_unknown() -> None:
    papers(2)
    extract_batch(read=read)
    metric = Metric.objects.get()
    assert (metric.name, metric.slug, metric.origin) == ("accuracy", "accuracy", "text")
    assert (metric.direction, metric.family, metric.unit, metric.percentage) == (None, None, None, None)
    assert {system.name for system in System.objects.all()} == {"Sprout", "Bramble"}
    assert Benchmark.objects.get().aliases.get().key == "meadow"


def test_known_names_are_linked_by_any_spelling_and_scaled() -> None:
    top1 = Metric.objects.create(slug="top-1-accuracy", name="top-1 accuracy", percentage=True)
    MetricAlias.objects.create(owner=top1, name="Top 1", key="top1")
    text = "Sprout scores 0.815 Top-1 on Meadow."
    paper(text)
    extract_batch(read=reading(claim(text, "0.815", metric=Mention("Top-1"))))
    row = Claim.objects.get()
    assert (row.metric, row.scaled, row.value) == (top1, Decimal("81.5"), Decimal("0.815"))
    assert Metric.objects.count() == 1


def test_the_canonical_name_links_and_the_words_are_kept() -> None:
    text = "It scores 81.5 on IN-1k."
    paper(text)
    mention = Mention("IN-1k", canonical="ImageNet-1K")
    extract_batch(read=reading(claim(text, "81.5", benchmarks=(mention,))))
    link = ClaimBenchmark.objects.get()
    assert link.benchmark is not None
    assert (link.benchmark.name, link.text) == ("ImageNet-1K", "IN-1k")


@pytest.mark.parametrize("words", ["🤖", "x" * 300])
def test_words_that_are_no_name_stay_words(words: str) -> None:
    text = "It scores 81.5 points."
    paper(text)
    mention = Mention(words)
    found = claim(text, "81.5", metric=mention, systems=(mention,), benchmarks=(mention,))
    extract_batch(read=reading(found))
    row = Claim.objects.get()
    assert (row.metric, row.metric_text, row.system, row.system_text) == (None, words, None, words)
    assert row.scaled is None
    assert row.claim_benchmarks.get().benchmark is None


def test_two_names_with_one_slug_get_two_addresses() -> None:
    text = "They score 81.5 points."
    paper(text)
    extract_batch(read=reading(claim(text, "81.5", systems=(Mention("Lodz"), Mention("Łódź")))))
    slugs = sorted(System.objects.values_list("slug", flat=True))
    assert slugs[0] == "lodz"
    assert slugs[1].startswith("lodz-")


def test_several_systems_keep_their_order_and_a_thing_named_twice_counts_once() -> None:
    text = "They score 81.5 points."
    paper(text)
    systems = tuple(map(Mention, ("Fern", "Moss", "FERN", "Reed")))
    extract_batch(read=reading(claim(text, "81.5", systems=systems)))
    row = Claim.objects.get()
    assert row.system_text == "Fern"
    assert [(link.text, link.position) for link in row.claim_systems.all()] == [("Moss", 1), ("Reed", 2)]


def test_a_claim_without_metric_has_no_scale() -> None:
    text = "It is 7.8 times as fast."
    paper(text)
    extract_batch(read=reading(claim(text, "7.8", metric=None, kind=Kind.FACTOR)))
    row = Claim.objects.get()
    assert (row.metric, row.metric_text, row.scaled) == (None, "", None)


def test_a_better_reading_replaces_the_machine_row_and_its_lists() -> None:
    text = "It scores 81.5 on Meadow and 3.2 on Pond."
    paper(text)
    first = claim(text, "81.5", benchmarks=(Mention("Meadow"), Mention("Pond")))
    extract_batch(read=reading(first))
    uid = Claim.objects.get().uid
    again()
    better = replace(first, benchmarks=(Mention("Pond"),), setting="zero-shot")
    extract_batch(read=reading(better))
    row = Claim.objects.get()
    assert (row.uid, row.setting) == (uid, "zero-shot")
    assert [link.text for link in row.claim_benchmarks.all()] == ["Pond"]


def test_rules_are_kept_as_read_and_come_to_claims_read_before() -> None:
    text = "It scores 81.5 on Meadow and 3.2 on Pond."
    paper(text)
    before = claim(text, "81.5"), claim(text, "3.2")
    extract_batch(read=reading(*before))
    assert list(Claim.objects.values_list("rules", flat=True)) == [[], []]
    decided = claims.correct(
        Claim.objects.get(quote="3.2"), changes={"setting": "5-shot"}, by=User.objects.create(username="kim")
    )
    again()
    rules = (Rule.NUMBER_BARE, Rule.METRIC_CARRIED, Rule.BENCHMARK_KNOWN, Rule.SYSTEM_NONE)
    extract_batch(read=reading(*(replace(each, rules=rules) for each in before)))
    assert Claim.objects.get(quote="81.5").rules == [
        "number:bare",
        "metric:carried",
        "benchmark:known",
        "system:none",
    ]
    decided.refresh_from_db()
    assert decided.rules == []


def test_a_correction_keeps_the_rules_of_the_reading() -> None:
    text = "It scores 81.5 on Meadow."
    paper(text)
    extract_batch(read=reading(claim(text, "81.5", rules=(Rule.NUMBER_BARE, Rule.METRIC_NONE))))
    row = Claim.objects.get()
    claims.correct(row, changes={"unit": "%"}, by=User.objects.create(username="kim"))
    row.refresh_from_db()
    assert (row.unit, row.rules) == ("%", ["number:bare", "metric:none"])


def test_what_is_no_longer_read_is_superseded_and_comes_back_when_read_again() -> None:
    text = "It scores 81.5 on Meadow and 3.2 on Pond."
    paper(text)
    both = claim(text, "81.5"), claim(text, "3.2")
    year = Rejection(Span(0, 2), Reason.YEAR)
    extract_batch(read=reading(*both, rejections=(year, replace(year, reason=Reason.RANK))))
    assert StoredRejection.objects.get().reason == "year"
    again()
    extract_batch(read=reading(both[0]))
    assert list(Claim.objects.values_list("quote", "state")) == [("81.5", "machine"), ("3.2", "superseded")]
    assert not StoredRejection.objects.exists()
    again()
    extract_batch(read=reading(*both))
    assert set(Claim.objects.values_list("state", flat=True)) == {"machine"}


def test_one_place_may_hold_a_result_and_a_reference_but_each_once() -> None:
    text = "Both score 81.5 points."
    paper(text)
    result = claim(text, "81.5")
    twice = replace(result, setting="again")
    extract_batch(read=reading(result, twice, replace(result, role=Role.REFERENCE)))
    assert sorted(Claim.objects.values_list("role", "setting")) == [("reference", ""), ("result", "")]


@pytest.mark.parametrize("decide", [claims.accept, claims.reject, claims.dispute])
def test_what_a_person_decided_is_never_overwritten_or_doubled(decide: object) -> None:
    text = "It scores 81.5 on Meadow and 3.2 on Pond."
    paper(text)
    found = claim(text, "81.5", benchmarks=(Mention("Meadow"),))
    extract_batch(read=reading(found))
    row = Claim.objects.get()
    decide(row, by=User.objects.create(username="kim"))  # type: ignore[operator]
    before = Claim.objects.values().get(pk=row.pk)

    wider = claim(text, ["scores", "81.5"][1])
    overlapping = replace(wider, quantity=replace(wider.quantity, span=Span(row.start, row.end - 2)))
    other_role = replace(found, role=Role.REFERENCE)
    for readings in ((found,), (replace(found, setting="new"),), (overlapping,), (other_role,), ()):
        again()
        extract_batch(read=reading(*readings, claim(text, "3.2")))
        assert Claim.objects.values().get(pk=row.pk) == before
        assert [link.text for link in row.claim_benchmarks.all()] == ["Meadow"]
        assert sorted(Claim.objects.values_list("quote", flat=True)) == ["3.2", "81.5"]


def poisonous(document: Document, lexicon: Lexicon) -> Extraction:
    if "poison" in document.abstract:
        raise RuntimeError("indigestible")
    return read(document)


def test_a_poisonous_paper_takes_no_other_along_and_is_parked_after_three_tries() -> None:
    papers(3)
    bad = paper("poison")
    assert extract_batch(read=poisonous) == Report(papers=3, claims=3, rejections=3, failed=1)
    bad.refresh_from_db()
    assert (bad.state, bad.attempts) == ("waiting", 1)
    assert "RuntimeError: indigestible" in bad.error
    assert extract_batch(read=poisonous) == Report(failed=1)
    assert extract_batch(read=poisonous) == Report(parked=1)
    assert extract_batch(read=poisonous).taken == 0
    bad.refresh_from_db()
    assert (bad.state, bad.attempts) == ("parked", 3)
    parked = Event.objects.get(action="park")
    assert parked.subject_uid == bad.uid
    assert "RuntimeError" in parked.reason


def unstorable(document: Document, lexicon: Lexicon) -> Extraction:
    found = read(document)
    if "13.5" in document.abstract:
        backwards = replace(found.claims[0].quantity, value_high=Decimal(1))
        return replace(found, claims=(replace(found.claims[0], quantity=backwards),))
    return found


def test_a_claim_that_the_database_refuses_fails_its_own_paper_only() -> None:
    papers(20)
    assert extract_batch(read=unstorable) == Report(papers=19, claims=19, rejections=19, failed=1)
    bad = Paper.objects.get(state="waiting")
    assert "claim_range_upwards" in bad.error
    assert not bad.claims.exists()


def test_a_parked_paper_is_read_again_when_asked() -> None:
    bad = paper("poison Sprout scores 81.5 on Meadow 2024")
    for _ in range(leases.ATTEMPTS):
        extract_batch(read=poisonous)
    assert leases.requeue() == 1
    assert extract_batch(read=reading()) == Report(papers=1)
    bad.refresh_from_db()
    assert (bad.state, bad.error) == ("done", "")


def test_the_number_of_queries_does_not_grow_with_the_batch() -> None:
    counts = []
    for first, size in ((0, 2), (1000, 40)):
        papers(size, first=first)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert extract_batch(read=read).papers == size
        counts.append(len(queries))
    # The first batch makes its names as well, the second finds them.
    assert counts[1] <= 53
    assert counts[1] < counts[0]
