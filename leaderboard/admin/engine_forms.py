"""What the screens of engines may be asked for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from leaderboard.actions.candidates import Candidate
from leaderboard.models import TrialClaim
from leaderboard.queries import trials
from leaderboard.queries.trials import Board


class StartForm(forms.Form):
    """Which candidate reads everything, and what it leaves out."""

    candidate = forms.ChoiceField(label="Candidate")
    least = forms.FloatField(
        required=False,
        min_value=0,
        max_value=1,
        label="Leave out claims below this confidence",
        help_text="0 to 1; empty: none is left out",
    )
    reason = forms.CharField(required=False, max_length=500, label="Reason")

    again = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, candidates: Sequence[Candidate], given: QueryDict | None = None) -> None:
        super().__init__(given, label_suffix="")
        known = [(each.name, each.about) for each in candidates]
        self.fields["candidate"] = forms.ChoiceField(label="Candidate", choices=known)


class LookForm(forms.Form):
    """Which readings of a comparison: of one outcome, of one board."""

    outcome = forms.ChoiceField(required=False, choices=TrialClaim.Outcome.choices)
    benchmark = forms.SlugField(required=False, max_length=80)
    metric = forms.SlugField(required=False, max_length=80)

    board: Board | None = None

    def clean(self) -> dict[str, Any]:
        """The fields; a board is named by both of its parts or by neither."""
        cleaned = super().clean() or {}
        slugs = cleaned.get("benchmark", ""), cleaned.get("metric", "")
        if any(slugs):
            self.board = trials.board(*slugs)
            if self.board is None:
                raise forms.ValidationError("There is no such board.")
        return cleaned
