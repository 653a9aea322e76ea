"""What the addresses of pages may ask for; anything else is answered with words, not with a guess."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django import forms
from django.db import models

from leaderboard.domain import names
from leaderboard.domain.contradictions import Verdict
from leaderboard.domain.efficiency import Lane
from leaderboard.domain.hardware import PATTERNS
from leaderboard.domain.names import MAX_NAME, MAX_SLUG
from leaderboard.models import ApiToken, Benchmark, Claim, Metric, Snapshot
from leaderboard.models.paper import MAX_ABSTRACT, MAX_TITLE
from leaderboard.models.token import MAX_TOKEN_NAME
from leaderboard.queries import contradictions, efficiency, search, snapshots
from leaderboard.queries.boards import Column, Filters, Sort, Tab
from leaderboard.queries.claims import SHOWN
from leaderboard.queries.efficiency_totals import PARTS
from leaderboard.queries.keysets import MAX_CURSOR, Cursor
from leaderboard.queries.search import Kind, Narrowed
from leaderboard.queries.things import Part
from leaderboard.sources import identifiers

Thing = TypeVar("Thing")

MAX_QUERY = 200
MAX_SETTING = 2_000
MAX_UPLOAD = 20 * 1024 * 1024
EMBEDDED, MAX_EMBEDDED = 10, 50
"""Rows of an embedded board: where the address does not say, and at the most."""


class PageForm(forms.Form):
    """Which page of a list: after a mark, or before one."""

    after = forms.CharField(required=False, max_length=MAX_CURSOR)
    before = forms.CharField(required=False, max_length=MAX_CURSOR)

    def clean(self) -> dict[str, Any]:
        """The fields, unless both directions are asked for at once."""
        cleaned = super().clean() or {}
        if cleaned.get("after") and cleaned.get("before"):
            raise forms.ValidationError("A page is either after a mark or before one, not both.")
        return cleaned

    @property
    def cursor(self) -> Cursor | None:
        """The mark that the page stands next to; None for the first page."""
        if self.cleaned_data["before"]:
            return Cursor(self.cleaned_data["before"], backwards=True)
        return Cursor(self.cleaned_data["after"]) if self.cleaned_data["after"] else None


class BoardForm(PageForm):
    """A board's tab, sort order and page."""

    tab = forms.ChoiceField(required=False, choices=[(tab.value, tab.value) for tab in Tab])
    sort = forms.ChoiceField(
        required=False,
        choices=[(sign + column.value, column.value) for column in Column for sign in ("", "-")],
    )

    setting = forms.CharField(required=False, max_length=MAX_SETTING)
    year = forms.IntegerField(required=False, min_value=1, max_value=9999)
    state = forms.ChoiceField(required=False, choices=[(state.value, state.value) for state in SHOWN])
    role = forms.ChoiceField(required=False, choices=Claim.Role.choices)

    @property
    def filters(self) -> Filters:
        """What the tab is narrowed to."""
        asked = self.cleaned_data
        return Filters(
            setting=asked["setting"] or None,
            year=asked["year"],
            state=asked["state"] or None,
            role=asked["role"] or None,
        )

    @property
    def tab_chosen(self) -> Tab | None:
        """The tab that is asked for; None: the board's own choice."""
        return Tab(self.cleaned_data["tab"]) if self.cleaned_data["tab"] else None

    @property
    def sort_chosen(self) -> Sort | None:
        """The sort order that is asked for; None: the tab's own."""
        asked = self.cleaned_data["sort"]
        return Sort(Column(asked.removeprefix("-")), asked.startswith("-")) if asked else None


class Theme(models.TextChoices):
    """The colours of an embedded board."""

    AUTO = "auto", "as the reader's system"
    LIGHT = "light", "light"
    DARK = "dark", "dark"


class Embedded(forms.Form):
    """A table in small: how many rows, in which colours."""

    rows = forms.IntegerField(required=False, min_value=1, max_value=MAX_EMBEDDED)
    theme = forms.ChoiceField(required=False, choices=Theme.choices)

    @property
    def rows_chosen(self) -> int:
        """The number of rows that is asked for."""
        return int(self.cleaned_data["rows"] or EMBEDDED)

    @property
    def theme_chosen(self) -> Theme:
        """The colours that are asked for; the reader's own where none are."""
        return Theme(self.cleaned_data["theme"] or Theme.AUTO)


class EmbedForm(Embedded, BoardForm):
    """A board in small."""


