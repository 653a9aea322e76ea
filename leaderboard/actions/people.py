"""What people choose to be called in public."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from leaderboard.models import PublicName


def appear_as(account: AbstractBaseUser, *, name: str) -> None:
    """The account appears under this name from now on, in what was and what will be; empty: by role.

    Raises ValidationError for a name that somebody else appears under.
    """
    if not name:
        PublicName.objects.filter(account=account.pk).delete()
        return
    try:
        with transaction.atomic():
            PublicName.objects.update_or_create(account_id=account.pk, defaults={"name": name})
    except IntegrityError as error:
        raise ValidationError(f"Somebody appears as “{name}” already. Choose another name.") from error
