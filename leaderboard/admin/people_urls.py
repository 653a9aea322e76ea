"""Addresses of the team's screens about what people said and decided, inside the admin."""

from django.urls import path

from leaderboard.admin import authors, public_proposals, stories

urlpatterns = [
    path("history/<uuid:uid>/", stories.story, name="claim-story"),
    path("history/restore/<uuid:event>/before/", stories.restore, {"side": "before"}, name="restore-before"),
    path("history/restore/<uuid:event>/after/", stories.restore, {"side": "after"}, name="restore-after"),
    path("proposals/", public_proposals.proposals, name="proposals"),
    path("proposals/<uuid:uid>/", public_proposals.proposal, name="proposal"),
    path("authors/<uuid:paper>/", authors.links, name="author-links"),
    path("authors/revoke/<uuid:uid>/", authors.revoke, name="author-link-revoke"),
]
