"""What people may say about claims, and about themselves."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from leaderboard.actions.authors import Verdict
from leaderboard.domain.lines import line, visible
from leaderboard.domain.names import MAX_NAME
from leaderboard.forms import decimal
from leaderboard.models import Claim, Proposal
from leaderboard.models.proposal import MAX_WORDS
from leaderboard.models.public_name import MAX_PUBLIC_NAME
from leaderboard.queries.public_proposals import FIELDS


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


class SaidForm(forms.Form):
    """What somebody says is wrong with a claim.

    `stamp` is signed when the page is made and holds the claim: what is sent within seconds, after a day or
    for another claim was not typed on that page. `website` is hidden from people; programs fill it.
    """

    about = forms.ChoiceField(choices=[("", "choose"), *Proposal.About.choices], label="What is wrong")
    value = forms.CharField(max_length=60, required=False, label="The right number")
    unit = forms.CharField(max_length=60, required=False, label="Unit")
    kind = forms.ChoiceField(
        choices=[("", "as it is"), *Claim.Kind.choices], required=False, label="What kind of number"
    )
    metric = forms.CharField(max_length=MAX_NAME, required=False, label="Metric")
    benchmark = forms.CharField(max_length=MAX_NAME, required=False, label="Benchmark")
    system = forms.CharField(max_length=MAX_NAME, required=False, label="System")
    words = forms.CharField(max_length=MAX_WORDS, required=False, widget=forms.Textarea, label="Why")
    address = forms.EmailField(max_length=254, required=False, label="E-mail")
    website = forms.CharField(required=False, label="Website")
    stamp = forms.CharField(max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ask: str, claim: UUID, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask, self.claim = ask, claim
        self.fields["words"].required = ask == Proposal.Ask.DISPUTE

    def clean_value(self) -> str:
        """The number as typed, which must be one."""
        typed = line(self.cleaned_data["value"])
        return str(decimal(typed)) if typed else ""

    def clean_words(self) -> str:
        """The words without characters that nobody sees."""
        return visible(self.cleaned_data["words"]).strip()

    def clean_website(self) -> str:
        """Empty; whoever fills it is a program."""
        if self.cleaned_data["website"]:
            raise ValidationError("Leave this field empty: it is there to catch programs.")
        return ""

    def clean_stamp(self) -> str:
        """The stamp, neither too young nor too old, nor that of another claim."""
        stamp = self.cleaned_data["stamp"]
        try:
            if SIGNER.unsign(stamp, max_age=OLDEST) != str(self.claim):
                raise ValidationError(_NOT_THIS_PAGE)
        except signing.BadSignature as error:
            raise ValidationError(_NOT_THIS_PAGE) from error
        with suppress(signing.SignatureExpired):
            SIGNER.unsign(stamp, max_age=YOUNGEST)
            raise ValidationError(f"That was quick. Read it once more; after {YOUNGEST} seconds, send it.")
        return str(stamp)

    def clean(self) -> dict[str, Any]:
        """The fields; a correction suggests something."""
        cleaned = super().clean() or {}
        if self.ask == Proposal.Ask.CORRECTION and not self.errors and not self.suggested:
            raise ValidationError("Say what would be right: fill at least one of the fields.")
        return cleaned

    @property
    def suggested(self) -> dict[str, str]:
        """What was typed for the fields of the claim; nothing in a dispute."""
        if self.ask == Proposal.Ask.DISPUTE:
            return {}
        return {name: text for name in FIELDS if (text := line(self.cleaned_data.get(name) or ""))}


class AuthorForm(forms.Form):
    """What an author says of one claim of their paper; the fields begin as the claim is."""

    verdict = forms.ChoiceField(
        choices=[
            (Verdict.LEAVE.value, "Say nothing about it"),
            (Verdict.CONFIRM.value, "It is right"),
            (Verdict.CORRECT.value, "It is wrong"),
        ],
        initial=Verdict.LEAVE.value,
    )
    value = forms.CharField(max_length=60, required=False, label="The right number")
    unit = forms.CharField(max_length=60, required=False, label="Unit")
    kind = forms.ChoiceField(
        choices=[("", "not clear"), *Claim.Kind.choices], required=False, label="What kind of number"
    )
    metric = forms.CharField(max_length=MAX_NAME, required=False, label="Metric")
    benchmark = forms.CharField(max_length=MAX_NAME, required=False, label="Benchmark")
    system = forms.CharField(max_length=MAX_NAME, required=False, label="System")
    words = forms.CharField(max_length=MAX_WORDS, required=False, label="In words")
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now

    def clean_value(self) -> str:
        """The number as typed, which must be one."""
        typed = line(self.cleaned_data["value"])
        return str(decimal(typed)) if typed else ""

    def clean_words(self) -> str:
        """The words without characters that nobody sees."""
        return visible(self.cleaned_data["words"]).strip()

    def clean_seen(self) -> datetime:
        """When the claim that was shown had last changed."""
        return moment(self.cleaned_data["seen"])

    def clean(self) -> dict[str, Any]:
        """The fields; who says that a claim is wrong says what."""
        cleaned = super().clean() or {}
        wrong = cleaned.get("verdict") == Verdict.CORRECT
        if wrong and not self.errors and not self.suggested and not cleaned["words"]:
            raise ValidationError("Change what is wrong, or say it in words.")
        return cleaned

    @property
    def suggested(self) -> dict[str, str]:
        """What was typed differently from what was shown; what was emptied is for words."""
        given = {name: line(self.cleaned_data.get(name) or "") for name in FIELDS}
        return {name: text for name, text in given.items() if text and text != line(self.now[name])}


SIGNER = signing.TimestampSigner(salt="leaderboard.proposal")
YOUNGEST, OLDEST = 3, 24 * 3_600
"""Seconds that a page must, and may, have been open before it is sent."""

_NOT_THIS_PAGE = "This page was open for too long. Here it is anew with what you typed: send it again."


def moment(typed: str) -> datetime:
    """The time that a hidden field holds."""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError as error:
        raise ValidationError("This page is damaged. Open it again.") from error
    if found.tzinfo is None:
        raise ValidationError("This page is damaged. Open it again.")
    return found
