"""Rules that the database itself keeps, whoever writes."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from leaderboard.models import (
    Benchmark,
    Claim,
    ClaimBaseline,
    ClaimBenchmark,
    ClaimSystem,
    Event,
    Metric,
    MetricAlias,
    NameRedirect,
    Paper,
    Rejection,
    System,
    Task,
)
from tests.leaderboard.papers import paper

pytestmark = pytest.mark.django_db

TEXT = "It scores 81.5 points on Meadow. Later it scores 81.5 again."
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def claim(**values: Any) -> Claim:
    facts: dict[str, Any] = {
        "start": 10,
        "end": 14,
        "quote": "81.5",
        "sentence_start": 0,
        "sentence_end": 32,
        "value": "81.5",
        "kind": "absolute",
        "role": "result",
        "bound": "exact",
    }
    if "paper" not in values:
        facts["paper"] = Paper.objects.first() or paper(TEXT)
    return Claim.objects.create(**(facts | values))


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(rule: str, write: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        write()
    cause = caught.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert rule in f"{cause.diag.constraint_name} {cause}"


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("claim_quote_matches", {"quote": "81.6"}),
        ("claim_quote_matches", {"start": 11}),
        ("claim_quote_matches", {"end": 15, "sentence_end": 60}),
        ("claim_sentence_in_abstract", {"sentence_end": 61}),
        ("claim_span_not_empty", {"start": 14}),
        ("claim_within_sentence", {"sentence_start": 11}),
        ("claim_within_sentence", {"sentence_end": 13}),
        ("claim_range_upwards", {"value_high": "81.4"}),
        ("claim_kind_known", {"kind": "percentage"}),
        ("claim_direction_known", {"kind": None, "direction": "left"}),
        ("claim_absolute_has_no_direction", {"direction": "up"}),
        ("claim_role_known", {"role": "other"}),
        ("claim_bound_known", {"bound": "at most"}),
        ("claim_unknown_unit_is_null", {"unit": ""}),
        ("claim_scaled_needs_metric", {"scaled": "81.5"}),
        ("claim_confidence_is_probability", {"confidence": 1.01}),
        ("claim_confidence_is_probability", {"confidence": -0.01}),
        ("claim_confidence_is_probability", {"confidence": float("nan")}),
        ("claim_decision_pairs_with_state", {"state": "curated"}),
        ("claim_decision_pairs_with_state", {"decided_at": NOW}),
        ("claim_decision_pairs_with_state", {"state": "superseded", "decided_at": NOW}),
        ("claim_decision_pairs_with_state", {"state": "unheard of", "decided_at": NOW}),
    ],
)
def test_a_claim_that_breaks_a_rule_is_refused(rule: str, values: dict[str, Any]) -> None:
    refused(rule, lambda: claim(**values))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e100"])
@pytest.mark.parametrize("column", ["value", "value_high", "scaled"])
def test_no_value_is_beyond_all_numbers(column: str, value: str) -> None:
    row = claim(metric=Metric.objects.create(slug="ap", name="AP"))
    refused(
        "claim_", lambda: execute(f"UPDATE leaderboard_claim SET {column} = '{value}' WHERE id = {row.pk}")
    )


@pytest.mark.parametrize("value", ["0", "-3", "1e-30", "3.8e25", "81.50", "123456789.123456789123456789"])
def test_a_value_keeps_every_digit(value: str) -> None:
    stored = Claim.objects.get(pk=claim(value=value).pk)
    assert f"{stored.value:f}" == f"{type(stored.value)(value):f}"


def test_one_place_and_role_holds_one_claim() -> None:
    claim()
    claim(role="reference")
    refused("claim_once_a_place", claim)


def test_quotes_count_code_points() -> None:
    text = "💡é 𝛑 is 3.14."
    start = text.index("3.14")
    claim(paper=paper(text), quote="3.14", start=start, end=start + 4, sentence_end=len(text))


def test_a_changed_quote_is_checked_too() -> None:
    row = claim()
    refused("claim_quote_matches", lambda: Claim.objects.filter(pk=row.pk).update(quote="x"))
    refused("claim_sentence_in_abstract", lambda: Claim.objects.filter(pk=row.pk).update(sentence_end=99))


def test_rejections_quote_the_abstract() -> None:
    source = paper(TEXT)
    facts = {"paper": source, "start": 10, "end": 14, "reason": "year", "engine_version": "1"}
    refused("rejection_quote_matches", lambda: Rejection.objects.create(**facts, quote="2024"))
    Rejection.objects.create(**facts, quote="81.5")
    refused("rejection_once_a_place", lambda: Rejection.objects.create(**facts, quote="81.5"))
    refused("rejection_quote_matches", lambda: Rejection.objects.update(quote="2024"))
    refused("rejection_says_why", lambda: Rejection.objects.update(reason=""))


def test_an_abstract_changes_only_where_nothing_quoted_moves() -> None:
    source = claim().paper
    Rejection.objects.create(paper=source, start=49, end=53, quote="81.5", reason="rank", engine_version="1")
    for abstract in (TEXT.replace("It", "This"), TEXT[:40], TEXT.replace("Later it", "Later this")):
        refused("would move", partial(Paper.objects.filter(pk=source.pk).update, abstract=abstract))
    Paper.objects.filter(pk=source.pk).update(abstract=TEXT.replace("again", "AGAIN"))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("paper_abstract_given", {"abstract": ""}),
        ("paper_text_fits", {"abstract": "x" * 100_001}),
        ("paper_text_fits", {"title": "x" * 5_001}),
        ("paper_abstract_key_form", {"abstract_key": "not a digest"}),
        ("paper_no_empty_ids", {"arxiv_id": ""}),
        ("paper_no_empty_ids", {"doi": ""}),
        ("paper_state_known", {"state": "lost"}),
        ("paper_lease_while_working", {"state": "working"}),
        ("paper_lease_while_working", {"lease_until": NOW}),
        ("paper_lease_while_working", {"state": "working", "lease_until": NOW, "fence": 1}),
        ("paper_done_says_how", {"state": "done"}),
        ("paper_parked_says_why", {"state": "parked"}),
        ("paper_read_pairs", {"engine_version": "1"}),
        ("paper_read_pairs", {"extracted_at": NOW}),
        ("paper_fence_counts_up", {"fence": -1}),
    ],
)
def test_a_paper_that_breaks_a_rule_is_refused(rule: str, values: dict[str, Any]) -> None:
    refused(rule, lambda: paper(**({"abstract": TEXT} | values)))


def test_one_abstract_is_one_paper() -> None:
    paper(TEXT)
    refused("abstract_key", lambda: paper(TEXT))


@pytest.mark.parametrize("model", [Task, Benchmark, Metric, System])
def test_a_slug_that_changes_leads_on(model: Any) -> None:
    extra = {"key": "moss"} if model is Task else {}
    kind = model._meta.model_name
    thing = model.objects.create(slug="moss", name="Moss", **extra)
    assert model.objects.update(name="Fern", slug="moss") == 1
    assert not NameRedirect.objects.exists()
    model.objects.update(slug="fern")
    model.objects.update(slug="lichen")
    old = NameRedirect.objects.filter(kind=kind, **{kind: thing}).order_by("slug")
    assert [each.slug for each in old.all()] == ["fern", "moss"]
    extra = {"key": "fern"} if model is Task else {}
    refused("led to another", lambda: model.objects.create(slug="fern", name="Fern", **extra))
    refused("address of a thing", lambda: NameRedirect.objects.create(kind=kind, slug="lichen"))
    model.objects.update(slug="moss")
    assert [each.slug for each in old.all()] == ["fern", "lichen"]


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("metric_slug_form", {"slug": "Not A Slug"}),
        ("metric_slug_form", {"slug": "-x"}),
        ("metric_named", {"name": ""}),
        ("metric_origin_known", {"origin": "rumour"}),
        ("metric_direction_known", {"direction": "up"}),
        ("metric_unknown_is_null", {"family": ""}),
        ("metric_unknown_is_null", {"unit": ""}),
    ],
)
def test_a_metric_that_breaks_a_rule_is_refused(rule: str, values: dict[str, Any]) -> None:
    refused(rule, lambda: Metric.objects.create(**({"slug": "moss", "name": "Moss"} | values)))


def test_a_spelling_means_one_thing() -> None:
    one, other = (Metric.objects.create(slug=slug, name=slug) for slug in ("one", "other"))
    MetricAlias.objects.create(owner=one, name="AP", key="ap")
    refused("key", lambda: MetricAlias.objects.create(owner=other, name="A.P.", key="ap"))
    refused("metricalias_keyed", lambda: MetricAlias.objects.create(owner=other, name="%", key=""))
    refused(
        "metricalias_origin_known",
        lambda: MetricAlias.objects.create(owner=other, name="x", key="x", origin="rumour"),
    )


def test_a_claim_has_each_thing_and_each_position_once() -> None:
    row = claim()
    meadow = Benchmark.objects.create(slug="meadow", name="Meadow")
    fern = System.objects.create(slug="fern", name="Fern")
    lists: list[tuple[Any, dict[str, Model]]] = [
        (ClaimBenchmark, {"benchmark": meadow}),
        (ClaimSystem, {"system": fern}),
        (ClaimBaseline, {"system": fern}),
    ]
    for model, thing in lists:
        name = model.__name__.lower()
        model.objects.create(claim=row, position=1, text="x", **thing)
        refused(f"{name}_order", partial(model.objects.create, claim=row, position=1, text="y"))
        refused(f"{name}_once", partial(model.objects.create, claim=row, position=2, text="x", **thing))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE leaderboard_event SET reason = 'another'",
        "DELETE FROM leaderboard_event",
        "TRUNCATE leaderboard_event CASCADE",
    ],
)
def test_history_is_append_only(statement: str) -> None:
    source = paper(TEXT)
    Event.objects.create(action="note", subject_type="paper", subject_uid=source.uid)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused("append-only", lambda: execute(statement))
    assert Event.objects.get().reason == ""


def test_an_event_says_what() -> None:
    uid = paper(TEXT).uid
    refused("event_says_what", lambda: Event.objects.create(action="", subject_type="x", subject_uid=uid))


def test_who_decided_cannot_be_removed() -> None:
    kim = User.objects.create(username="kim")
    claim(state="curated", decided_at=NOW, decided_by=kim)
    refused("foreign key", lambda: execute("DELETE FROM auth_user; SET CONSTRAINTS ALL IMMEDIATE"))


def test_rows_say_what_they_are() -> None:
    row = claim()
    meadow = Benchmark.objects.create(slug="meadow", name="Meadow")
    fern = System.objects.create(slug="fern", name="Fern")
    metric = Metric.objects.create(slug="ap", name="AP")
    said = {
        str(row.paper): str(row.paper.uid),
        str(Paper(title="Mosses")): "Mosses",
        str(row): f"81.5 at 10 of paper {row.paper_id}",
        str(meadow): "Meadow",
        str(MetricAlias(owner=metric, name="mAP", key="map")): "mAP",
        str(ClaimBenchmark(claim=row, benchmark=meadow, text="the Meadow")): "the Meadow",
        str(ClaimSystem(claim=row, system=fern, text="Fern-L")): "Fern-L",
        str(ClaimBaseline(claim=row, system=fern, text="Fern-S")): "Fern-S",
        str(Rejection(paper=row.paper, quote="2024", reason="year")): "2024 (year)",
        str(Event(action="note", subject_type="claim", subject_uid=row.uid)): f"note claim {row.uid}",
    }
    for shown, expected in said.items():
        assert shown == expected