class SearchForm(PageForm):
    """What to look for, among what, and how it is narrowed."""

    q = forms.CharField(required=False, max_length=MAX_QUERY)
    kind = forms.ChoiceField(required=False, choices=[(kind.value, kind.value) for kind in Kind])
    year = forms.IntegerField(required=False, min_value=1, max_value=9999)
    metric = forms.CharField(required=False, max_length=MAX_NAME)
    benchmark = forms.CharField(required=False, max_length=MAX_NAME)
    number = forms.ChoiceField(required=False, choices=Claim.Kind.choices)

    def clean_metric(self) -> Metric | None:
        """The metric of this name."""
        words = self.cleaned_data["metric"]
        return _called(search.metric_called(words), words, what="metric") if words else None

    def clean_benchmark(self) -> Benchmark | None:
        """The benchmark of this name."""
        words = self.cleaned_data["benchmark"]
        return _called(search.benchmark_called(words), words, what="benchmark") if words else None

    @property
    def narrowed(self) -> Narrowed:
        """What is found must be about this."""
        asked = self.cleaned_data
        return Narrowed(asked["year"], asked["metric"], asked["benchmark"], asked["number"])

    @property
    def kind_chosen(self) -> Kind | None:
        """The only kind of thing to look for; None: all of them."""
        return Kind(self.cleaned_data["kind"]) if self.cleaned_data["kind"] else None


def _called(thing: Thing | None, words: str, *, what: str) -> Thing:
    if thing is None:
        raise forms.ValidationError(
            f"No {what} is called “{words}” here. Search for it to see its spellings."
        )
    return thing


class SystemForm(PageForm):
    """Which claims of a system's page, and which page of them."""

    part = forms.ChoiceField(required=False, choices=[(part.value, part.value) for part in Part])

    @property
    def part_chosen(self) -> Part:
        """The claims that are asked for; the system's own where nothing is."""
        return Part(self.cleaned_data["part"] or Part.OWN)


class ContradictionForm(PageForm):
    """Which contradictions: of what, and how sure; names may be written as such or as in addresses."""

    benchmark = forms.CharField(required=False, max_length=MAX_QUERY)
    metric = forms.CharField(required=False, max_length=MAX_QUERY)
    system = forms.CharField(required=False, max_length=MAX_QUERY)
    verdict = forms.ChoiceField(required=False, choices=[(each.value, each.value) for each in Verdict])

    @property
    def filters(self) -> contradictions.Filters:
        """What the list is narrowed to."""
        given = {name: self.cleaned_data[name] for name in ("benchmark", "metric", "system")}
        return contradictions.Filters(**{name: names.slug(text) for name, text in given.items() if text})

    @property
    def verdict_chosen(self) -> Verdict | None:
        """How sure the contradictions have to be; None: listed whatever they are."""
        return Verdict(self.cleaned_data["verdict"]) if self.cleaned_data["verdict"] else None


class CompareForm(forms.Form):
    """The systems to compare, each by its own `systems` in the address, and what to look for to add."""

    systems = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    q = forms.CharField(required=False, max_length=MAX_QUERY)

    @property
    def slugs(self) -> list[str]:
        """The systems that are asked for, each once; names may stand for slugs."""
        given = [text.strip() for text in self.cleaned_data["systems"] or []]
        return list(dict.fromkeys(names.slug(text[:MAX_QUERY]) for text in given if text))


class EfficiencyForm(PageForm):
    """A board of efficiency: its table, what narrows it, sort order and page."""

    tab = forms.ChoiceField(required=False, choices=[(lane.value, lane.value) for lane in Lane])
    sort = forms.ChoiceField(
        required=False,
        choices=[(sign + column.value, column.value) for column in efficiency.Column for sign in ("", "-")],
    )
    unit = forms.CharField(required=False, max_length=MAX_SETTING)
    baseline = forms.SlugField(required=False, max_length=MAX_SLUG)
    hardware = forms.ChoiceField(required=False, choices=[(name, name) for name, _ in PATTERNS])
    task = forms.SlugField(required=False, max_length=MAX_SLUG)
    metric = forms.SlugField(required=False, max_length=MAX_SLUG)
    state = forms.ChoiceField(required=False, choices=[(state.value, state.value) for state in SHOWN])

    @property
    def filters(self) -> efficiency.Filters:
        """What the table is narrowed to."""
        return efficiency.Filters(**{name: self.cleaned_data[name] or None for name in PARTS})

    @property
    def lane_chosen(self) -> Lane | None:
        """The table that is asked for; None: the first that holds something."""
        return Lane(self.cleaned_data["tab"]) if self.cleaned_data["tab"] else None

    @property
    def sort_chosen(self) -> efficiency.Sort | None:
        """The sort order that is asked for; None: the table's own."""
        asked = self.cleaned_data["sort"]
        if not asked:
            return None
        return efficiency.Sort(efficiency.Column(asked.removeprefix("-")), asked.startswith("-"))


