"""An account's own page: password, second factor, sessions."""

from base64 import b32encode
from collections.abc import Callable
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp import login as note_device

from leaderboard.actions import second_factor as actions
from leaderboard.actions import sessions as ending
from leaderboard.queries import second_factor, sessions
from leaderboard.views.signing_in import MAX_CODE, onward

WRONG = "This code is not the one that the app shows now, or was used before. Nothing was changed."


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What somebody can do about their own account."""
    factor = second_factor.of(request.user)
    places = sessions.of(request.user, current=request.session.session_key, two_steps=factor is not None)
    context = {
        "factor": factor,
        "places": places,
        "staff": request.user.is_staff,
        "required": settings.REQUIRE_TWO_FACTOR,
        "said": [str(message) for message in messages.get_messages(request)],
    }
    return render(request, "account/account.html", context)


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Back to the account, which is signed in nowhere but here."""
    ended = ending.end_all(request.user, by=request.user, but=request.session.session_key)
    messages.success(
        request, f"Signed out in {ended} other place{'' if ended == 1 else 's'}; only this session is left."
    )
    return redirect("account")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """A second factor to set up; once a code of the app is given, the codes for paper, this once."""
    if second_factor.wanted_of(request.user):
        return redirect("account")
    if request.method != "POST":
        return _show_setup(request, "")
    try:
        device = actions.confirm(request.user, code=_code(request))
    except actions.TooSoonError as error:
        return _show_setup(request, f"{error}.", status=429)
    if device is None:
        return _show_setup(request, WRONG, status=400)
    request.session.cycle_key()
    note_device(request, device)
    return _show_codes(request)


@never_cache
@login_required
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New codes for paper, shown this once, for a code of the app."""
    return _with_code(request, lambda: _show_codes(request))


@never_cache
@login_required
@require_POST
def turn_off(request: HttpRequest) -> HttpResponse:
    """The account without a second factor, for a code of the app or of paper."""

    def done() -> HttpResponse:
        actions.turn_off(request.user, by=request.user)
        messages.success(request, "The second factor is off: name and password are enough.")
        return redirect("account")

    return _with_code(request, done)


class PasswordView(PasswordChangeView):
    """A new password; every other session of the account ends by that."""

    template_name = "account/password.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        """Back to the account, signed in here alone."""
        response = super().form_valid(form)
        messages.success(self.request, "The password is changed; other sessions are signed out.")
        return response


def _with_code(request: HttpRequest, done: Callable[[], HttpResponse]) -> HttpResponse:
    """What is done where the code given is right; else back to the account, which says so."""
    try:
        known = actions.check(request.user, code=_code(request))
    except actions.TooSoonError as error:
        messages.error(request, f"{error}.")
        return redirect("account")
    if known is None:
        messages.error(request, WRONG)
        return redirect("account")
    return done()


def _show_setup(request: HttpRequest, wrong: str, *, status: int = 200) -> HttpResponse:
    app = actions.begin(request.user)
    image = segno.make(app.config_url, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    key = b32encode(app.bin_key).decode().rstrip("=")
    context = {
        "image": image,
        "link": app.config_url,
        "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        "required": request.user.is_staff and settings.REQUIRE_TWO_FACTOR,
        "wrong": wrong,
        "next": onward(request),
    }
    return render(request, "account/two_factor.html", context, status=status)


def _show_codes(request: HttpRequest) -> HttpResponse:
    context = {"codes": actions.new_codes(request.user), "next": onward(request)}
    return render(request, "account/codes.html", context)


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "")[:MAX_CODE]
