"""How an account's history is found: an event's subject has a uid, an account only a number."""

from uuid import NAMESPACE_URL, UUID, uuid5

SUBJECT = "account"


def uid(number: int) -> UUID:
    """The uid by which events name the account with this number; always the same one."""
    return uuid5(NAMESPACE_URL, f"claimboard:account:{number}")
