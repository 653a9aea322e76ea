"""Field types that Django lacks."""

from typing import Any

from django.core.checks import CheckMessage
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class NumericField(models.DecimalField):  # type: ignore[type-arg] # Django's is no generic when it runs
    """A decimal of any size that keeps the digits it was written with (PostgreSQL's bare `numeric`).

    A fixed number of places would store 1e-20 as zero and refuse a training cost of 3.8e25 FLOPs.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "max_digits": None, "decimal_places": None})

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """PostgreSQL's unbounded decimal type."""
        return "numeric"

    def deconstruct(self) -> Any:
        """What a migration writes: without the two settings that have no meaning here."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {k: v for k, v in options.items() if k not in _UNUSED}

    def _check_decimal_places(self) -> list[CheckMessage]:
        return []

    def _check_max_digits(self) -> list[CheckMessage]:
        return []

    def _check_decimal_places_and_max_digits(self, **_: Any) -> list[CheckMessage]:
        return []


_UNUSED = frozenset({"max_digits", "decimal_places"})
