"""SQL that seals the journal: numbering, hashing, refusal of any change, refusal of writes without an entry."""

SEAL = """
CREATE FUNCTION journal_seal() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    head journal_head%ROWTYPE;
    sealed jsonb := NEW.body::jsonb;
BEGIN
    SELECT * INTO STRICT head FROM journal_head FOR UPDATE;
    NEW.seq := head.seq + 1;
    NEW.at := clock_timestamp();
    NEW.xact := pg_current_xact_id()::text::bigint;
    NEW.previous := head.hash;
    NEW.action := sealed->>'action';
    NEW.user_id := (sealed->>'user_id')::bigint;
    NEW.objects_touched := ARRAY(SELECT jsonb_array_elements_text(sealed->'objects'));
    NEW.hash := sha256(head.hash || convert_to(
        NEW.seq || E'\\n' || to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        || E'\\n' || NEW.body, 'UTF8'));
    UPDATE journal_head SET seq = NEW.seq, hash = NEW.hash;
    RETURN NEW;
END $body$;
CREATE TRIGGER journal_seal BEFORE INSERT ON journal_auditentry
    FOR EACH ROW EXECUTE FUNCTION journal_seal();

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'nhật ký chỉ được ghi thêm, không sửa, không xóa' USING ERRCODE = 'insufficient_privilege';
END $body$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal_auditentry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE FUNCTION journal_require() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    -- Transaction ids start anew in a restored cluster: an old entry of the same id must not do.
    IF NOT EXISTS (SELECT 1 FROM journal_auditentry WHERE xact = pg_current_xact_id()::text::bigint
                   AND at >= transaction_timestamp()) THEN
        RAISE EXCEPTION 'bảng % không được ghi khi không có mục nhật ký', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $body$;
INSERT INTO journal_head (one, seq, hash) VALUES (true, 0, sha256('vanphong'::bytea));
"""

UNSEAL = """
DROP TRIGGER journal_no_truncate ON journal_auditentry;
DROP TRIGGER journal_append_only ON journal_auditentry;
DROP TRIGGER journal_seal ON journal_auditentry;
DROP FUNCTION journal_require() CASCADE;
DROP FUNCTION journal_refuse();
DROP FUNCTION journal_seal();
DELETE FROM journal_head;
"""
