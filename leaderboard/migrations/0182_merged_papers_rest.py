"""A merged paper is never read, whoever wants all papers read anew, and no search finds it."""

from django.db import migrations

_REST = """
CREATE FUNCTION leaderboard_merged_rests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.lease_until := NULL;
    IF NEW.extracted_at IS NOT NULL THEN
        NEW.state := 'done';
        NEW.error := '';
    ELSE
        NEW.state := 'parked';
        NEW.error := 'Not read: merged into another paper.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_merged_rests BEFORE INSERT OR UPDATE ON leaderboard_paper
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL AND NEW.state IN ('waiting', 'working'))
    EXECUTE FUNCTION leaderboard_merged_rests();
"""
_NO_REST = """
DROP TRIGGER paper_merged_rests ON leaderboard_paper;
DROP FUNCTION leaderboard_merged_rests();
"""

_WORDS = """
CREATE FUNCTION leaderboard_merged_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM leaderboard_paperwords WHERE paper_id = NEW.id;
    IF NEW.merged_into_id IS NULL THEN
        INSERT INTO leaderboard_paperwords (paper_id, stems, published_on)
            VALUES (NEW.id, setweight(to_tsvector('claimboard', NEW.title), 'A')
                || setweight(to_tsvector('claimboard', NEW.abstract), 'B'), NEW.published_on);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER paper_words_merged AFTER UPDATE OF merged_into_id ON leaderboard_paper
    FOR EACH ROW WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)
    EXECUTE FUNCTION leaderboard_merged_words();
"""
_NO_WORDS = """
DROP TRIGGER paper_words_merged ON leaderboard_paper;
DROP FUNCTION leaderboard_merged_words();
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0181_papers_merged")]
    operations = [
        migrations.RunSQL(_REST, _NO_REST),
        migrations.RunSQL(_WORDS, _NO_WORDS),
    ]
