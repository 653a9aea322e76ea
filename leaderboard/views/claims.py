"""The permanent address of a claim."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from leaderboard.queries import claims as queries


@require_safe
def claim(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To the claim's place on the page of its paper."""
    paper = queries.paper_of(uid)
    if paper is None:
        raise Http404("There is no such claim.")
    return redirect(f"{reverse('paper', args=[paper])}#claim-{uid}")
