"""Words that can't be a name: what says them, and a form that says what they mean."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from leaderboard.actions import name_words as actions
from leaderboard.actions.naming import Kind, UnknownNameError
from leaderboard.admin.doors import DECIDING, needs
from leaderboard.admin.name_desk import SOURCE, sentence, show
from leaderboard.admin.name_forms import WordsForm
from leaderboard.queries import name_words as queries
from leaderboard.queries.name_desk import KINDS


@needs(DECIDING)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, kind: str, digest: str) -> HttpResponse:
    """The words and the claims that say them; posted to, these name what was typed."""
    found = queries.words(kind, digest) if kind in KINDS else None
    if found is None:
        raise Http404(
            "No claim says such words without a thing that they mean; somebody may have linked them."
        )
    if request.method != "POST":
        return _show(request, found, WordsForm())
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=400)
    about: Any = {**form.cleaned_data, "by": cast("User", request.user), "source": SOURCE}
    try:
        linked = actions.link(cast("Kind", kind), found.text, **about)
    except (UnknownNameError, ValidationError) as error:
        form.add_error("to", error.messages if isinstance(error, ValidationError) else sentence(error))
        return _show(request, found, form, status=400)
    number = f"{len(linked)} claim{'s' * (len(linked) != 1)}"
    messages.success(request, f"Linked: {number} corrected, as the history of each says.")
    return redirect("names")


def _show(request: HttpRequest, found: queries.Words, form: WordsForm, *, status: int = 200) -> HttpResponse:
    context = {
        "words": found,
        "form": form,
        "field": found.kind if found.kind == "metric" else f"{found.kind}s",
        "title": f"Words for a {found.kind}",
    }
    return show(request, "admin/name_words.html", context, status=status)
