"""The second factor of an account: set up, checked, renewed, taken away; each change leaves an event."""

import math
import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from leaderboard.actions import events
from leaderboard.domain import accounts
from leaderboard.queries import second_factor as queries

CODES = 10
"""Codes on paper; each is good once."""

_APP_CODE = re.compile(r"[0-9]{6}")


class TooSoonError(Exception):
    """Wrong codes were given before; none is looked at until `until`."""

    def __init__(self, until: datetime) -> None:
        wait = max(1, math.ceil((until - timezone.now()).total_seconds()))
        super().__init__(
            f"After wrong codes none is looked at for {wait} second{'' if wait == 1 else 's'}: "
            "wait, then type the code that the app shows"
        )
        self.until = until


def begin(account: Any) -> TOTPDevice:
    """The app to set up, which counts only once a code of it was given."""
    app, _ = TOTPDevice.objects.get_or_create(user=account, confirmed=False, defaults={"name": "app"})
    return app


def confirm(account: Any, *, code: str) -> TOTPDevice | None:
    """The app, which counts from now on; None where the code is none of it, or nothing was begun."""
    with transaction.atomic():
        app = TOTPDevice.objects.select_for_update().filter(user=account, confirmed=False).first()
        if app is None or queries.wanted_of(account) or not _right(app, _bare(code)):
            return None
        app.confirmed = True
        app.save(update_fields=["confirmed"])
        _note("second factor on", account, by=account)
    return app


def check(account: Any, *, code: str) -> TOTPDevice | StaticDevice | None:
    """What knows the code, which is used up by this; None where nothing does.

    Raises TooSoonError after wrong codes: a second after the first, twice as long after each further one.
    """
    bare = _bare(code)
    with transaction.atomic():
        for device in queries.devices(account, paper=not _APP_CODE.fullmatch(bare)):
            if _right(device, bare):
                return device
    return None


def new_codes(account: Any) -> list[str]:
    """Codes to print or write down; those of before are good for nothing any more."""
    with transaction.atomic():
        paper, _ = StaticDevice.objects.get_or_create(user=account, defaults={"name": "paper"})
        paper.token_set.all().delete()
        codes = [StaticToken.random_token() for _ in range(CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=paper, token=code) for code in codes)
        _note("new codes", account, by=account)
    return codes


def turn_off(account: Any, *, by: Any, reason: str = "") -> bool:
    """Whether the account had a second factor, which is gone now: app, codes and what was begun."""
    with transaction.atomic():
        had = queries.wanted_of(account)
        for model in (TOTPDevice, StaticDevice):
            model.objects.filter(user=account).delete()
        if had:
            _note("second factor off", account, by=by, reason=reason)
    return had


def _bare(code: str) -> str:
    """The code without the spaces and dashes that people put in."""
    return re.sub(r"[\s-]", "", code).lower()


def _right(device: TOTPDevice | StaticDevice, code: str) -> bool:
    """Whether the device knows the code; a wrong one is counted."""
    allowed, why = device.verify_is_allowed()
    if not allowed:
        raise TooSoonError(why["locked_until"])
    return bool(device.verify_token(code))


def _note(action: str, account: Any, *, by: Any, reason: str = "") -> None:
    subject = (accounts.SUBJECT, accounts.uid(account.pk))
    events.record(action, subject=subject, by=by, before=None, after=None, reason=reason)
