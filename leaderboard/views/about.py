"""How the site works, in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from extraction.accuracy import measured
from leaderboard.domain.ranking import SURE_ENOUGH


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How claims are read, what states and kinds mean, what is known to go wrong, how often it is right."""
    accuracy = measured()
    return render(
        request,
        "about.html",
        {
            "sure_enough": SURE_ENOUGH,
            "accuracy": accuracy,
            "ranked_right": accuracy.share_right(least=SURE_ENOUGH),
            "site": request.build_absolute_uri("/"),
        },
    )
