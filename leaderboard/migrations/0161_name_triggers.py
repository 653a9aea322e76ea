"""A slug that changes leaves a redirect behind; no address is a thing's and a redirect at once."""

from django.db import migrations

_SLUGGED = ("task", "benchmark", "metric", "system")

_STAYED = """
CREATE OR REPLACE FUNCTION leaderboard_keep_slug() RETURNS trigger LANGUAGE plpgsql AS $$
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
_STAYS_NO_MORE = (
    "".join(f"DROP TRIGGER {table}_slug_stays ON leaderboard_{table};\n" for table in _SLUGGED)
    + "DROP FUNCTION leaderboard_keep_slug();"
)

_LEADS_ON = "".join(
    f"""
CREATE FUNCTION leaderboard_{table}_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM leaderboard_nameredirect
        WHERE kind = '{table}' AND slug = NEW.slug AND {table}_id = NEW.id;
    INSERT INTO leaderboard_nameredirect (kind, slug, {table}_id) VALUES ('{table}', OLD.slug, NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_moved AFTER UPDATE OF slug ON leaderboard_{table}
    FOR EACH ROW WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION leaderboard_{table}_moved();
CREATE FUNCTION leaderboard_{table}_address_free() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE taken text;
BEGIN
    SELECT r.slug INTO taken FROM new_rows n
        JOIN leaderboard_nameredirect r ON r.kind = '{table}' AND r.slug = n.slug LIMIT 1;
    IF taken IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'unique_violation', CONSTRAINT = 'slug_is_no_redirect',
            MESSAGE = format('the address %s led to another {table} and still does', taken);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_address_free AFTER INSERT ON leaderboard_{table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_{table}_address_free();
CREATE TRIGGER {table}_new_address_free AFTER UPDATE ON leaderboard_{table}
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_{table}_address_free();
"""
    for table in _SLUGGED
)
_LEADS_NOWHERE = "".join(
    f"""
DROP FUNCTION leaderboard_{table}_moved() CASCADE;
DROP FUNCTION leaderboard_{table}_address_free() CASCADE;
"""
    for table in _SLUGGED
)

_LIVE = "\n    UNION ALL ".join(
    f"SELECT n.slug FROM new_rows n JOIN leaderboard_{table} t ON n.kind = '{table}' AND t.slug = n.slug"
    for table in _SLUGGED
)
_NO_LIVE = f"""
CREATE FUNCTION leaderboard_redirect_free() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE taken text;
BEGIN
    SELECT slug INTO taken FROM (
    {_LIVE}
    ) live LIMIT 1;
    IF taken IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'unique_violation', CONSTRAINT = 'redirect_is_no_slug',
            MESSAGE = format('%s is the address of a thing, and leads nowhere else', taken);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER redirect_free AFTER INSERT ON leaderboard_nameredirect REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION leaderboard_redirect_free();
"""


class Migration(migrations.Migration):
    dependencies = [("leaderboard", "0160_name_changes")]
    operations = [
        migrations.RunSQL(_STAYS_NO_MORE, _STAYED),
        migrations.RunSQL(_LEADS_ON, _LEADS_NOWHERE),
        migrations.RunSQL(_NO_LIVE, "DROP FUNCTION leaderboard_redirect_free() CASCADE"),
    ]
