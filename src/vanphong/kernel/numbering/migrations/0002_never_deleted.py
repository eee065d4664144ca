"""A number once given is never deleted and never becomes another number."""

from django.db import migrations

GUARD = """
CREATE FUNCTION numbering_keep() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'số đã cấp không được xóa' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.number <> OLD.number OR NEW.series_id <> OLD.series_id OR NEW.given_at <> OLD.given_at THEN
        RAISE EXCEPTION 'số đã cấp không được đổi' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER numbering_keep BEFORE UPDATE OR DELETE ON numbering_issuednumber
    FOR EACH ROW EXECUTE FUNCTION numbering_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("numbering", "0001_initial")]
    operations = [
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER numbering_keep ON numbering_issuednumber; DROP FUNCTION numbering_keep();",
        )
    ]
