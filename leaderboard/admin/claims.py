"""Claims in the admin: filter them, look at one beside its sentence, accept or reject."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator

from leaderboard.actions import claims as actions
from leaderboard.admin.viewing import ValuesFilter, ViewOnly, ViewOnlyInline
from leaderboard.models import Claim, ClaimBaseline, ClaimBenchmark, ClaimSystem
from leaderboard.queries.claim_filters import described

NEAR = 70
"""Characters of the abstract on either side of a number in the list."""

BANDS = {"high": (0.9, 1.01), "middle": (0.6, 0.9), "low": (0.0, 0.6)}
"""Bands of confidence to filter by: from, and below."""


class ConfidenceFilter(admin.SimpleListFilter):
    """How sure the engine is of its reading."""

    title = "confidence"
    parameter_name = "confidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The bands, the surest first."""
        return [("high", "0.9 and more"), ("middle", "0.6 to 0.9"), ("low", "below 0.6")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """The claims of the chosen band."""
        if self.value() not in BANDS:
            return queryset
        low, high = BANDS[str(self.value())]
        return queryset.filter(confidence__gte=low, confidence__lt=high)


class BenchmarkInline(ViewOnlyInline):
    """What the number was measured on."""

    model = ClaimBenchmark


class SystemInline(ViewOnlyInline):
    """Further systems that the number is about."""

    model = ClaimSystem


class BaselineInline(ViewOnlyInline):
    """What the number is compared with."""

    model = ClaimBaseline


@admin.register(Claim)
class ClaimAdmin(ViewOnly):
    """Claims by kind, state, metric family and confidence."""

    list_display = ("number", "kind", "metric", "system", "state", "sure", "words", "of")
    list_select_related = ("metric", "system", "paper")
    list_filter = (
        "state",
        "kind",
        "role",
        "bound",
        "direction",
        ConfidenceFilter,
        "metric__family",
        ("engine_version", ValuesFilter),
        ("metric", admin.EmptyFieldListFilter),
    )
    search_fields = ("quote",)  # shows the field; `described` says what is looked for
    search_help_text = (
        "Words of the paper’s title or abstract, a number as it is written, a part of the name of a metric "
        "or a system, or a claim’s uid. Quoted words stand beside each other; a minus leaves a word out."
    )
    readonly_fields = ("sentence",)
    inlines: ClassVar = [BenchmarkInline, SystemInline, BaselineInline]
    actions = ["accept", "reject"]  # noqa: RUF012 (an instance variable to the type checker)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """The claims that what was typed describes, none of them twice."""
        asked = search_term.strip()
        return (queryset.filter(described(asked)) if asked else queryset), False

    @admin.display(description="Number", ordering="value")
    def number(self, claim: Claim) -> str:
        """The number as written, with its unit."""
        return f"{claim.quote} {claim.unit or ''}".strip()

    @admin.display(description="Confidence", ordering="confidence")
    def sure(self, claim: Claim) -> str:
        """How sure the engine is, to two places."""
        return f"{claim.confidence:.2f}"

    @admin.display(description="Words around it")
    def words(self, claim: Claim) -> str:
        """The abstract's words next to the number."""
        start, end = max(claim.sentence_start, claim.start - NEAR), min(claim.sentence_end, claim.end + NEAR)
        return claim.paper.abstract[start:end]

    @admin.display(description="Paper", ordering="paper__title")
    def of(self, claim: Claim) -> str:
        """The paper's title, cut to what a column can show."""
        return Truncator(claim.paper.title or "Untitled paper").chars(60)

    @admin.display(description="Sentence")
    def sentence(self, claim: Claim) -> str:
        """The words that the number stands in."""
        return claim.paper.abstract[claim.sentence_start : claim.sentence_end]

    @admin.action(description="Accept the chosen claims as they stand", permissions=["decide"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        """Marks the claims as checked by a curator, an event for each."""
        self._decide(request, queryset, actions.accept, "accepted")

    @admin.action(description="Reject the chosen claims", permissions=["decide"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        """Marks the claims as none; they are kept, so that no later reading brings them back."""
        self._decide(request, queryset, actions.reject, "rejected")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """True for those who may change claims."""
        return request.user.has_perm("leaderboard.change_claim")

    def _decide(
        self, request: HttpRequest, claims: QuerySet[Claim], decision: Callable[..., Claim], done: str
    ) -> None:
        chosen = list(claims)
        with transaction.atomic():
            for claim in chosen:
                decision(claim, by=request.user, source="admin", seen=claim.updated_at)
        messages.success(request, f"{len(chosen)} claims {done}.")
