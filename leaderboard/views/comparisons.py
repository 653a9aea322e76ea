"""Systems beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leaderboard.forms import CompareForm
from leaderboard.queries import comparisons as queries
from leaderboard.queries import search
from leaderboard.queries.claims import Name
from leaderboard.queries.comparisons import FEWEST, MOST
from leaderboard.views.pages import asked

FOUND = 10
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A system that a link adds, removes or puts in another's place, and where the link leads."""

    name: str
    slug: str
    address: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A system that is not there, and those with the nearest names."""

    slug: str
    without: str
    nearest: tuple[Choice, ...]


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to six systems on the boards they share; with fewer, a form that finds some."""
    form = asked(CompareForm, request)
    slugs, question = form.slugs, form.cleaned_data["q"]
    systems = queries.systems(slugs[: MOST + 1])
    known = {system.slug for system in systems}
    unknown = [_unknown(slug, slugs) for slug in slugs[:MOST] if slug not in known]
    whole = not unknown and len(slugs) <= MOST
    room = whole and len(slugs) < MOST
    context = {
        "slugs": slugs,
        "chosen": [Choice(each.name, each.slug, _address(_without(slugs, each.slug))) for each in systems],
        "unknown": unknown,
        "too_many": len(slugs) > MOST,
        "most": MOST,
        "question": question,
        "found": _found(question, slugs) if room and question else [],
        "rivals": [_added(each, slugs) for each in queries.rivals(systems)] if room and systems else [],
        "comparison": queries.compare(systems) if whole and len(systems) >= FEWEST else None,
    }
    status = 400 if len(slugs) > MOST else 404 if unknown else 200
    return render(request, "compare.html", context, status=status)


def _found(question: str, slugs: Sequence[str]) -> list[Choice]:
    """What the question may mean, but what is chosen already."""
    rows = search.things(question, kind=search.Kind.SYSTEMS, size=FOUND).rows
    return [_added(Name(row.name, row.slug), slugs) for row in rows if row.slug not in slugs]


def _added(system: Name, slugs: Sequence[str]) -> Choice:
    return Choice(system.text, system.slug or "", _address([*slugs, system.slug or ""]))


def _unknown(slug: str, slugs: Sequence[str]) -> Unknown:
    near = search.things(slug.replace("-", " "), kind=search.Kind.SYSTEMS, size=NEAREST).rows
    instead = [
        Choice(row.name, row.slug, _address([row.slug if each == slug else each for each in slugs]))
        for row in near
    ]
    return Unknown(slug, _address(_without(slugs, slug)), tuple(instead))


def _without(slugs: Sequence[str], slug: str) -> list[str]:
    return [each for each in slugs if each != slug]


def _address(slugs: Sequence[str]) -> str:
    return "?" + urlencode({"systems": list(dict.fromkeys(slugs))}, doseq=True)
