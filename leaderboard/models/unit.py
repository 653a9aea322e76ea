"""Units as texts write them, with what one of them is on the scale that pages show."""

from typing import ClassVar

from django.db import models

from leaderboard.models.fields import NumericField


class UnitWord(models.Model):
    """A spelling of a unit: one of it is `factor` of `base`, the one unit that amounts of its kind share."""

    word = models.CharField(max_length=80, primary_key=True)
    base = models.CharField(max_length=40)
    factor = NumericField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="unitword_factor_positive", condition=models.Q(factor__gt=0)),
            models.CheckConstraint(name="unitword_named", condition=~models.Q(word="") & ~models.Q(base="")),
        ]

    def __str__(self) -> str:
        return self.word
