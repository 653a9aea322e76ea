"""The words of papers in a table of their own, kept by triggers on titles, abstracts and days."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

_STEMS = """setweight(to_tsvector('claimboard', p.title), 'A')
           || setweight(to_tsvector('claimboard', p.abstract), 'B')"""

_TRIGGERS = """
CREATE FUNCTION leaderboard_add_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO leaderboard_paperwords (paper_id, stems, published_on)
        SELECT p.id, STEMS, p.published_on FROM written p;
    RETURN NULL;
END $$;
CREATE TRIGGER paper_words_added AFTER INSERT ON leaderboard_paper
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_add_words();
CREATE FUNCTION leaderboard_change_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE leaderboard_paperwords SET stems = STEMS, published_on = p.published_on
        FROM (SELECT NEW.id, NEW.title, NEW.abstract, NEW.published_on) p WHERE paper_id = p.id;
    RETURN NULL;
END $$;
CREATE TRIGGER paper_words_changed AFTER UPDATE OF title, abstract, published_on ON leaderboard_paper
    FOR EACH ROW WHEN ((OLD.title, OLD.abstract, OLD.published_on)
                       IS DISTINCT FROM (NEW.title, NEW.abstract, NEW.published_on))
    EXECUTE FUNCTION leaderboard_change_words();
""".replace("STEMS", _STEMS)
_NO_TRIGGERS = """
DROP TRIGGER paper_words_changed ON leaderboard_paper;
DROP TRIGGER paper_words_added ON leaderboard_paper;
DROP FUNCTION leaderboard_change_words();
DROP FUNCTION leaderboard_add_words();
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0003_triggers")]
    operations = [
        migrations.CreateModel(
            name="PaperWords",
            fields=[
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="leaderboard.paper",
                    ),
                ),
                ("stems", django.contrib.postgres.search.SearchVectorField()),
                ("published_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["stems"], name="paperwords_stems")
                ],
            },
        ),
        migrations.RunSQL(_TRIGGERS, _NO_TRIGGERS),
    ]
