"""An account's own pages: signing in, and the tokens by which programs act for it."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leaderboard.actions import people
from leaderboard.actions import tokens as actions
from leaderboard.actions.tokens import Made
from leaderboard.forms import TokenForm
from leaderboard.public_forms import NameForm
from leaderboard.queries import people as shown
from leaderboard.queries import tokens as queries


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The account's tokens; posted to, one more, which is shown this once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = _made(request, form) if form.is_bound and form.is_valid() else None
    status = 400 if form.is_bound and made is None else 200
    return _page(request, form=form if made is None else TokenForm(), made=made, status=status)


@login_required
@require_POST
def appear(request: HttpRequest) -> HttpResponse:
    """Back to the account's page; the name under which the public reads of it is another one."""
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            people.appear_as(cast("User", request.user), name=form.cleaned_data["public_name"])
            return redirect("tokens")
        except ValidationError as error:
            form.add_error("public_name", error)
    return _page(request, form=TokenForm(), naming=form, status=400)


@login_required
@require_POST
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Back to the tokens, of which this one is good for nothing any more."""
    row = queries.one_of(request.user, uid)
    if row is None:
        raise Http404("You have no such token.")
    actions.revoke(row, by=request.user)
    return redirect("tokens")


def _page(
    request: HttpRequest,
    *,
    form: TokenForm,
    made: Made | None = None,
    naming: NameForm | None = None,
    status: int = 200,
) -> HttpResponse:
    called = shown.chosen_name(cast("User", request.user))
    context = {
        "form": form,
        "made": made,
        "naming": naming or NameForm(initial={"public_name": called}),
        "tokens": queries.of(request.user),
        "now": timezone.now(),
    }
    return render(request, "account/tokens.html", context, status=status)


def _made(request: HttpRequest, form: TokenForm) -> Made:
    days = form.cleaned_data["days"]
    return actions.make(
        request.user,
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        expires_at=timezone.now() + timedelta(days=int(days)) if days else None,
    )
