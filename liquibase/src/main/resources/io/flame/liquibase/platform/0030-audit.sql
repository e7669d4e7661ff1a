--liquibase formatted sql

--changeset flame:platform-0030-audit-chain splitStatements:false
--comment: puts a new audit row at the end of a chain of its schema; nobody who may insert can choose these columns
--comment: eight chains, so that transactions of one tenant need not wait for each other's commits; each is gap-free
CREATE FUNCTION flame.audit_chain() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS
$$
DECLARE
    held BOOLEAN;
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
    NEW.hash := encode(sha256(convert_to(jsonb_strip_nulls(to_jsonb(NEW) - 'hash')::text, 'UTF8')), 'hex');
    RETURN NEW;
END
$$;
--rollback DROP FUNCTION flame.audit_chain();

--changeset flame:platform-0030-audit-log
--comment: who did what outside of any tenant: operators, and sign-ins that failed; the same table stands in each tenant
CREATE TABLE flame.audit_log (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    actor_kind VARCHAR(20) NOT NULL,
    actor_id VARCHAR(64),
    actor_email VARCHAR(255),
    actor_role VARCHAR(20),
    action VARCHAR(200) NOT NULL,
    target VARCHAR(200),
    address VARCHAR(64) NOT NULL,
    user_agent VARCHAR(300),
    request_id VARCHAR(128) NOT NULL,
    outcome VARCHAR(20) NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
    status INTEGER,
    before JSONB,
    after JSONB,
    lane INTEGER NOT NULL,
    seq BIGINT NOT NULL,
    previous VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    UNIQUE (lane, seq)
);
CREATE INDEX audit_log_at ON flame.audit_log (at);
CREATE INDEX audit_log_email ON flame.audit_log (actor_email, id);
CREATE TRIGGER audit_chain BEFORE INSERT ON flame.audit_log
    FOR EACH ROW WHEN (NEW.hash IS NULL) EXECUTE FUNCTION flame.audit_chain();
--rollback DROP TABLE flame.audit_log;
