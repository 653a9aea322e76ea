"""Tasks, benchmarks, metrics and systems in the admin, with every spelling that means them."""

from typing import ClassVar

from django.contrib import admin

from leaderboard.admin.viewing import ViewOnly, ViewOnlyInline
from leaderboard.models import (
    Benchmark,
    BenchmarkAlias,
    Metric,
    MetricAlias,
    System,
    SystemAlias,
    Task,
)


class MetricAliasInline(ViewOnlyInline):
    """Spellings of a metric."""

    model = MetricAlias


class BenchmarkAliasInline(ViewOnlyInline):
    """Spellings of a benchmark."""

    model = BenchmarkAlias


class SystemAliasInline(ViewOnlyInline):
    """Spellings of a system."""

    model = SystemAlias


@admin.register(Task)
class TaskAdmin(ViewOnly):
    """Tasks and their areas."""

    list_display = ("name", "area", "slug")
    list_filter = ("area",)
    search_fields = ("name",)


@admin.register(Benchmark)
class BenchmarkAdmin(ViewOnly):
    """Benchmarks, those of the text apart from those of the bundled lists."""

    list_display = ("name", "task", "origin", "slug")
    list_select_related = ("task",)
    list_filter = ("origin", "task__area")
    search_fields = ("name", "aliases__name")
    inlines: ClassVar = [BenchmarkAliasInline]


@admin.register(Metric)
class MetricAdmin(ViewOnly):
    """Metrics; one of unknown direction is never ranked."""

    list_display = ("name", "direction", "family", "unit", "percentage", "origin")
    list_filter = ("direction", "family", "origin", "percentage")
    search_fields = ("name", "aliases__name")
    inlines: ClassVar = [MetricAliasInline]


@admin.register(System)
class SystemAdmin(ViewOnly):
    """Systems that claims are about or compare with."""

    list_display = ("name", "origin", "slug")
    list_filter = ("origin",)
    search_fields = ("name", "aliases__name")
    inlines: ClassVar = [SystemAliasInline]
