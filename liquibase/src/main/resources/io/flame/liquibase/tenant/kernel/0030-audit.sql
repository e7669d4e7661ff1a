--liquibase formatted sql

--changeset flame:kernel-0030-audit-log
--comment: who did what in this tenant, when and from where; the tenant's role may add rows and read them, nothing else
--comment: lane, seq, previous and hash are the trigger's: only a restore by the owner brings them along
CREATE TABLE audit_log (
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
CREATE INDEX audit_log_at ON audit_log (at);
CREATE INDEX audit_log_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_target ON audit_log (target, id);
CREATE TRIGGER audit_chain BEFORE INSERT ON audit_log
    FOR EACH ROW WHEN (NEW.hash IS NULL) EXECUTE FUNCTION flame.audit_chain();
--rollback DROP TABLE audit_log;
