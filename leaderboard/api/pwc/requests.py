"""What may be posted: the bodies of the wire, checked before any action runs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from rest_framework import serializers

from leaderboard.actions.evaluations import ColumnFacts
from leaderboard.actions.results import ResultFacts
from leaderboard.domain.names import MAX_NAME
from leaderboard.domain.table_values import LARGEST, MAX_RAW
from leaderboard.models import Paper
from leaderboard.models.evaluation import MAX_EXTERNAL_ID, MAX_LINK, MAX_METHOD
from leaderboard.queries import pwc
from leaderboard.sources.dates import iso_date

MAX_TEXT = 20_000
MAX_METRICS = 200
MAX_RESULTS = 5_000
MAX_AREA = 100


class Words(serializers.CharField):
    """A text that may be empty; half of a surrogate pair cannot be stored."""

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(**{"max_length": most, "allow_blank": True, "required": False, **options})

    def to_internal_value(self, data: Any) -> str:
        """The text, as it is storable."""
        text: str = super().to_internal_value(data)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise serializers.ValidationError("Holds half of a surrogate pair.")
        return text


class Name(Words):
    """A name: never empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"most": MAX_NAME, "allow_blank": False, "required": True, **options})


class Values(serializers.Field[Any, Any, Any, Any]):
    """Values by the names of their metrics, as numbers or as written; null says that there is none."""

    def to_internal_value(self, data: Any) -> dict[str, str | int | Decimal]:
        """The values that are given."""
        if not isinstance(data, Mapping):
            raise serializers.ValidationError('Must be an object, like {"Accuracy": "85.3%"}.')
        if len(data) > MAX_METRICS:
            raise serializers.ValidationError(f"Has more than {MAX_METRICS} metrics.")
        return {name: _value(name, raw) for name, raw in data.items() if raw is not None}


def _value(name: str, raw: Any) -> Any:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)):
        raise serializers.ValidationError(f"{name[:80]}: a value is a number or a text.")
    if isinstance(raw, str):
        raw = Words(most=MAX_RAW).run_validation(raw)
    elif isinstance(raw, Decimal) and raw and abs(raw.adjusted()) >= LARGEST:
        raise serializers.ValidationError(f"{name[:80]}: beyond 1e{LARGEST}.")
    if len(str(raw)) > MAX_RAW:
        raise serializers.ValidationError(f"{name[:80]}: longer than {MAX_RAW} characters.")
    return raw


class Day(serializers.Field[Any, Any, Any, Any]):
    """A day as YYYY-MM-DD, with or without a time behind it."""

    def to_internal_value(self, data: Any) -> Any:
        """The day."""
        day = iso_date(data) if isinstance(data, str) else None
        if day is None:
            raise serializers.ValidationError("Must be a day as YYYY-MM-DD.")
        return day


class TaskForm(serializers.Serializer[Any]):
    """A task."""

    name = Name()
    description = Words(most=MAX_TEXT)
    area = Words(most=MAX_AREA, allow_null=True)
    parent_task = Words(most=MAX_NAME, allow_null=True)


class DatasetForm(serializers.Serializer[Any]):
    """A data set."""

    name = Name()
    full_name = Words(most=MAX_NAME, allow_null=True)
    url = Words(most=MAX_LINK, allow_null=True)


class TableForm(serializers.Serializer[Any]):
    """An evaluation table."""

    task = Name()
    dataset = Name()
    description = Words(most=MAX_TEXT)
    mirror_url = Words(most=MAX_LINK, allow_null=True)


class MetricForm(serializers.Serializer[Any]):
    """A metric of a table."""

    name = Name()
    description = Words(most=MAX_TEXT)
    is_loss = serializers.BooleanField()


class ResultForm(serializers.Serializer[Any]):
    """A row of a table."""

    metrics = Values()
    methodology = Name(most=MAX_METHOD)
    uses_additional_data = serializers.BooleanField(required=False, allow_null=True)
    paper = Words(most=MAX_LINK, allow_null=True)
    evaluated_on = Day(required=False, allow_null=True)
    external_source_url = Words(most=MAX_LINK, allow_null=True)


class SyncMetricForm(MetricForm):
    """A metric of a table that is posted as a whole; programs that say nothing say that it is a loss."""

    is_loss = serializers.BooleanField(default=True)


class SyncResultForm(ResultForm):
    """A row of a table that is posted as a whole."""

    external_id = Words(most=MAX_EXTERNAL_ID, allow_null=True)


class SyncForm(TableForm):
    """A whole table."""

    external_id = Words(most=MAX_EXTERNAL_ID, allow_null=True)
    metrics = SyncMetricForm(many=True, required=False, max_length=MAX_METRICS)  # type: ignore[call-arg]
    results = SyncResultForm(many=True, required=False, max_length=MAX_RESULTS)  # type: ignore[call-arg]


def column_facts(checked: Mapping[str, Any], *, stated: bool = True) -> ColumnFacts:
    """The facts of a metric; one that is no loss is always stated, for no program says so by default."""
    facts = cast("ColumnFacts", dict(checked))
    if "is_loss" in checked:
        facts["stated"] = stated or not checked["is_loss"]
    return facts


def result_facts(checked: Mapping[str, Any], papers: Mapping[str, Paper] | None = None) -> ResultFacts:
    """The facts of a row; a paper that is known is linked, the words that name it stay beside it."""
    facts: dict[str, Any] = {name: value for name, value in checked.items() if value is not None}
    if "paper" in facts:
        named = facts["paper"]
        facts["paper_text"] = named
        facts["paper"] = papers.get(named) if papers is not None else pwc.paper(named)
    if "evaluated_on" in facts:
        facts["date_text"] = facts["evaluated_on"].isoformat()
    return cast("ResultFacts", facts)
