"""What the addresses of the API may ask for, checked before any query runs."""

from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Self

from rest_framework import serializers
from rest_framework.request import Request

from leaderboard.api import descriptions
from leaderboard.api.descriptions import fields_of
from leaderboard.api.problems import refuse_unknown
from leaderboard.domain.efficiency import Lane
from leaderboard.domain.names import MAX_SLUG
from leaderboard.models import Claim, Metric, Paper
from leaderboard.queries import efficiency
from leaderboard.queries.board_rows import Threshold, Wanted
from leaderboard.queries.boards import Column, Filters, Sort, Tab
from leaderboard.queries.claim_filters import ClaimFilter, ClaimOrder, needs_metric
from leaderboard.queries.claims import SHOWN
from leaderboard.queries.keysets import MAX_CURSOR, Cursor
from leaderboard.queries.paper_filters import PaperFilter, PaperOrder
from leaderboard.queries.search import Kind

PAGE_SIZE, MAX_PAGE_SIZE = 100, 1_000
MAX_WORDS = 200
LARGEST = 10**30
"""Bounds of values that can be asked for; far beyond every one that is stored."""


def slug(words: str) -> serializers.CharField:
    """A parameter that holds a slug."""
    return serializers.RegexField(r"^[-a-zA-Z0-9_]+$", required=False, max_length=MAX_SLUG, help_text=words)


def number(words: str) -> serializers.FloatField:
    """A parameter that holds a number."""
    return serializers.FloatField(required=False, min_value=-LARGEST, max_value=LARGEST, help_text=words)


class Parameters(serializers.Serializer[Any]):
    """Parameters of an address; those that are unknown or given twice are refused."""

    @classmethod
    def of(cls, request: Request) -> Self:
        """The request's parameters; raises ValidationError for unknown or unusable ones.

        Each is checked by the class's own field. Only those that are given are looked at, since making a
        serializer anew costs more than the query of a short list.
        """
        given, fields = request.query_params, _fields(cls)
        refuse_unknown(given, known=fields)
        chosen: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for name, field in fields.items():
            if name in given:
                try:
                    chosen[name] = field.run_validation(_once(given.getlist(name)))
                except serializers.ValidationError as error:
                    errors[name] = error.detail
            elif field.required:
                errors[name] = ["This parameter is needed."]
            elif field.default is not serializers.empty:
                chosen[name] = field.default
        if errors:
            raise serializers.ValidationError(errors)
        asked = cls()
        asked.chosen = asked.validate(chosen)
        return asked

    chosen: dict[str, Any]


