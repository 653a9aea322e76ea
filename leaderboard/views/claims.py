"""The permanent address of a claim."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from leaderboard.queries import claims as queries


@require_safe
def claim(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To the claim's place on the page of its paper; what became of it where it is no longer shown."""
    place = queries.place(uid)
    if place is None:
        raise Http404("There is no such claim.")
    if place.shown:
        return redirect(f"{reverse('paper', args=[place.paper])}#claim-{uid}")
    return render(request, "gone.html", {"place": place}, status=410)
