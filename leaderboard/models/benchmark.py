"""Benchmarks: what something was measured on."""

from django.db import models

from leaderboard.domain.names import MAX_NAME
from leaderboard.models.name import Alias, Named
from leaderboard.models.task import Task


class Benchmark(Named):
    """A data set or benchmark; `task` is null while unknown, the address of its home too ("")."""

    task = models.ForeignKey(
        Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="benchmarks"
    )
    full_name = models.CharField(max_length=MAX_NAME, blank=True, default="")
    url = models.TextField(blank=True, default="")

    class Meta(Named.Meta):
        pass


class BenchmarkAlias(Alias):
    """A spelling of a benchmark's name."""

    owner = models.ForeignKey(Benchmark, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name_plural = "benchmark aliases"
