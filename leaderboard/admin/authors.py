"""Links for the authors of a paper: made, shown once, copied into a mail of the curator's own, revoked."""

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from leaderboard.actions import authors as actions
from leaderboard.admin.doors import DECIDING, needs
from leaderboard.admin.stories import page
from leaderboard.queries import author_links as queries


@needs(DECIDING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, paper: UUID) -> HttpResponse:
    """The links of a paper; posted to, one more, which is shown this once."""
    about = queries.paper(paper)
    if about is None:
        raise Http404("There is no such paper.")
    address = wrong = ""
    if request.method == "POST":
        days = request.POST.get("days", "")
        if days in map(str, actions.DAYS):
            made = actions.make(about, by=cast("User", request.user), days=int(days))
            address = _whole(request, reverse("author link", args=[made.token]))
        else:
            wrong = "Choose for how long the link is good: nothing was made."
    title = about.title or "An untitled paper"
    context = {
        "paper": about,
        "links": queries.of_paper(about),
        "now": timezone.now(),
        "days": actions.DAYS,
        "address": address,
        "mail": _mail(title, address),
        "wrong": wrong,
        "title": "Ask the authors",
    }
    return page(request, "admin/author_links.html", context, status=400 if wrong else 200)


@needs(DECIDING)
@require_POST
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Back to the links of the paper, of which this one is good for nothing any more."""
    link = queries.find(uid)
    if link is None:
        raise Http404("There is no such link.")
    actions.revoke(link, by=cast("User", request.user))
    return redirect("author-links", link.paper.uid)


def _whole(request: HttpRequest, path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path if settings.SITE_URL else request.build_absolute_uri(path)


def _mail(title: str, address: str) -> str:
    """A mail in the curator's own program: the site itself writes to nobody who did not ask."""
    body = (
        f"We read numbers from the abstract of “{title}”. Are they right? This link shows them all, and "
        f"takes your answer once:\n\n{address}\n"
    )
    return "mailto:?" + urlencode({"subject": f"Numbers of {title}"[:200], "body": body}).replace("+", "%20")