class EfficiencyEmbedForm(Embedded, EfficiencyForm):
    """A board of efficiency in small."""


class ParetoForm(forms.Form):
    """The two metrics of a picture, and the benchmark that it is narrowed to; names may stand for slugs."""

    x = forms.CharField(required=False, max_length=MAX_QUERY, empty_value="")
    y = forms.CharField(required=False, max_length=MAX_QUERY, empty_value="")
    benchmark = forms.CharField(required=False, max_length=MAX_QUERY, empty_value="")

    def asked(self, name: str) -> str:
        """The slug that a field asks for, empty for none."""
        given = self.cleaned_data[name]
        return names.slug(given) if given else ""


class TokenForm(forms.Form):
    """A new token: what its owner calls it, what it may do, and how long it is good."""

    name = forms.CharField(max_length=MAX_TOKEN_NAME)
    scopes = forms.MultipleChoiceField(required=False, choices=ApiToken.Scope.choices)
    days = forms.ChoiceField(
        required=False,
        choices=[("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("", "until it is revoked")],
        initial="90",
    )


class DifferenceForm(PageForm):
    """Two snapshots by name, and which part of their difference."""

    part = forms.ChoiceField(required=False, choices=[(part.value, part.value) for part in snapshots.Part])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("from", "to"):
            self.fields[name] = forms.SlugField(max_length=20)

    def clean(self) -> dict[str, Any]:
        """The fields, with the two snapshots in place of their names."""
        cleaned = super().clean()
        for name in ("from", "to"):
            if name in cleaned:
                cleaned[name] = self._snapshot(name, cleaned[name])
        return cleaned

    @property
    def pair(self) -> snapshots.Pair:
        """The snapshots that are compared."""
        return snapshots.Pair(self.cleaned_data["from"], self.cleaned_data["to"])

    @property
    def part_chosen(self) -> snapshots.Part:
        """The part that is shown."""
        return snapshots.Part(self.cleaned_data["part"] or snapshots.Part.LEADERS)

    def _snapshot(self, field: str, name: str) -> Snapshot | None:
        found = snapshots.find(name)
        if found is None:
            self.add_error(field, f"There is no snapshot “{name}”; /snapshots/ lists those that there are.")
        return found


class Rejected(models.TextChoices):
    """Why a curator says that a claim is none."""

    NO_RESULT = "no result", "No result"
    MISREAD = "number misread", "Number misread"
    NOT_MEASURED = "not measured by the paper", "Not measured here"
    SETUP = "part of the set-up", "Set-up, not outcome"
    DOUBLE = "the same result twice", "The same twice"
    OTHER = "other", "Something else"


MAX_NOTE = 2_000
_UNKNOWN = [("", "unknown")]


def _offered(field: str) -> forms.TextInput:
    """A field that offers what exists while it is typed into."""
    return forms.TextInput({"list": f"names-{field}", "autocomplete": "off"})


class ProposalForm(forms.Form):
    """What the engine proposes, to be corrected; an empty field means that the text does not say."""

    value = forms.CharField(max_length=200)
    value_high = forms.CharField(max_length=200, required=False, label="Upper end of a range")
    unit = forms.CharField(max_length=200, required=False, widget=_offered("unit"))
    kind = forms.ChoiceField(choices=[*_UNKNOWN, *Claim.Kind.choices], required=False)
    direction = forms.ChoiceField(
        choices=[*_UNKNOWN, *Claim.Direction.choices], required=False, label="The change goes"
    )
    role = forms.ChoiceField(choices=Claim.Role.choices, label="Whose number")
    bound = forms.ChoiceField(choices=Claim.Bound.choices, label="How exact")
    metric = forms.CharField(
        max_length=MAX_NAME,
        required=False,
        widget=_offered("metric"),
    )
    benchmarks = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    systems = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    baselines = forms.Field(required=False, widget=forms.MultipleHiddenInput, label="Compared with")
    setting = forms.CharField(max_length=MAX_SETTING, required=False)
    task_text = forms.CharField(
        max_length=MAX_SETTING, required=False, label="Task", widget=_offered("task_text")
    )
    note = forms.CharField(max_length=MAX_NOTE, required=False, label="Note for the history")
    new_names = forms.BooleanField(required=False, label="Names that are not known here may be made new")
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self["kind"].value() == Claim.Kind.ABSOLUTE:  # nothing that changes, so nothing is unknown of it
            choices = [("", "does not apply to a result"), *Claim.Direction.choices]
            self.fields["direction"].choices = choices  # type: ignore[attr-defined]

    def clean_value(self) -> Decimal:
        """The number as typed."""
        return decimal(self.cleaned_data["value"])

    def clean_value_high(self) -> Decimal | None:
        """The upper end of a range as typed; None for none."""
        typed = self.cleaned_data["value_high"]
        return decimal(typed) if typed else None

    def clean_seen(self) -> datetime:
        """When the claim that was shown had last changed."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError as error:
            raise forms.ValidationError("This page is damaged. Open the claim again.") from error

    def clean_benchmarks(self) -> list[str]:
        """Names, each once."""
        return _lines(self.cleaned_data["benchmarks"])

    def clean_systems(self) -> list[str]:
        """Names, each once."""
        return _lines(self.cleaned_data["systems"])

    def clean_baselines(self) -> list[str]:
        """Names, each once."""
        return _lines(self.cleaned_data["baselines"])


def decimal(typed: str) -> Decimal:
    """The number that was typed; a ValidationError where it is none."""
    try:
        found = Decimal(typed.strip().replace(",", "").replace("−", "-"))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise forms.ValidationError(f"“{typed}” is no number. Write it like 81.5 or 3.8e25.")
    return found


def _lines(given: Any) -> list[str]:
    names_given = [" ".join(str(each).split()) for each in given or []]
    if any(len(name) > MAX_NAME for name in names_given):
        raise forms.ValidationError(f"A name has at most {MAX_NAME} characters.")
    return list(dict.fromkeys(filter(None, names_given)))


class PaperForm(forms.Form):
    """A paper as somebody types it in; authors one a line."""

    title = forms.CharField(max_length=MAX_TITLE, required=False)
    abstract = forms.CharField(
        max_length=MAX_ABSTRACT, strip=False, widget=forms.Textarea({"rows": 9, "cols": 60})
    )
    authors = forms.CharField(
        max_length=MAX_ABSTRACT,
        required=False,
        label="Authors, one a line",
        widget=forms.Textarea({"rows": 3, "cols": 60}),
    )
    arxiv_id = forms.CharField(max_length=200, required=False, label="arXiv number")
    doi = forms.CharField(max_length=255, required=False, label="DOI")
    url = forms.URLField(max_length=2_000, required=False, label="Address", assume_scheme="https")
    published_on = forms.DateField(
        required=False, label="Published on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean_arxiv_id(self) -> str | None:
        """The number without its version; None where none is typed."""
        return _identifier(self.cleaned_data["arxiv_id"], identifiers.arxiv_id, "no arXiv number")

    def clean_doi(self) -> str | None:
        """The DOI as DOIs compare; None where none is typed."""
        return _identifier(self.cleaned_data["doi"], identifiers.doi, "no DOI")

    def clean_abstract(self) -> str:
        """The text exactly as typed, but for the line ends that browsers put in."""
        return str(self.cleaned_data["abstract"]).replace("\r\n", "\n")

    def clean_authors(self) -> list[str]:
        """Names, one a line."""
        return [
            name for line in self.cleaned_data["authors"].splitlines() if (name := " ".join(line.split()))
        ]


class Seen(forms.Form):
    """When what was shown had last changed, so that nothing newer is overwritten."""

    seen = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])


class CorrectionForm(PaperForm, Seen):
    """A paper as it is, to be corrected."""

    date_text = forms.CharField(max_length=100, required=False, label="Date that is not a full one")
    reason = forms.CharField(max_length=MAX_NOTE, required=False, label="Why, for the history")


class RetractionForm(Seen):
    """When a paper was retracted, and why."""

    on = forms.DateField(label="Retracted on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(max_length=MAX_NOTE, label="Why; stands on the paper’s page and on boards")


class PapersFileForm(forms.Form):
    """A file of papers, in a format that is told by what stands in it."""

    file = forms.FileField(label="File of papers")

    def clean_file(self) -> Any:
        """The file, if it is one for a browser."""
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            raise forms.ValidationError(
                f"The file has {file.size >> 20} MB; at most {MAX_UPLOAD >> 20} MB are taken here. "
                "`manage.py ingest` takes files of any size."
            )
        return file


def _identifier(typed: str, read: Callable[[str], str | None], wrong: str) -> str | None:
    if not typed.strip():
        return None
    found = read(typed)
    if found is None:
        raise forms.ValidationError(f"“{typed[:60]}” is {wrong}.")
    return found
