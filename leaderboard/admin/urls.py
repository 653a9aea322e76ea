"""Addresses of the curators' own screens, inside the admin."""

from django.urls import path

from leaderboard.admin import queue

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("next/", queue.take, name="queue-next"),
    path("aside/", queue.bring_back, name="queue-aside"),
    path("names/", queue.names, name="queue-names"),
    path("undo/<uuid:event>/", queue.undo, name="queue-undo"),
    path("<uuid:uid>/", queue.claim, name="queue-claim"),
]
