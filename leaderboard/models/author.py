"""Names of authors, as papers give them."""

from django.db import models


class Author(models.Model):
    """A name that stands among the authors of a paper; two people of one name are one row.

    Triggers on papers add rows; none is ever removed. The slug ends in a digest, so that names that differ
    in signs alone stay apart.
    """

    slug = models.CharField(max_length=100, unique=True)
    name = models.TextField()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name
