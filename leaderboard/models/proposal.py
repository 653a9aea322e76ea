"""What people say is wrong with a claim, until a curator decides; it changes no claim by itself."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, Q

from leaderboard.models.claim import Claim

MAX_WORDS = 2_000


class Proposal(models.Model):
    """A dispute or a correction of one claim, from a reader, a contributor or an author of the paper.

    `suggested` maps fields to what was typed for them. `by` is null for somebody without an account.
    `claim_changed` is when the claim had last changed before it was proposed. `digest` tells the same thing
    said twice. `shown` says whether pages mark the claim: those of the public only once a curator has left
    them open, since a mark on somebody's number is an attack that costs nothing; those of contributors and
    authors, whom the site knows, at once.
    """

    class Ask(models.TextChoices):
        """What is asked for."""

        DISPUTE = "dispute", "dispute"
        CORRECTION = "correction", "correction"

    class About(models.TextChoices):
        """What is said to be wrong."""

        VALUE = "value", "the value"
        METRIC = "metric", "the metric"
        BENCHMARK = "benchmark", "the benchmark"
        SYSTEM = "system", "the system"
        KIND = "kind", "what kind of number it is"
        CONTEXT = "context", "the quote is out of context"
        OTHER = "other", "something else"

    class Door(models.TextChoices):
        """Where it came from."""

        PUBLIC = "public", "a reader"
        ACCOUNT = "account", "a contributor"
        AUTHOR = "author link", "an author of the paper"

    class State(models.TextChoices):
        """What became of it; those that are new or open wait for a curator."""

        NEW = "new", "nobody looked yet"
        OPEN = "open", "looked at, not settled"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="proposals")
    ask = models.CharField(max_length=10, choices=Ask.choices)
    about = models.CharField(max_length=9, choices=About.choices)
    suggested = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    door = models.CharField(max_length=11, choices=Door.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="proposals"
    )
    digest = models.CharField(max_length=64)
    claim_changed = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    shown = models.GeneratedField(
        expression=ExpressionWrapper(
            Q(state="open") | (Q(state="new") & ~Q(door="public")), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="proposal_says_something", condition=~Q(words="") | ~Q(suggested={})),
            models.CheckConstraint(
                name="proposal_account_has_one",
                condition=Q(door="account", by__isnull=False) | (~Q(door="account") & Q(by=None)),
            ),
            models.CheckConstraint(
                name="proposal_decision_pairs_with_state",
                condition=Q(state__in=["new", "open"], decided_at=None, decided_by=None)
                | Q(state__in=["accepted", "declined"], decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_declined_with_reason", condition=~Q(state="declined") | ~Q(answer="")
            ),
            models.UniqueConstraint(
                name="proposal_once", fields=["claim", "digest"], condition=Q(state__in=["new", "open"])
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="proposal_waiting", fields=["id"], condition=Q(state__in=["new", "open"])),
            models.Index(name="proposal_shown", fields=["claim"], condition=Q(shown=True)),
            models.Index(name="proposal_own", fields=["by", "-id"], condition=Q(by__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.ask} of claim {self.claim_id} ({self.state})"


class Contact(models.Model):
    """The address of somebody who wants to hear what became of their proposal; gone once it told them.

    Nothing but the question whether it is theirs is ever sent to it before it is confirmed.
    """

    proposal = models.OneToOneField(
        Proposal, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    address = models.EmailField()
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="contact_confirmed_when_asked",
                condition=Q(confirmed_at=None) | Q(asked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"contact of proposal {self.proposal_id}"
