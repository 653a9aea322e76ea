"""What people may say about claims, and about themselves."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from leaderboard.domain.lines import line
from leaderboard.models.public_name import MAX_PUBLIC_NAME

MAX_WORDS = 2_000


class NameForm(forms.Form):
    """The name under which somebody appears in public; empty for none."""

    public_name = forms.CharField(max_length=MAX_PUBLIC_NAME, required=False, label="Name in public")

    def clean_public_name(self) -> str:
        """The name on one line; an address for mail is refused, for it would be published."""
        name = line(self.cleaned_data["public_name"])
        if "@" in name:
            raise ValidationError("Choose a name without “@”: everybody will read it.")
        return name


class RestoreForm(forms.Form):
    """Why a claim goes back to an earlier state, and as of when its screen showed it."""

    reason = forms.CharField(max_length=MAX_WORDS, required=False, label="Why (for the public history)")
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean_seen(self) -> datetime:
        """When the claim that was shown had last changed."""
        return moment(self.cleaned_data["seen"])


def moment(typed: str) -> datetime:
    """The time that a hidden field holds."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError as error:
        raise ValidationError("This page is damaged. Open it again.") from error
    if found.tzinfo is None:
        raise ValidationError("This page is damaged. Open it again.")
    return found


def first_error(form: forms.Form) -> str:
    """The first thing that is wrong with a form, with the field's label."""
    errors: Any = form.errors.get_json_data()
    field, messages = next(iter(errors.items()))
    label = form.fields[field].label if field in form.fields else ""
    return f"{label or field}: {messages[0]['message']}"
