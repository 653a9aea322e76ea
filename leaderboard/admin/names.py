"""Tasks, benchmarks, metrics and systems in the admin, with every spelling that means them."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin
from django.http import HttpRequest

from leaderboard.actions import metrics
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

if TYPE_CHECKING:
    from django.contrib.auth.models import User


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
    """Metrics; one of unknown direction is never ranked until somebody says which way is better."""

    list_display = ("name", "direction", "family", "unit", "percentage", "origin")
    list_filter = ("direction", "family", "origin", "percentage")
    search_fields = ("name", "aliases__name")
    readonly_fields = ("name", "slug", "uid", "origin", "created_at", "updated_at")
    inlines: ClassVar = [MetricAliasInline]

    def has_change_permission(self, request: HttpRequest, obj: Metric | None = None) -> bool:
        """True for those who may change metrics; the change is an action."""
        return request.user.has_perm("leaderboard.change_metric")

    def save_model(self, request: HttpRequest, obj: Metric, form: Any, change: bool) -> None:  # noqa: FBT001
        """Hands what the form changed to the action, which leaves an event."""
        facts = {name: form.cleaned_data[name] for name in form.changed_data}
        metrics.describe(
            obj, facts=cast("metrics.Facts", facts), by=cast("User", request.user), source="admin"
        )


@admin.register(System)
class SystemAdmin(ViewOnly):
    """Systems that claims are about or compare with."""

    list_display = ("name", "origin", "slug")
    list_filter = ("origin",)
    search_fields = ("name", "aliases__name")
    inlines: ClassVar = [SystemAliasInline]
