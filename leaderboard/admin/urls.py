"""Addresses of the curators' own screens, inside the admin."""

from django.urls import path

from leaderboard.admin import batches, bulk, numbers, queue

urlpatterns = [
    path("batches/", batches.batches, name="batches"),
    path("batches/<uuid:uid>/", batches.batch, name="batch"),
    path("batches/<uuid:uid>/cancel/", batches.cancel, name="batch-cancel"),
    path("batches/<uuid:uid>/undo/", batches.undo, name="batch-undo"),
    path("bulk/", bulk.choose, name="bulk"),
    path("bulk/dry-run/", bulk.dry_run, name="bulk-dry-run"),
    path("bulk/start/", bulk.start, name="bulk-start"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/decided.jsonl", numbers.annotations, name="numbers-annotations"),
    path("numbers/draw/", numbers.draw, name="numbers-draw"),
    path("queue/", queue.queue, name="queue"),
    path("queue/next/", queue.take, name="queue-next"),
    path("queue/aside/", queue.bring_back, name="queue-aside"),
    path("queue/names/", queue.names, name="queue-names"),
    path("queue/undo/<uuid:event>/", queue.undo, name="queue-undo"),
    path("queue/<uuid:uid>/", queue.claim, name="queue-claim"),
]
