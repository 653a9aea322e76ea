"""Posted tables in the admin: looked through; they are written over the wire and by imports."""

from typing import ClassVar

from django.contrib import admin

from leaderboard.admin.viewing import ViewOnly, ViewOnlyInline
from leaderboard.models import Evaluation, EvaluationMetric, EvaluationResult, EvaluationValue


class ColumnInline(ViewOnlyInline):
    """The columns, with what was said about which way is better."""

    model = EvaluationMetric
    fk_name = "evaluation"
    fields = ("name", "metric", "is_loss", "stated", "withdrawn")


@admin.register(Evaluation)
class EvaluationAdmin(ViewOnly):
    """Tables: a task on a benchmark, and who posted it."""

    list_display = ("task", "benchmark", "made_by", "withdrawn", "updated_at")
    list_select_related = ("task", "benchmark", "made_by")
    list_filter = ("withdrawn", ("made_by", admin.EmptyFieldListFilter))
    search_fields = ("task__name", "benchmark__name")
    inlines: ClassVar = [ColumnInline]


class CellInline(ViewOnlyInline):
    """The cells: as given, and the number that was read in each."""

    model = EvaluationValue
    fields = ("column", "raw", "value", "unit", "scaled")


@admin.register(EvaluationResult)
class EvaluationResultAdmin(ViewOnly):
    """Rows of posted tables."""

    list_display = ("methodology", "evaluation", "paper", "evaluated_on", "made_by", "withdrawn")
    list_select_related = ("evaluation", "paper", "made_by")
    list_filter = ("withdrawn", ("paper", admin.EmptyFieldListFilter))
    search_fields = ("methodology", "paper_title")
    inlines: ClassVar = [CellInline]
