"""An account's own pages: signing in, and the tokens by which programs act for it."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leaderboard.actions import tokens as actions
from leaderboard.actions.tokens import Made
from leaderboard.forms import TokenForm
from leaderboard.queries import tokens as queries


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The account's tokens; posted to, one more, which is shown this once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = _made(request, form) if form.is_bound and form.is_valid() else None
    context = {
        "form": form if made is None else TokenForm(),
        "made": made,
        "tokens": queries.of(request.user),
        "now": timezone.now(),
    }
    status = 400 if form.is_bound and made is None else 200
    return render(request, "account/tokens.html", context, status=status)


@login_required
@require_POST
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Back to the tokens, of which this one is good for nothing any more."""
    row = queries.one_of(request.user, uid)
    if row is None:
        raise Http404("You have no such token.")
    actions.revoke(row, by=request.user)
    return redirect("tokens")


def _made(request: HttpRequest, form: TokenForm) -> Made:
    days = form.cleaned_data["days"]
    return actions.make(
        request.user,
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"],
        expires_at=timezone.now() + timedelta(days=int(days)) if days else None,
    )
