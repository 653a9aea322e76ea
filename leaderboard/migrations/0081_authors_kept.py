"""Names of authors, added by a trigger on papers; those of the papers that are there already."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

_SLUG = """ltrim(left(trim(BOTH '-' FROM regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), 80)
           || '-' || left(md5(name), 10), '-')"""

# In the order of their slugs, so that two writers never wait for each other in a circle.
_ADD = f"""
    INSERT INTO leaderboard_author (slug, name)
        SELECT {_SLUG}, name FROM (SELECT DISTINCT unnest(authors) AS name FROM PAPERS) given
        WHERE name <> '' ORDER BY 1
        ON CONFLICT DO NOTHING;
"""
_TRIGGERS = """
CREATE FUNCTION leaderboard_add_authors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    ADD
    RETURN NULL;
END $$;
CREATE TRIGGER paper_authors_added AFTER INSERT ON leaderboard_paper
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_add_authors();
CREATE FUNCTION leaderboard_change_authors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CHANGE
    RETURN NULL;
END $$;
CREATE TRIGGER paper_authors_changed AFTER UPDATE OF authors ON leaderboard_paper
    FOR EACH ROW WHEN (OLD.authors IS DISTINCT FROM NEW.authors)
    EXECUTE FUNCTION leaderboard_change_authors();
""".replace("ADD", _ADD.replace("PAPERS", "written")).replace(
    "CHANGE", _ADD.replace("PAPERS", "(SELECT NEW.authors) p")
)
_NO_TRIGGERS = """
DROP TRIGGER paper_authors_changed ON leaderboard_paper;
DROP TRIGGER paper_authors_added ON leaderboard_paper;
DROP FUNCTION leaderboard_change_authors();
DROP FUNCTION leaderboard_add_authors();
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0080_evaluations")]
    operations = [
        migrations.AddIndex(model_name="paper", index=GinIndex(fields=["authors"], name="paper_authors")),
        migrations.RunSQL(_TRIGGERS, _NO_TRIGGERS),
        migrations.RunSQL(_ADD.replace("PAPERS", "leaderboard_paper"), migrations.RunSQL.noop),
    ]
