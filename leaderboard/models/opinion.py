"""Second opinions: what another curator says of the same reading without knowing what the first one said."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from leaderboard.models.claim import Claim
from leaderboard.models.event import Event


class SecondOpinion(models.Model):
    """A decision of the queue that chance drew for a second look, and what came of it; null until then.

    `first` is the decision, whose `before` is the reading that both look at. It waits as long as the claim
    was last decided about at `decided_at`, so no later decision has to know of it. `says` is what the second
    curator would have done, `agrees` whether that is the same in everything; where not, the claim waits for
    a third look as long as `decided_at` holds. `declined` are the accounts that knew the decision or can't
    tell.
    """

    class Says(models.TextChoices):
        """What the second curator would have done."""

        ACCEPT = "accept", "accept"
        CORRECT = "correct", "correct"
        REJECT = "reject", "reject"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="second_opinions")
    first = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    decided_at = models.DateTimeField()
    asked_at = models.DateTimeField(auto_now_add=True)
    declined = ArrayField(models.BigIntegerField(), default=list)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="+")
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    says = models.CharField(max_length=7, choices=Says.choices, null=True)
    agrees = models.BooleanField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="secondopinion_whole_or_none",
                condition=Q(event=None, second_by=None, says=None, agrees=None)
                | Q(event__isnull=False, second_by__isnull=False, says__isnull=False, agrees__isnull=False),
            ),
            models.CheckConstraint(
                name="secondopinion_of_another", condition=Q(second_by=None) | ~Q(second_by=F("first_by"))
            ),
            models.CheckConstraint(
                name="secondopinion_says_known",
                condition=Q(says=None) | Q(says__in=["accept", "correct", "reject"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="secondopinion_waiting", fields=["id"], condition=Q(event=None)),
            models.Index(name="secondopinion_differing", fields=["id"], condition=Q(agrees=False)),
        ]

    def __str__(self) -> str:
        return f"second opinion of claim {self.claim_id}"
