"""What bodies of requests hold: fields that take a value as it is or refuse it, and never make it another."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from leaderboard.api.problems import refuse_unknown


class ExactText(serializers.CharField):
    """A text, with its spaces; a number is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The text as it was sent."""
        if data is not serializers.empty and data is not None and not isinstance(data, str):
            raise ValidationError("This is no text.")
        return super().run_validation(data)


class ExactInteger(serializers.IntegerField):
    """A whole number; the digits of one as a text are none."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The number as it was sent."""
        if isinstance(data, (str, bool)) or (isinstance(data, float) and not data.is_integer()):
            raise ValidationError("This is no whole number.")
        return super().run_validation(data)


class ExactBoolean(serializers.BooleanField):
    """True or false; a word is neither."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The value as it was sent."""
        if data is not serializers.empty and not isinstance(data, bool):
            raise ValidationError("This is neither true nor false.")
        return super().run_validation(data)


class Body(serializers.Serializer[Any]):
    """An object whose fields are all known."""

    def to_internal_value(self, data: Any) -> Any:
        """The fields; raises ValidationError for one that is unknown, naming the nearest."""
        if isinstance(data, dict):
            refuse_unknown(data, known=self.fields, what="field")
        return super().to_internal_value(data)
