"""Papers without the search vector that has moved to a table of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0031_paper_words_filled")]
    operations = [
        migrations.RemoveIndex(model_name="paper", name="paper_search"),
        migrations.RemoveField(model_name="paper", name="search"),
    ]
