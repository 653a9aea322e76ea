"""Addresses of the curators' own screens, inside the admin."""

from django.urls import path

from leaderboard.admin import batches, bulk, numbers, paper_desk, papers_desk, policy, queue

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
    path("papers/", papers_desk.desk, name="paper-desk"),
    path("papers/add/", papers_desk.add, name="paper-add"),
    path("papers/upload/", papers_desk.upload, name="paper-upload"),
    path("papers/settled/<uuid:uid>/", papers_desk.settle, name="paper-settle"),
    path("papers/<uuid:uid>/", paper_desk.paper, name="paper-correct"),
    path("papers/<uuid:uid>/retract/", paper_desk.retract, name="paper-retract"),
    path("papers/<uuid:uid>/reinstate/", paper_desk.reinstate, name="paper-reinstate"),
    path("papers/<uuid:uid>/merge/", paper_desk.merge, name="paper-merge"),
    path("papers/unmerge/<uuid:event>/", paper_desk.unmerge, name="paper-unmerge"),
    path("policy/", policy.policies, name="policies"),
    path("policy/outlook/", policy.outlook, name="policy-outlook"),
    path("policy/set/", policy.put, name="policy-set"),
    path("policy/<uuid:uid>/stop/", policy.stop, name="policy-stop"),
    path("queue/", queue.queue, name="queue"),
    path("queue/next/", queue.take, name="queue-next"),
    path("queue/aside/", queue.bring_back, name="queue-aside"),
    path("queue/names/", queue.names, name="queue-names"),
    path("queue/undo/<uuid:event>/", queue.undo, name="queue-undo"),
    path("queue/<uuid:uid>/", queue.claim, name="queue-claim"),
]
