"""The second factor of an account: an authenticator app, and codes on paper for when it is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Since when an account has one, and how many of its paper codes are left."""

    since: datetime | None
    codes: int


def wanted_of(account: Any) -> bool:
    """Whether the account signs in with a second step, as it chose."""
    return bool(TOTPDevice.objects.filter(user=account, confirmed=True).exists())


def of(account: Any) -> SecondFactor | None:
    """The account's second factor; None where it has none."""
    app = TOTPDevice.objects.filter(user=account, confirmed=True).first()
    left = StaticToken.objects.filter(device__user=account).count()
    return SecondFactor(app.created_at, left) if app else None


def devices(account: Any, *, paper: bool) -> Sequence[TOTPDevice | StaticDevice]:
    """What may check a code of the account, held until the transaction ends."""
    model = StaticDevice if paper else TOTPDevice
    return list(model.objects.select_for_update().filter(user=account, confirmed=True))
