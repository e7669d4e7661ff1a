--liquibase formatted sql

--changeset flame:platform-0071-audit-nulls splitStatements:false rollbackSplitStatements:false
--comment: hashes what is null inside of before and after too: only columns that are null are left out, so that new ones may be added
--comment: the 2 tells the rule: without it, a null could be put into a row and be taken for one of the rule before, which saw none
CREATE OR REPLACE FUNCTION flame.audit_chain() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS
$$
DECLARE
    held BOOLEAN;
    content TEXT;
BEGIN
    FOR step IN 0..7 LOOP
        NEW.lane := (pg_backend_pid() + step) % 8;
        held := pg_try_advisory_xact_lock(hashtext(TG_TABLE_SCHEMA || '.audit_log'), NEW.lane);
        EXIT WHEN held;
    END LOOP;
    IF NOT held THEN
        PERFORM pg_advisory_xact_lock(hashtext(TG_TABLE_SCHEMA || '.audit_log'), NEW.lane);
    END IF;
    EXECUTE format('SELECT seq, hash FROM %I.audit_log WHERE lane = $1 ORDER BY seq DESC LIMIT 1', TG_TABLE_SCHEMA)
        INTO NEW.seq, NEW.previous USING NEW.lane;
    NEW.seq := coalesce(NEW.seq, 0) + 1;
    NEW.previous := coalesce(NEW.previous, repeat('0', 64));
    SELECT jsonb_object_agg(f.key, f.value)::text INTO content
      FROM jsonb_each(to_jsonb(NEW) - 'hash') AS f WHERE f.value <> 'null';
    NEW.hash := encode(sha256(convert_to('2 ' || content, 'UTF8')), 'hex');
    RETURN NEW;
END
$$;
--rollback CREATE OR REPLACE FUNCTION flame.audit_chain() RETURNS TRIGGER
--rollback     LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS
--rollback $$
--rollback DECLARE
--rollback     held BOOLEAN;
--rollback BEGIN
--rollback     FOR step IN 0..7 LOOP
--rollback         NEW.lane := (pg_backend_pid() + step) % 8;
--rollback         held := pg_try_advisory_xact_lock(hashtext(TG_TABLE_SCHEMA || '.audit_log'), NEW.lane);
--rollback         EXIT WHEN held;
--rollback     END LOOP;
--rollback     IF NOT held THEN
--rollback         PERFORM pg_advisory_xact_lock(hashtext(TG_TABLE_SCHEMA || '.audit_log'), NEW.lane);
--rollback     END IF;
--rollback     EXECUTE format('SELECT seq, hash FROM %I.audit_log WHERE lane = $1 ORDER BY seq DESC LIMIT 1', TG_TABLE_SCHEMA)
--rollback         INTO NEW.seq, NEW.previous USING NEW.lane;
--rollback     NEW.seq := coalesce(NEW.seq, 0) + 1;
--rollback     NEW.previous := coalesce(NEW.previous, repeat('0', 64));
--rollback     NEW.hash := encode(sha256(convert_to(jsonb_strip_nulls(to_jsonb(NEW) - 'hash')::text, 'UTF8')), 'hex');
--rollback     RETURN NEW;
--rollback END
--rollback $$;
