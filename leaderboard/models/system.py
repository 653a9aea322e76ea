"""Systems: what was measured, methods and models alike."""

from django.db import models

from leaderboard.models.name import Alias, Named


class System(Named):
    """A method or model that numbers are about."""

    class Meta(Named.Meta):
        pass


class SystemAlias(Alias):
    """A spelling of a system's name."""

    owner = models.ForeignKey(System, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "system aliases"
