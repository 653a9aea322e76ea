"""Mail to people who proposed something: one question whether the address is theirs, one answer."""

import logging
from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core import mail, signing
from django.urls import reverse
from django.utils import timezone

from leaderboard.models import Contact, Proposal
from leaderboard.queries.public_proposals import WAITING

logger = logging.getLogger(__name__)
SALT = "leaderboard.confirm-address"
MOST = 100
"""Mails of each kind that one run sends."""

DAYS = 2
"""How long a link confirms an address, and an unconfirmed address is kept."""

QUESTION = """Somebody gave this address at {site} to hear what becomes of a proposal to correct a claim.

If that was you, open this page within {days} days and press the button:
{link}

If it was not, do nothing: the address is forgotten in {days} days, and nothing else is sent to it.
"""
ANSWER = """A curator has {done} your proposal about a claim at {site}.

The claim and its history:
{link}

Your address is forgotten now; this was the last mail.
"""


def token(proposal: Proposal) -> str:
    """What a link to confirm the address of this proposal holds."""
    return signing.dumps(str(proposal.uid), salt=SALT)


def is_good(given: str) -> bool:
    """True while the link can still confirm its address; asking changes nothing."""
    return _asked(given) is not None


def confirm(given: str) -> bool:
    """True if the address is confirmed now; again is no harm."""
    contact = _asked(given)
    if contact is None:
        return False
    Contact.objects.filter(pk=contact.pk, confirmed_at=None).update(confirmed_at=timezone.now())
    return True


def send() -> int:
    """Send what is due: questions, and answers to confirmed addresses; how many.

    What is sent is noted before, by a statement that only one worker can win: twice is worse than never.
    """
    forget()
    if not settings.MAILS:
        return 0
    asked = Contact.objects.filter(asked_at=None, proposal__state__in=WAITING)
    decided = Contact.objects.filter(confirmed_at__isnull=False).exclude(proposal__state__in=WAITING)
    return sum(map(_ask, asked.select_related("proposal")[:MOST])) + sum(
        map(_answer, decided.select_related("proposal__claim")[:MOST])
    )


def forget() -> int:
    """Remove addresses that nobody confirmed in time; how many."""
    old = timezone.now() - timedelta(days=DAYS)
    return Contact.objects.filter(confirmed_at=None, created_at__lte=old).delete()[0]


def _asked(given: str) -> Contact | None:
    try:
        uid = UUID(signing.loads(given, salt=SALT, max_age=timedelta(days=DAYS)))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Contact.objects.filter(proposal__uid=uid, asked_at__isnull=False).first()


def _ask(contact: Contact) -> bool:
    if not Contact.objects.filter(pk=contact.pk, asked_at=None).update(asked_at=timezone.now()):
        return False
    link = reverse("confirm address", args=[token(contact.proposal)])
    return _mail(contact.address, "Is this your address?", QUESTION, days=DAYS, link=link)


def _answer(contact: Contact) -> bool:
    if not Contact.objects.filter(pk=contact.pk).delete()[0]:
        return False
    proposal = contact.proposal
    link = reverse("claim history", args=[proposal.claim.uid])
    return _mail(contact.address, "What became of your proposal", ANSWER, done=proposal.state, link=link)


def _mail(address: str, subject: str, words: str, *, link: str, **filled: object) -> bool:
    """Send words of the site's own; nothing that anybody typed is among them."""
    site = settings.SITE_URL.rstrip("/")
    body = words.format(site=site, link=site + link, **filled)
    try:
        return bool(mail.send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address]))
    except (OSError, SMTPException):
        logger.exception("a mail could not be sent; it is not tried again")
        return False
