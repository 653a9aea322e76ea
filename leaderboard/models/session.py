"""Sessions: who is signed in where; each row knows its account, so that all of one can be ended."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """A session; without an account it is a stranger's."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta(AbstractBaseSession.Meta):
        ordering: ClassVar = ["-expire_date"]

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        """What reads and writes these rows."""
        return SessionStore


class SessionStore(DatabaseStore):
    """Keeps sessions in these rows; the module is what `SESSION_ENGINE` names."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of a session's data, with its account."""
        row: Any = super().create_model_instance(data)
        row.account_id = data.get("_auth_user_id")
        return row
