"""Exports hold each work once: a row that was merged into another one is no paper of its own."""

from django.db import migrations

_VIEW = """
CREATE OR REPLACE VIEW leaderboard_export_papers AS
SELECT id AS place, uid, nullif(title, '') AS title, abstract, arxiv_id, doi, nullif(url, '') AS url,
    categories::text[] AS categories, authors, author_count, published_on, nullif(date_text, '') AS date_text,
    listed_on, sources, is_summary, retracted_on, state, nullif(engine_version, '') AS engine_version,
    extracted_at, created_at, updated_at
FROM leaderboard_paper
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0174_author_links")]
    operations = [migrations.RunSQL(f"{_VIEW} WHERE merged_into_id IS NULL;", f"{_VIEW};")]
