"""Numbers that disagree."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.domain.contradictions import Verdict
from leaderboard.domain.ranking import SURE_ENOUGH
from leaderboard.forms import ContradictionForm
from leaderboard.queries import contradictions as queries
from leaderboard.queries import search
from leaderboard.queries.contradictions import Chosen, UnknownNameError
from leaderboard.views.pages import asked, page_of

NEAREST = 3
TABS = {None: "All", Verdict.CERTAIN: "Certain", Verdict.POSSIBLE: "Possible"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A choice of how sure the contradictions are, and how many there are of them."""

    words: str
    address: str
    count: str
    here: bool


@dataclass(frozen=True, slots=True)
class Guess:
    """A name that may have been meant, and the same page with it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A filter that names nothing, in words, and what may have been meant."""

    words: str
    nearest: tuple[Guess, ...]


@require_safe
@page_of
def contradictions(request: HttpRequest) -> HttpResponse:
    """Claims about the same thing with different numbers, narrowed by benchmark, metric and system."""
    form = asked(ContradictionForm, request)
    context = {
        "asked": form.cleaned_data,
        "narrowed": bool(_given(form)),
        "sure_enough": SURE_ENOUGH,
        "named": queries.named(),
    }
    try:
        things = queries.chosen(form.filters)
    except UnknownNameError as error:
        unknown = {"unknown": _unknown(error, form), "title": ""}
        return render(request, "contradictions.html", context | unknown, status=404)
    verdict = form.verdict_chosen
    certain = None if verdict is None else verdict is Verdict.CERTAIN
    context |= {
        "unknown": None,
        "title": ", ".join(thing.name for thing in (things.system, things.benchmark, things.metric) if thing),
        "rows": queries.contradictions(things, certain=certain, cursor=form.cursor),
        "tabs": _tabs(things, form),
        "base": _address(_given(form)),
    }
    return render(request, "contradictions.html", context)


def _given(form: ContradictionForm) -> dict[str, str]:
    """What the address asks for, but the page."""
    names = ("benchmark", "metric", "system", "verdict")
    return {name: form.cleaned_data[name] for name in names if form.cleaned_data[name]}


def _tabs(things: Chosen, form: ContradictionForm) -> list[Tab]:
    counts = queries.counts(things)
    numbers = {None: sum(counts.values()), Verdict.CERTAIN: counts[True], Verdict.POSSIBLE: counts[False]}
    return [
        Tab(
            words=words,
            address=_address({**_given(form), "verdict": verdict or ""}),
            count=f"{numbers[verdict]:,}{'+' * any(count == queries.MANY for count in counts.values())}",
            here=verdict is form.verdict_chosen,
        )
        for verdict, words in TABS.items()
    ]


def _unknown(error: UnknownNameError, form: ContradictionForm) -> Unknown:
    written = form.cleaned_data[error.filter_name]
    found = search.things(written, kind=search.Kind(f"{error.filter_name}s"), size=NEAREST).rows
    guesses = [Guess(each.name, _address({**_given(form), error.filter_name: each.slug})) for each in found]
    return Unknown(f"There is no {error.filter_name} “{written}”.", tuple(guesses))


def _address(given: Mapping[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in given.items() if value})
