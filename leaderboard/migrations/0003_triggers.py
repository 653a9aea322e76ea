"""Rules that look across rows: quotes match their abstract, history is append-only, slugs stay."""

from django.db import migrations

# Papers are locked first, so that no abstract changes between the check and the commit.
_QUOTES = """
CREATE FUNCTION leaderboard_check_quotes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong text;
BEGIN
    PERFORM 1 FROM leaderboard_paper
        WHERE id IN (SELECT paper_id FROM written) ORDER BY id FOR SHARE;
    SELECT format('characters %s to %s of the abstract of paper %s are %L, not %L',
                  w.start, w."end", p.uid, substr(p.abstract, w.start + 1, w."end" - w.start), w.quote)
        INTO wrong
        FROM written w JOIN leaderboard_paper p ON p.id = w.paper_id
        WHERE substr(p.abstract, w.start + 1, w."end" - w.start) <> w.quote
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0], MESSAGE = wrong;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER claim_quote_inserted AFTER INSERT ON leaderboard_claim
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT
    EXECUTE FUNCTION leaderboard_check_quotes('claim_quote_matches');
CREATE TRIGGER claim_quote_updated AFTER UPDATE ON leaderboard_claim
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT
    EXECUTE FUNCTION leaderboard_check_quotes('claim_quote_matches');
CREATE TRIGGER rejection_quote_inserted AFTER INSERT ON leaderboard_rejection
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT
    EXECUTE FUNCTION leaderboard_check_quotes('rejection_quote_matches');
CREATE TRIGGER rejection_quote_updated AFTER UPDATE ON leaderboard_rejection
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT
    EXECUTE FUNCTION leaderboard_check_quotes('rejection_quote_matches');
"""
_NO_QUOTES = """
DROP TRIGGER claim_quote_inserted ON leaderboard_claim;
DROP TRIGGER claim_quote_updated ON leaderboard_claim;
DROP TRIGGER rejection_quote_inserted ON leaderboard_rejection;
DROP TRIGGER rejection_quote_updated ON leaderboard_rejection;
DROP FUNCTION leaderboard_check_quotes();
"""

_ABSTRACTS = """
CREATE FUNCTION leaderboard_check_abstract() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM leaderboard_claim c WHERE c.paper_id = NEW.id
            AND (substr(NEW.abstract, c.start + 1, c."end" - c.start) <> c.quote
                 OR c.sentence_end > char_length(NEW.abstract))
        UNION ALL
        SELECT 1 FROM leaderboard_rejection r WHERE r.paper_id = NEW.id
            AND substr(NEW.abstract, r.start + 1, r."end" - r.start) <> r.quote
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_abstract_keeps_quotes',
            MESSAGE = format('the abstract of paper %s has numbers quoted from it that this would move',
                             NEW.uid);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER paper_abstract_keeps_quotes AFTER UPDATE OF abstract ON leaderboard_paper
    FOR EACH ROW WHEN (OLD.abstract IS DISTINCT FROM NEW.abstract)
    EXECUTE FUNCTION leaderboard_check_abstract();
CREATE FUNCTION leaderboard_check_sentence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM written w JOIN leaderboard_paper p ON p.id = w.paper_id
               WHERE w.sentence_end > char_length(p.abstract)) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_sentence_in_abstract',
            MESSAGE = 'a sentence ends after its abstract does';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER claim_sentence_inserted AFTER INSERT ON leaderboard_claim
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_check_sentence();
CREATE TRIGGER claim_sentence_updated AFTER UPDATE ON leaderboard_claim
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_check_sentence();
"""
_NO_ABSTRACTS = """
DROP TRIGGER claim_sentence_inserted ON leaderboard_claim;
DROP TRIGGER claim_sentence_updated ON leaderboard_claim;
DROP TRIGGER paper_abstract_keeps_quotes ON leaderboard_paper;
DROP FUNCTION leaderboard_check_sentence();
DROP FUNCTION leaderboard_check_abstract();
"""

_HISTORY = """
CREATE FUNCTION leaderboard_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', CONSTRAINT = 'event_append_only',
        MESSAGE = format('%s of events is refused: history is append-only', TG_OP);
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON leaderboard_event
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_refuse_change();
"""
_NO_HISTORY = """
DROP TRIGGER event_append_only ON leaderboard_event;
DROP FUNCTION leaderboard_refuse_change();
"""

_SLUGGED = ("task", "benchmark", "metric", "system")
_SLUGS = """
CREATE FUNCTION leaderboard_keep_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', CONSTRAINT = 'slug_stays',
        MESSAGE = format('the slug %s is part of published addresses and does not change', OLD.slug);
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_slug_stays BEFORE UPDATE OF slug ON leaderboard_{table}
    FOR EACH ROW WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION leaderboard_keep_slug();
"""
    for table in _SLUGGED
)
_NO_SLUGS = (
    "".join(f"DROP TRIGGER {table}_slug_stays ON leaderboard_{table};\n" for table in _SLUGGED)
    + "DROP FUNCTION leaderboard_keep_slug();"
)


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0002_schema")]
    operations = [
        migrations.RunSQL(_QUOTES, _NO_QUOTES),
        migrations.RunSQL(_ABSTRACTS, _NO_ABSTRACTS),
        migrations.RunSQL(_HISTORY, _NO_HISTORY),
        migrations.RunSQL(_SLUGS, _NO_SLUGS),
    ]
