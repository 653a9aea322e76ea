"""The words of papers, apart from the papers: what the search looks through."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from leaderboard.models.paper import Paper


class PaperWords(models.Model):
    """The stems of a paper's title (weight A) and abstract (weight B), and its day.

    A row of its own, because the row of a paper is also the job of reading it: every change of the job's
    state would write a new version of the row, and with it of the large index. Triggers on papers keep it.
    """

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, primary_key=True, related_name="words")
    stems = SearchVectorField()
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [GinIndex(name="paperwords_stems", fields=["stems"])]

    def __str__(self) -> str:
        return f"words of paper {self.pk}"