class ListParameters(Parameters):
    """Which page of a list, how many rows it has, and what of each row."""

    shown: ClassVar[tuple[str, ...]] = ()
    """The fields of a row."""

    after = serializers.CharField(
        required=False, max_length=MAX_CURSOR, help_text="The mark that `next` of another page holds."
    )
    before = serializers.CharField(
        required=False, max_length=MAX_CURSOR, help_text="The mark that `previous` of another page holds."
    )
    page_size = serializers.IntegerField(default=PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE)
    count = serializers.ChoiceField(
        choices=["exact", "estimate"],
        required=False,
        help_text="Count all rows: exactly, or as the database's planner estimates them, which is quick.",
    )
    fields_ = serializers.CharField(required=False, max_length=1_000)

    def get_fields(self) -> dict[str, Any]:
        """The declared fields; `fields` itself is a name that serializers use for something else."""
        declared = super().get_fields()
        declared["fields"] = declared.pop("fields_")
        declared[
            "fields"
        ].help_text = (
            f"The fields of each row that are wanted, with commas between them: {', '.join(self.shown)}."
        )
        return declared

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The parameters, unless they ask for both sides of a mark or for a field that is not there."""
        if "after" in attrs and "before" in attrs:
            raise serializers.ValidationError("A page is either after a mark or before one, not both.")
        if "fields" in attrs:
            attrs["fields"] = listed(attrs["fields"])
            refuse_unknown(attrs["fields"], known=self.shown, what="field")
        return attrs

    @property
    def cursor(self) -> Cursor | None:
        """The mark that the page stands next to; None for the first page."""
        if "before" in self.chosen:
            return Cursor(self.chosen["before"], backwards=True)
        return Cursor(self.chosen["after"]) if "after" in self.chosen else None

    @property
    def size(self) -> int:
        """How many rows a page has at the most."""
        return int(self.chosen["page_size"])

    @property
    def counted(self) -> str | None:
        """How all rows are to be counted; None: not at all."""
        return self.chosen.get("count")

    @cached_property
    def fields_wanted(self) -> list[str] | None:
        """The fields that were asked for; None: all of them."""
        return self.chosen.get("fields")


def listed(words: str) -> list[str]:
    """The names in a parameter that holds several, each once."""
    return list(dict.fromkeys(name for part in words.split(",") if (name := part.strip())))


def expanded(*names: str) -> serializers.CharField:
    """A parameter that names what is to be shown in whole."""
    words = f"What to show in whole, with commas between them: {', '.join(names)}."
    return serializers.CharField(required=False, max_length=200, help_text=words)


def _once(values: list[str]) -> str:
    if len(values) > 1:
        raise serializers.ValidationError("This parameter is given more than once.")
    return values[0]


@lru_cache(maxsize=64)
def _fields(parameters: type[Parameters]) -> dict[str, Any]:
    """The fields of a class of parameters, made once."""
    made = parameters()
    fields = made.get_fields()
    for name, field in fields.items():
        field.bind(name, made)
    return fields


class Expanding(Parameters):
    """Parameters that can ask for parts in whole."""

    expands: ClassVar[tuple[str, ...]] = ()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The parameters, unless a part that they ask for is not there."""
        attrs = super().validate(attrs)
        attrs["expand"] = listed(attrs.get("expand", ""))
        refuse_unknown(attrs["expand"], known=self.expands, what="part")
        return attrs

    def wants(self, part: str) -> bool:
        """True where this part is to be shown in whole."""
        return part in self.chosen["expand"]


CLAIM_PARTS = ("paper", "metric", "history")


class OneClaimParameters(Expanding):
    """What of a claim to show in whole."""

    expands = CLAIM_PARTS
    expand = expanded(*CLAIM_PARTS)


