"""Extensions of PostgreSQL, and the text search configuration that ignores accents."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

_CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION claimboard (COPY = english);
ALTER TEXT SEARCH CONFIGURATION claimboard
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(_CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION claimboard"),
    ]
