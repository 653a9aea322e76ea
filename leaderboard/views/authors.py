"""What an author of a paper sees behind their link."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leaderboard.actions import authors as actions
from leaderboard.actions.authors import Answer, ClosedError, Verdict
from leaderboard.actions.claims import StaleClaimError
from leaderboard.models import AuthorLink
from leaderboard.public_forms import AuthorForm
from leaderboard.queries import author_links as queries
from leaderboard.queries.author_links import Asked


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """All claims of the paper to confirm or correct; opening the link does not use it, the button does."""
    try:
        link = actions.opened(token)
        if request.method != "POST":
            return _show(request, link, _forms(link))
        return _take(request, link, token)
    except ClosedError as error:
        return render(request, "author_closed.html", {"why": error.why.value}, status=410)


def _take(request: HttpRequest, link: AuthorLink, token: str) -> HttpResponse:
    forms = _forms(link, request.POST)
    # A claim that came after the page was made has no fields in it: nothing is said about it.
    sent = [(each, form) for each, form in forms if form.add_prefix("seen") in request.POST]
    if not all(form.is_valid() for _, form in sent):
        return _show(
            request, link, forms, status=400, wrong="Nothing was sent yet: look at the marked claims."
        )
    answers = [_answer(each, form) for each, form in sent]
    if all(given.verdict is Verdict.LEAVE for given in answers):
        wrong = "You said nothing about any claim yet; the link stays good."
        return _show(request, link, forms, status=400, wrong=wrong)
    try:
        outcome = actions.answer(token, answers=answers)
    except StaleClaimError:
        wrong = "A claim was changed while you looked at it. Nothing was sent: here they are as they are now."
        return _show(request, link, _forms(link), status=409, wrong=wrong)
    except ValidationError as error:
        return _show(request, link, forms, status=400, wrong=" ".join(error.messages))
    return render(request, "author_done.html", {"outcome": outcome, "about": link.paper})


def _answer(asked: Asked, form: AuthorForm) -> Answer:
    given = form.cleaned_data
    verdict = Verdict(given["verdict"])
    suggested = form.suggested if verdict is Verdict.CORRECT else {}
    return Answer(asked.row.uid, verdict, given["seen"], suggested, given["words"])


def _forms(link: AuthorLink, data: Any = None) -> list[tuple[Asked, AuthorForm]]:
    return [
        (each, AuthorForm(data, prefix=str(each.row.uid), now=each.now, initial=_initial(each)))
        for each in queries.asked(link.paper)
    ]


def _initial(each: Asked) -> dict[str, str]:
    return {**each.now, "seen": each.changed.isoformat(), "verdict": Verdict.LEAVE.value}


def _show(
    request: HttpRequest,
    link: AuthorLink,
    forms: list[tuple[Asked, AuthorForm]],
    *,
    status: int = 200,
    wrong: str = "",
) -> HttpResponse:
    context = {"about": link.paper, "link": link, "asked": forms, "wrong": wrong}
    return render(request, "author_link.html", context, status=status)
