"""Names that are locked for an address after wrong passwords."""

from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone


def seconds_left(name: str, address: str) -> int:
    """Seconds until the name is open again to the address, at least one."""
    last = AccessAttempt.objects.filter(username=name, ip_address=address).order_by("-attempt_time").first()
    whole = settings.AXES_COOLOFF_TIME
    left = whole if last is None else last.attempt_time + whole - timezone.now()
    return max(1, int(left.total_seconds()) + 1)
