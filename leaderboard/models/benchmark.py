"""Benchmarks: what something was measured on."""

from django.db import models

from leaderboard.models.name import Alias, Named
from leaderboard.models.task import Task


class Benchmark(Named):
    """A data set or benchmark; `task` is null while unknown."""

    task = models.ForeignKey(
        Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="benchmarks"
    )

    class Meta(Named.Meta):
        pass


class BenchmarkAlias(Alias):
    """A spelling of a benchmark's name."""

    owner = models.ForeignKey(Benchmark, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "benchmark aliases"
