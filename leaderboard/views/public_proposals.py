"""Disputes and corrections of claims: for everybody, with or without an account."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.throttling import BaseThrottle

from leaderboard import tasks
from leaderboard.actions import contacts
from leaderboard.actions import public_proposals as actions
from leaderboard.actions.limits import TooOftenError
from leaderboard.actions.public_proposals import NotTakenError, Said
from leaderboard.models import Claim
from leaderboard.public_forms import SIGNER, SaidForm
from leaderboard.queries import public_proposals as queries
from leaderboard.queries.claim_fields import as_shown
from leaderboard.queries.claims import rows_by_id


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, uid: UUID, ask: str) -> HttpResponse:
    """The form for a claim; posted to, a proposal that waits for a curator and changes nothing."""
    claim = queries.shown(uid)
    if claim is None:
        raise Http404("There is no such claim, or it is not shown any more.")
    if request.method != "POST":
        return _show(request, claim, SaidForm(ask=ask, claim=uid))
    form = SaidForm(request.POST, ask=ask, claim=uid)
    if not form.is_valid():
        return _show(request, claim, form, status=400)
    try:
        _store(request, claim, form)
    except TooOftenError as error:
        answer = _show(request, claim, form, status=429, wrong=f"{error}. Nothing was sent.")
        answer["Retry-After"] = str(error.hours * 3_600)
        return answer
    except NotTakenError as error:
        return _show(request, claim, form, status=409, wrong=f"{error}. Nothing was sent.")
    return redirect("proposed", uid)


@require_safe
def thanks(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What happens next."""
    return render(request, "proposed.html", {"uid": uid, "mails": settings.MAILS})


@never_cache
@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What the account proposed, and what became of it."""
    found = queries.of_account(cast("User", request.user))
    return render(request, "account/proposals.html", {"proposals": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether an address is theirs; only the pressed button says so, for programs open links, too."""
    done = contacts.confirm(token) if request.method == "POST" else contacts.is_good(token)
    said = "confirmed" if done and request.method == "POST" else "ask" if done else "gone"
    return render(request, "confirm_address.html", {"said": said}, status=410 if said == "gone" else 200)


def _store(request: HttpRequest, claim: Claim, form: SaidForm) -> None:
    user = request.user if request.user.is_authenticated else None
    given = form.cleaned_data
    address = given["address"] if settings.MAILS else ""
    said = Said(form.ask, given["about"], form.suggested, given["words"], address)
    actions.propose(claim, said=said, by=user, asker=_asker(request))
    if address and user is None:
        tasks.send_mail.delay_on_commit()


def _asker(request: HttpRequest) -> str:
    """The address that asks, as far as proxies are believed."""
    return str(BaseThrottle().get_ident(request) or "")  # type: ignore[arg-type]


def _show(
    request: HttpRequest, claim: Claim, form: SaidForm, *, status: int = 200, wrong: str = ""
) -> HttpResponse:
    shown = as_shown(claim)
    context = {
        "claim": rows_by_id([claim.pk])[0],
        "form": form,
        "ask": form.ask,
        "now": {**shown, "benchmark": ", ".join(shown["benchmarks"]), "system": ", ".join(shown["systems"])},
        "stamp": _stamp(form),
        "wrong": wrong,
        "mails": settings.MAILS and not request.user.is_authenticated,
    }
    return render(request, "propose.html", context, status=status)


def _stamp(form: SaidForm) -> str:
    """The stamp that came, if it is still good: its age goes on; else a new one."""
    came = form.data.get("stamp", "") if form.is_bound else ""
    try:
        good = SIGNER.unsign(came, max_age=12 * 3_600) == str(form.claim)
    except signing.BadSignature:
        good = False
    return came if good else SIGNER.sign(str(form.claim))
