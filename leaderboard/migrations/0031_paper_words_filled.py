"""The words of the papers that are there already."""

from django.db import migrations

_FILL = """
INSERT INTO leaderboard_paperwords (paper_id, stems, published_on)
    SELECT p.id, p.search, p.published_on FROM leaderboard_paper p
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0030_paper_words")]
    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
