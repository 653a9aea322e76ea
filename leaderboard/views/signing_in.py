"""Signing in: name and password, then the second step of those who have one."""

from typing import Any

from axes.helpers import get_client_username
from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import DEVICE_ID_SESSION_KEY

from leaderboard.actions import second_factor
from leaderboard.queries import lockouts
from leaderboard.views import signed_in

MAX_CODE = 40


class SignInView(LoginView):
    """Name and password; the session's key is a new one afterwards."""

    template_name = "account/login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; for somebody halfway in, the second step."""
        if signed_in.halfway(request) is not None:
            return redirect(_with_next("verify", onward(request)))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """On to where they wanted to go; there the second step is asked for."""
        response = super().form_valid(form)
        signed_in.begin(self.request)
        return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, or one from paper."""
    account = signed_in.halfway(request)
    if account is None:
        return redirect(onward(request))
    if request.method != "POST":
        return _ask(request, "")
    try:
        device = second_factor.check(account, code=request.POST.get("code", "")[:MAX_CODE])
    except second_factor.TooSoonError as error:
        return _ask(request, f"{error}.", status=429)
    if device is None:
        return _ask(
            request, "This code is not the one that the app shows now, or was used before.", status=400
        )
    request.session.cycle_key()
    request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    return redirect(onward(request))


def locked(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """The page for too many wrong passwords: how long, and what to do."""
    name = get_client_username(request, credentials) or ""
    wait = lockouts.seconds_left(name, signed_in.address_of(request))
    context = {"minutes": -(-wait // 60), "failures": settings.AXES_FAILURE_LIMIT}
    page = render(request, "account/locked.html", context, status=429)
    page["Retry-After"] = str(wait)
    add_never_cache_headers(page)
    return page


def onward(request: HttpRequest) -> str:
    """Where somebody wanted to go, if that is on this site; else to their account."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else resolve_url(settings.LOGIN_REDIRECT_URL)


def _ask(request: HttpRequest, wrong: str, *, status: int = 200) -> HttpResponse:
    context = {"wrong": wrong, "next": onward(request)}
    return render(request, "account/verify.html", context, status=status)


def _with_next(name: str, place: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': place})}"