class ClaimParameters(Expanding, ListParameters):
    """Which claims to list."""

    shown = fields_of(descriptions.OneClaim)
    expands = CLAIM_PARTS
    expand = expanded(*CLAIM_PARTS)
    paper = serializers.UUIDField(required=False, help_text="The paper's uid.")
    benchmark = slug("Measured on this benchmark, by its slug.")
    metric = slug("About this metric, by its slug.")
    system = slug("About this system, by its slug.")
    baseline = slug("Compared with this system, by its slug.")
    task = slug("On benchmarks of this task, by its slug.")
    family = slug("About metrics of this family, such as latency.")
    kind = serializers.ChoiceField(
        required=False, choices=[*Claim.Kind.choices, ("unclear", "kind not clear")]
    )
    direction = serializers.ChoiceField(required=False, choices=Claim.Direction.choices)
    role = serializers.ChoiceField(required=False, choices=Claim.Role.choices)
    bound = serializers.ChoiceField(required=False, choices=Claim.Bound.choices)
    state = serializers.ChoiceField(required=False, choices=[state.value for state in SHOWN])
    min = number("At least this value on the metric's common scale; needs `metric`.")
    max = number("At most this value on the metric's common scale; needs `metric`.")
    year = serializers.IntegerField(
        required=False, min_value=1900, max_value=2200, help_text="The year in which the paper was published."
    )
    min_confidence = serializers.FloatField(required=False, min_value=0, max_value=1)
    max_confidence = serializers.FloatField(required=False, min_value=0, max_value=1)
    updated_since = serializers.DateTimeField(
        required=False, help_text="Changed at this time or later (ISO 8601, with its offset from UTC)."
    )
    text = serializers.CharField(
        required=False, max_length=MAX_WORDS, help_text="Words that the paper's title or abstract holds."
    )
    order = serializers.ChoiceField(
        default=ClaimOrder.OLDEST.value,
        choices=[order.value for order in ClaimOrder],
        help_text="`value` and `-value` need `metric`; what is unknown comes last.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The parameters, unless values of different metrics would have to be compared."""
        attrs = super().validate(attrs)
        if "metric" not in attrs:
            compared: list[str] = [name for name in ("min", "max") if name in attrs]
            compared += ["order"] if needs_metric(ClaimOrder(attrs["order"])) else []
            if compared:
                words = "This needs a metric: values of different metrics do not compare."
                raise serializers.ValidationError(dict.fromkeys(compared, words))
        return attrs

    @property
    def filter(self) -> ClaimFilter:
        """The filter that was asked for."""
        return ClaimFilter(
            **{name: self.chosen[name] for name in ClaimFilter.__slots__ if name in self.chosen}
        )

    @property
    def order_chosen(self) -> ClaimOrder:
        """The order that was asked for."""
        return ClaimOrder(self.chosen["order"])


class PaperParameters(ListParameters):
    """Which papers to list."""

    shown = fields_of(descriptions.OnePaper)
    state = serializers.ChoiceField(required=False, choices=Paper.State.choices)
    year = serializers.IntegerField(required=False, min_value=1900, max_value=2200)
    category = serializers.CharField(required=False, max_length=60, help_text="Such as cs.CL.")
    arxiv_id = serializers.CharField(required=False, max_length=40)
    doi = serializers.CharField(required=False, max_length=255)
    text = serializers.CharField(required=False, max_length=MAX_WORDS)
    updated_since = serializers.DateTimeField(required=False)
    order = serializers.ChoiceField(
        default=PaperOrder.OLDEST.value, choices=[order.value for order in PaperOrder]
    )

    @property
    def filter(self) -> PaperFilter:
        """The filter that was asked for."""
        return PaperFilter(
            **{name: self.chosen[name] for name in PaperFilter.__slots__ if name in self.chosen}
        )


class BoardsParameters(ListParameters):
    """Which boards to list."""

    shown = fields_of(descriptions.BoardLine)
    task = slug("On benchmarks of this task.")
    benchmark = slug("On this benchmark.")
    metric = slug("By this metric.")


class BoardParameters(Expanding, ListParameters):
    """Which of a board's tables to show."""

    shown = fields_of(descriptions.BoardRow)
    expands = CLAIM_PARTS
    expand = expanded(*CLAIM_PARTS)
    tab = serializers.ChoiceField(default=Tab.RESULTS.value, choices=[tab.value for tab in Tab])


class RowParameters(Expanding, ListParameters):
    """Which rows of a board, and in which order."""

    shown = fields_of(descriptions.LeanRow)
    expands = ("provenance",)
    expand = expanded("provenance")
    tab = serializers.ChoiceField(
        default=Tab.RESULTS.value,
        choices=[tab.value for tab in Tab],
        help_text="The kind of numbers; only results have ranks.",
    )
    sort = serializers.ChoiceField(
        default=Column.RANK.value, choices=[sign + column.value for column in Column for sign in ("", "-")]
    )
    min = number("At least this value on the metric's common scale.")
    max = number("At most this value on the metric's common scale.")
    year = serializers.IntegerField(required=False, min_value=1900, max_value=2200)
    role = serializers.ChoiceField(required=False, choices=Claim.Role.choices)
    state = serializers.ChoiceField(required=False, choices=[state.value for state in SHOWN])

    @property
    def wanted(self) -> Wanted:
        """The rows that were asked for."""
        filters = Filters(**{name: self.chosen.get(name) for name in ("year", "role", "state")})
        threshold = Threshold(_decimal(self.chosen.get("min")), _decimal(self.chosen.get("max")))
        return Wanted(Tab(self.chosen["tab"]), filters, threshold)

    @property
    def order(self) -> Sort:
        """The order that was asked for."""
        given = self.chosen["sort"]
        return Sort(Column(given.removeprefix("-")), descending=given.startswith("-"))


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


class ThingParameters(ListParameters):
    """Which things with a name to list."""

    q = serializers.CharField(required=False, max_length=MAX_WORDS, help_text="Part of the name.")
    order = serializers.ChoiceField(default="slug", choices=["slug", "-slug"])


class SystemParameters(ThingParameters):
    """Which systems to list."""

    shown = fields_of(descriptions.SystemThing)


class TaskParameters(ThingParameters):
    """Which tasks to list."""

    shown = fields_of(descriptions.TaskThing)


class MetricParameters(ThingParameters):
    """Which metrics to list."""

    shown = fields_of(descriptions.MetricThing)
    family = slug("Of this family.")
    direction = serializers.ChoiceField(
        required=False, choices=[*Metric.Direction.choices, ("unknown", "not known")]
    )


class BenchmarkParameters(ThingParameters):
    """Which benchmarks to list."""

    shown = fields_of(descriptions.BenchmarkThing)
    task = slug("Of this task.")


class ContradictionParameters(ListParameters):
    """Which contradictions to list."""

    shown = fields_of(descriptions.Dispute)
    benchmark = slug("On this benchmark.")
    metric = slug("By this metric.")
    system = slug("About this system.")
    certain = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Whether both papers state the same setting."
    )


