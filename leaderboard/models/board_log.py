"""What happened on boards, for readers: claims that came, went, or are another number now."""

from typing import ClassVar

from django.db import models


class BoardLog(models.Model):
    """One change of one claim's place on one board; written by triggers on standings, in its transaction.

    Board and claim are plain numbers: a reference would make writers wait for each other, and what left
    shall still be told. `event` is the decision behind it, null where the engine read anew or a name moved.
    """

    class What(models.TextChoices):
        """What became of the claim on this board."""

        ENTERED = "entered", "entered"
        LEFT = "left", "left"
        CHANGED = "changed", "changed"
        DISPUTED = "disputed", "disputed"
        SETTLED = "settled", "dispute settled"
        CHECKED = "checked", "checked by a curator"
        CONFIRMED = "confirmed", "confirmed by the authors"
        REOPENED = "reopened", "no longer decided"

    benchmark = models.BigIntegerField()
    metric = models.BigIntegerField()
    claim = models.BigIntegerField()
    what = models.CharField(max_length=9, choices=What.choices)
    at = models.DateTimeField()
    transaction = models.BigIntegerField()
    event = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "board log"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="boardlog_once", fields=["claim", "transaction", "benchmark", "metric"]
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="boardlog_board", fields=["benchmark", "metric", "-id"]),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim} {self.what} on board {self.benchmark}/{self.metric}"
