--liquibase formatted sql

--changeset flame:platform-0064-retired-tenants
--comment: whose a retired slug was: only that tenant may come back under it, from its capsule
ALTER TABLE flame.retired_slugs ADD COLUMN tenant_id UUID;
--rollback ALTER TABLE flame.retired_slugs DROP COLUMN tenant_id;

--changeset flame:platform-0064-imports
--comment: a tenant may also come into being from a capsule
ALTER TABLE flame.provisioning
    DROP CONSTRAINT provisioning_origin_check,
    ADD CONSTRAINT provisioning_origin_check CHECK (origin IN ('operator', 'registration', 'capsule'));
--rollback UPDATE flame.provisioning SET origin = 'operator' WHERE origin = 'capsule';
--rollback ALTER TABLE flame.provisioning DROP CONSTRAINT provisioning_origin_check, ADD CONSTRAINT provisioning_origin_check CHECK (origin IN ('operator', 'registration'));

--changeset flame:platform-0064-capsule-runs
--comment: the last export and the last import of each tenant; whoever works on one holds it until locked_until
--comment: no foreign key: an import begins before its tenant is there, and an export is kept after it is gone
CREATE TABLE flame.capsule_runs (
    tenant VARCHAR(40) NOT NULL,
    kind VARCHAR(10) NOT NULL CHECK (kind IN ('export', 'import')),
    id UUID NOT NULL,
    state VARCHAR(20) NOT NULL CHECK (state IN ('waiting', 'running', 'failed', 'done')),
    step VARCHAR(20),
    rows_done BIGINT NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    file VARCHAR(200),
    options JSONB NOT NULL,
    report JSONB,
    locked_until TIMESTAMPTZ,
    next_attempt_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, kind)
);
--rollback DROP TABLE flame.capsule_runs;
