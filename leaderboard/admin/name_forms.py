"""What curators type on the desk of names."""

from typing import Any

from django import forms

from leaderboard.domain.names import MAX_NAME
from leaderboard.forms import PageForm
from leaderboard.queries.name_desk import KINDS

UNKNOWN = "unknown"
"""What is chosen to say that nobody knows, which is kept as null and shown as unknown."""


class DeskForm(PageForm):
    """Which unknown names to list."""

    kind = forms.ChoiceField(
        required=False, label="Kind", choices=[("", "all"), *((kind, f"{kind}s") for kind in KINDS)]
    )
    q = forms.CharField(required=False, label="Name holds", max_length=MAX_NAME)


class DecisionForm(forms.Form):
    """Why, and when the thing had been changed last when it was shown."""

    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(required=False, label="Why (is kept in the history)", max_length=500)


class MergeForm(DecisionForm):
    """The other thing, by any of its names."""

    into = forms.CharField(label="Is the same as", max_length=MAX_NAME)
    seen_into = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class SplitForm(DecisionForm):
    """What the chosen spellings and claims leave for; those are lists of their own in the request."""

    to = forms.CharField(label="Belong to (a thing that is there, or a new name)", max_length=MAX_NAME)


class RenameForm(DecisionForm):
    """The new name, and whether the address changes with it."""

    name = forms.CharField(label="New name", max_length=MAX_NAME)
    address = forms.BooleanField(
        required=False, label="Change the address too (the old one leads to the new one)"
    )


class WordsForm(forms.Form):
    """What words that can't be a name mean."""

    to = forms.CharField(label="They mean", max_length=MAX_NAME)
    make = forms.BooleanField(required=False, label="A new one, if nothing is called so yet", label_suffix="")
    reason = forms.CharField(required=False, label="Why (is kept in the history)", max_length=500)


class FactsForm(DecisionForm):
    """What is known of a metric; unknown is an answer of its own."""

    direction = forms.ChoiceField(
        label="Better is",
        choices=[(UNKNOWN, "unknown: not ranked"), ("higher", "higher"), ("lower", "lower")],
    )
    percentage = forms.ChoiceField(
        label="Is a percentage", choices=[(UNKNOWN, "unknown"), ("yes", "yes"), ("no", "no")]
    )
    unit = forms.CharField(
        required=False,
        label="Unit (empty: unknown)",
        max_length=40,
        widget=forms.TextInput({"list": "units", "autocomplete": "off"}),
    )
    family = forms.CharField(
        required=False,
        label="Family (empty: unknown)",
        max_length=20,
        widget=forms.TextInput({"list": "families", "autocomplete": "off"}),
    )
    field_order = ("direction", "percentage", "unit", "family", "reason")

    @staticmethod
    def shown(metric: Any) -> dict[str, Any]:
        """The facts of a metric as the form shows them."""
        return {
            "direction": metric.direction or UNKNOWN,
            "percentage": {None: UNKNOWN, True: "yes", False: "no"}[metric.percentage],
            "unit": metric.unit or "",
            "family": metric.family or "",
            "seen": metric.updated_at.isoformat(),
        }

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as they are kept."""
        given = self.cleaned_data
        return {
            "direction": None if given["direction"] == UNKNOWN else given["direction"],
            "percentage": {UNKNOWN: None, "yes": True, "no": False}[given["percentage"]],
            "unit": given["unit"].strip() or None,
            "family": given["family"].strip() or None,
        }
