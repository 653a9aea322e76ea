"""What the addresses of the API may ask for, checked before any query runs."""

from typing import Any, Self

from rest_framework import serializers
from rest_framework.request import Request

from leaderboard.api.problems import refuse_unknown
from leaderboard.models import Claim, Paper
from leaderboard.queries.boards import Tab
from leaderboard.queries.claims import SHOWN
from leaderboard.queries.keysets import MAX_CURSOR, Cursor
from leaderboard.queries.records import ClaimFilter

PAGE_SIZE, MAX_PAGE_SIZE = 100, 1_000
MAX_SLUG = 80


class Parameters(serializers.Serializer[Any]):
    """A list's page: `after` or `before` a mark, how many rows, and whether to count all."""

    after = serializers.CharField(required=False, max_length=MAX_CURSOR)
    before = serializers.CharField(required=False, max_length=MAX_CURSOR)
    page_size = serializers.IntegerField(default=PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE)
    count = serializers.ChoiceField(choices=["exact"], required=False)
    format = serializers.CharField(required=False)

    @classmethod
    def of(cls, request: Request) -> Self:
        """The request's parameters; raises ValidationError for unknown or unusable ones."""
        parameters = cls(data=request.query_params.dict())
        refuse_unknown(request.query_params, known=list(parameters.fields))
        parameters.is_valid(raise_exception=True)
        return parameters

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The parameters, unless they ask for both sides of a mark at once."""
        if "after" in attrs and "before" in attrs:
            raise serializers.ValidationError("A page is either after a mark or before one, not both.")
        return attrs

    @property
    def cursor(self) -> Cursor | None:
        """The mark that the page stands next to; None for the first page."""
        chosen = self.validated_data
        if "before" in chosen:
            return Cursor(chosen["before"], backwards=True)
        return Cursor(chosen["after"]) if "after" in chosen else None

    @property
    def size(self) -> int:
        """How many rows a page has at the most."""
        return int(self.validated_data["page_size"])

    @property
    def counted(self) -> bool:
        """True when the number of all rows was asked for."""
        return "count" in self.validated_data


class ClaimParameters(Parameters):
    """Which claims to list."""

    paper = serializers.UUIDField(required=False)
    benchmark = serializers.SlugField(required=False, max_length=MAX_SLUG)
    metric = serializers.SlugField(required=False, max_length=MAX_SLUG)
    system = serializers.SlugField(required=False, max_length=MAX_SLUG)
    family = serializers.SlugField(required=False, max_length=20)
    kind = serializers.ChoiceField(required=False, choices=Claim.Kind.choices)
    role = serializers.ChoiceField(required=False, choices=Claim.Role.choices)
    state = serializers.ChoiceField(required=False, choices=[state.value for state in SHOWN])
    year = serializers.IntegerField(required=False, min_value=1900, max_value=2200)
    min_confidence = serializers.FloatField(required=False, min_value=0, max_value=1)

    @property
    def chosen(self) -> ClaimFilter:
        """The filter that was asked for."""
        return ClaimFilter(
            **{
                name: self.validated_data[name]
                for name in ClaimFilter.__slots__
                if name in self.validated_data
            }
        )


class PaperParameters(Parameters):
    """Which papers to list."""

    state = serializers.ChoiceField(required=False, choices=Paper.State.choices)


class BoardParameters(Parameters):
    """Which of a board's tables to show."""

    tab = serializers.ChoiceField(default=Tab.RESULTS.value, choices=[tab.value for tab in Tab])