class SearchParameters(ListParameters):
    """What to look for."""

    shown = fields_of(descriptions.SearchResult)
    q = serializers.CharField(max_length=MAX_WORDS, help_text="Names or words.")
    kind = serializers.ChoiceField(default=Kind.PAPERS.value, choices=[kind.value for kind in Kind])


class EfficiencyParameters(ListParameters):
    """Which rows of a board of efficiency, and in which order."""

    shown = fields_of(descriptions.EfficiencyRow)
    tab = serializers.ChoiceField(default=Lane.MEASURED.value, choices=[lane.value for lane in Lane])
    sort = serializers.ChoiceField(
        default=efficiency.Column.RANK.value,
        choices=[sign + column.value for column in efficiency.Column for sign in ("", "-")],
    )
    unit = serializers.CharField(
        required=False, max_length=40, help_text="The unit of amounts; the most common one otherwise."
    )
    baseline = slug("Compared with this system.")
    hardware = serializers.CharField(
        required=False, max_length=40, help_text="On this hardware, such as A100."
    )
    task = slug("On benchmarks of this task.")
    metric = slug("By this metric.")

    @property
    def filters(self) -> efficiency.Filters:
        """The filters that were asked for."""
        names = efficiency.Filters.__slots__
        return efficiency.Filters(**{name: self.chosen[name] for name in names if name in self.chosen})


class ParetoParameters(Parameters):
    """Which two metrics to put beside each other."""

    x = serializers.RegexField(r"^[-a-zA-Z0-9_]+$", max_length=MAX_SLUG, help_text="A metric's slug.")
    y = serializers.RegexField(r"^[-a-zA-Z0-9_]+$", max_length=MAX_SLUG, help_text="Another metric's slug.")
    benchmark = slug("On this benchmark alone.")
    best = serializers.BooleanField(
        default=False, help_text="Only points that no other beats in both metrics."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The parameters, unless both metrics are the same."""
        if attrs["x"] == attrs["y"]:
            raise serializers.ValidationError({"y": "This is the metric of x, too; name another one."})
        return attrs


class ChangeParameters(ListParameters):
    """From when on changes are to be told."""

    shown = fields_of(descriptions.Change)
    since = serializers.DateTimeField(
        required=False, help_text="Changes at this time or later (ISO 8601, with its offset from UTC)."
    )
    subject = serializers.ChoiceField(
        required=False, choices=["paper", "claim", "metric", "benchmark", "system", "task"]
    )
