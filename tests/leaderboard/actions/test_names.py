"""The bundled vocabulary as rows, and the rows as the engine's vocabulary."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extraction.claims import Document, Extraction, Mention
from extraction.lexicon import BenchmarkEntry, Lexicon, MetricEntry, TaskEntry
from extraction.pipeline import extract
from leaderboard.actions.extract import extract_batch
from leaderboard.actions.names import SyncReport, sync_lexicon
from leaderboard.domain import names
from leaderboard.models import Benchmark, BenchmarkAlias, Claim, Event, Metric, MetricAlias, Task
from leaderboard.queries import lexicons
from tests.leaderboard.papers import claim, paper

pytestmark = pytest.mark.django_db

ACCURACY = MetricEntry(
    "accuracy", ("top-1", "Top1"), "higher", "quality", "%", True, "Share of right answers."
)
GARDENS = TaskEntry("Garden Planning", (), "Botany")
MEADOW = BenchmarkEntry("Meadow", ("Meadow-1K", "Mdw"), "Garden Planning", "Botany", ("accuracy",))


def lexicon(
    *metrics: MetricEntry, benchmarks: tuple[BenchmarkEntry, ...] = (), tasks: tuple[TaskEntry, ...] = ()
) -> Lexicon:
    return Lexicon.from_entries(metrics=metrics, benchmarks=benchmarks, tasks=tasks)


def test_entries_become_rows_with_everything_that_is_known() -> None:
    report = sync_lexicon(lexicon(ACCURACY, benchmarks=(MEADOW,), tasks=(GARDENS,)))
    assert report == SyncReport(made=3, aliases=3)
    metric = Metric.objects.get()
    assert (metric.name, metric.slug, metric.origin) == ("accuracy", "accuracy", "lexicon")
    assert (metric.direction, metric.family, metric.unit, metric.percentage) == (
        "higher",
        "quality",
        "%",
        True,
    )
    assert set(metric.aliases.values_list("key", flat=True)) == {"accuracy", "top1"}
    benchmark = Benchmark.objects.get()
    assert benchmark.task == Task.objects.get(area="Botany", key="gardenplanning")
    assert benchmark.aliases.count() == 3


def test_again_changes_nothing() -> None:
    source = lexicon(ACCURACY, benchmarks=(MEADOW,), tasks=(GARDENS,))
    sync_lexicon(source)
    version = lexicons.version()
    assert sync_lexicon(source) == SyncReport()
    assert lexicons.version() == version
    assert not Event.objects.exists()


def test_the_whole_bundle_takes_few_queries_and_comes_back_the_same() -> None:
    with CaptureQueriesContext(connection) as queries:
        sync_lexicon()
    assert len(queries) < 60
    bundled, stored = Lexicon.bundled(), lexicons.current()
    assert stored.metrics == _first_of_each(bundled.metrics)
    assert stored.benchmarks == _first_of_each(bundled.benchmarks)
    assert stored.tasks == bundled.tasks
    assert stored.rules == bundled.rules
    text = "Sprout reaches 81.5% top-1 accuracy on ImageNet-1K with 4.1 GFLOPs, 2.1 points above DeiT."
    assert extract(Document("1", "", text), stored) == extract(Document("1", "", text), bundled)


def _first_of_each(entries: Sequence[MetricEntry | BenchmarkEntry]) -> tuple[object, ...]:
    """The entries without those whose name another one has already, but for signs and capitals."""
    first = {names.key(entry.name): entry for entry in reversed(entries)}
    return tuple(entry for entry in entries if first[names.key(entry.name)] is entry)


def test_a_database_without_names_uses_the_bundle() -> None:
    assert lexicons.current() == Lexicon.bundled()


def test_a_name_from_a_text_gets_what_is_known_and_keeps_its_slug() -> None:
    text = "Sprout scores 0.815 Accuracy."
    paper(text)
    found = claim(text, "0.815", metric=Mention("Accuracy"))
    extract_batch(read=lambda document, _: Extraction((found,), ()))
    row = Metric.objects.get()
    assert Claim.objects.get().scaled == Decimal("0.815")
    report = sync_lexicon(lexicon(ACCURACY))
    assert report == SyncReport(changed=1, aliases=1, rescaled=1)
    row.refresh_from_db()
    assert (row.origin, row.name, row.direction) == ("lexicon", "accuracy", "higher")
    assert set(row.aliases.values_list("origin", flat=True)) == {"lexicon"}
    assert Claim.objects.get().scaled == Decimal("81.5")
    event = Event.objects.get(action="sync")
    assert event.before is not None
    assert event.after is not None
    assert (event.before["direction"], event.after["direction"]) == (None, "higher")


def test_what_a_curator_had_in_hand_stays() -> None:
    sync_lexicon(lexicon(ACCURACY, benchmarks=(MEADOW,)))
    Metric.objects.update(direction=None, origin="curator")
    changed = MetricEntry("accuracy", ("top-1", "acc"), "lower", "error")
    assert sync_lexicon(lexicon(changed, benchmarks=(MEADOW,))) == SyncReport(kept=1)
    row = Metric.objects.get()
    assert (row.direction, row.family) == (None, "quality")
    assert not row.aliases.filter(key="acc").exists()


def test_a_spelling_that_means_something_keeps_its_meaning() -> None:
    sync_lexicon(lexicon(ACCURACY))
    other = MetricEntry("precision", ("top 1", "top-1 precision"), "higher")
    assert sync_lexicon(lexicon(ACCURACY, other)) == SyncReport(made=1, aliases=1)
    assert MetricAlias.objects.get(key="top1").owner.name == "accuracy"


def test_a_name_that_a_curator_gave_to_another_thing_is_not_made_again() -> None:
    sync_lexicon(lexicon(benchmarks=(MEADOW,)))
    pond = Benchmark.objects.create(slug="pond", name="Pond", origin="curator")
    BenchmarkAlias.objects.create(owner=pond, name="Pond", key="pond", origin="curator")
    BenchmarkAlias.objects.filter(key="meadow").update(owner=pond, origin="curator")
    assert sync_lexicon(lexicon(benchmarks=(MEADOW,))) == SyncReport(kept=1)
    assert Benchmark.objects.get(slug="pond").name == "Pond"


def test_the_vocabulary_follows_the_rows() -> None:
    sync_lexicon(lexicon(ACCURACY, benchmarks=(MEADOW,), tasks=(GARDENS,)))
    assert lexicons.current() is lexicons.current()
    metric = Metric.objects.get()
    MetricAlias.objects.create(owner=metric, name="rightness", key="rightness", origin="curator")
    entry = lexicons.current().metric("rightness")
    assert entry is not None
    assert entry.name == "accuracy"
    Metric.objects.update(direction=None)
    metric.save()
    MetricAlias.objects.filter(key="top1").delete()
    assert lexicons.current().metric("top-1") is None


def test_what_only_texts_say_is_not_taught_to_the_engine() -> None:
    sync_lexicon(lexicon(ACCURACY))
    Metric.objects.create(slug="vim", name="vim")
    MetricAlias.objects.create(owner=Metric.objects.get(slug="accuracy"), name="precise", key="precise")
    assert [entry.name for entry in lexicons.current().metrics] == ["accuracy"]
    assert lexicons.current().metric("precise") is None


def test_capitals_that_tell_two_metrics_apart_survive() -> None:
    count = MetricEntry("FLOPs", ("GFLOPs",), "lower", "compute", "FLOPs")
    speed = MetricEntry("arithmetic performance", ("GFLOPS",), "higher", "throughput")
    sync_lexicon(lexicon(count, speed))
    assert MetricAlias.objects.filter(key="gflops").count() == 1
    assert Lexicon.bundled().metric("FLOPs") is not None
    bundled = Lexicon.bundled().metric("FLOPs")
    stored = lexicons.current().metric("FLOPs")
    assert bundled is not None
    assert stored is not None
    assert ("GFLOPs" in stored.aliases) == ("GFLOPs" in bundled.aliases)
