"""What the screens of bulk decisions ask for."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from extraction.rules import Part
from leaderboard.domain.names import MAX_NAME
from leaderboard.models import Claim
from leaderboard.queries import search, selections
from leaderboard.queries.claim_filters import UNCLEAR
from leaderboard.queries.curation import OPEN
from leaderboard.queries.selections import Selection

_ANY = [("", "any")]
_STATES = [(state.value, state.label) for state in OPEN]


def _read_by(part: Part) -> forms.ChoiceField:
    choices = [*_ANY, *selections.rules_of(part)]
    return forms.ChoiceField(required=False, choices=choices, label=f"{part.capitalize()} read by")


class SelectionForm(forms.Form):
    """Which claims to decide about; an empty field narrows nothing."""

    metric = forms.CharField(required=False, max_length=MAX_NAME)
    family = forms.ChoiceField(required=False, label="Family of the metric")
    benchmark = forms.CharField(required=False, max_length=MAX_NAME)
    kind = forms.ChoiceField(required=False, choices=[*_ANY, *Claim.Kind.choices, (UNCLEAR, "not clear")])
    role = forms.ChoiceField(required=False, choices=[*_ANY, *Claim.Role.choices], label="Whose number")
    state = forms.ChoiceField(required=False, choices=[*_ANY, *_STATES])
    source = forms.ChoiceField(required=False, label="Source of the paper")
    engine_version = forms.ChoiceField(required=False, label="Read by engine")
    min_confidence = forms.FloatField(required=False, min_value=0, max_value=1, label="Confidence from")
    max_confidence = forms.FloatField(required=False, min_value=0, max_value=1, label="Confidence to")
    number_rule = _read_by(Part.NUMBER)
    metric_rule = _read_by(Part.METRIC)
    benchmark_rule = _read_by(Part.BENCHMARK)
    system_rule = _read_by(Part.SYSTEM)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = {
            "family": selections.families(),
            "source": _sources(self.data.get("source", "")),
            "engine_version": selections.engines(),
        }
        for name, given in choices.items():
            self.fields[name].choices = [*_ANY, *((each, each) for each in given)]  # type: ignore[attr-defined]
        for name in ("min_confidence", "max_confidence"):
            self.fields[name].widget.attrs["step"] = "any"

    @property
    def by_rule(self) -> list[forms.BoundField]:
        """The fields that ask for what read a part."""
        return [self[name] for name in selections.RULES]

    @property
    def others(self) -> list[forms.BoundField]:
        """All other fields."""
        return [field for field in self if field.name not in selections.RULES]

    @property
    def asks_for_rules(self) -> bool:
        """Whether one of the fields of rules is filled in, right or wrong."""
        return any(field.value() for field in self.by_rule)

    def clean_metric(self) -> str | None:
        """The slug of the metric of this name."""
        words = self.cleaned_data["metric"]
        return _slug(search.metric_called(words), words, what="metric") if words else None

    def clean_benchmark(self) -> str | None:
        """The slug of the benchmark of this name."""
        words = self.cleaned_data["benchmark"]
        return _slug(search.benchmark_called(words), words, what="benchmark") if words else None

    def clean(self) -> None:
        """Raises nothing; a range of confidence that holds nothing is an error of its upper end."""
        low, high = (self.cleaned_data.get(name) for name in ("min_confidence", "max_confidence"))
        if low is not None and high is not None and low > high:
            self.add_error("max_confidence", f"This is below where the range begins ({low:g}).")

    def selection(self) -> Selection:
        """What was asked for."""
        given = {field.name: self.cleaned_data[field.name] for field in fields(Selection)}
        return Selection(**{name: None if value == "" else value for name, value in given.items()})


class DecisionForm(forms.Form):
    """What to do with all of them, why, and which dry run was seen before."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("reject", "reject")])
    reason = forms.CharField(max_length=2000)
    as_of = forms.CharField(max_length=40)
    expected = forms.IntegerField(min_value=0, required=False)

    def clean_as_of(self) -> Any:
        """The moment of the dry run."""
        try:
            moment = parse_datetime(self.cleaned_data["as_of"])
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise forms.ValidationError("Begin with the dry run: this is not the moment of one.")
        return moment


def _sources(asked: str) -> list[str]:
    """The places to choose from, and a single record's source where an address asks for one."""
    found = selections.sources()
    return [*found, asked] if asked not in found and selections.is_source(asked) else found


def _slug(thing: Any, words: str, *, what: str) -> str:
    if thing is None:
        raise forms.ValidationError(f"No {what} is called “{words}” here.")
    return str(thing.slug)
