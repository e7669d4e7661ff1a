--liquibase formatted sql

--changeset flame:platform-0020-plans
--comment: what a plan allows; a limit that is not named is none
CREATE TABLE flame.plans (
    name VARCHAR(40) PRIMARY KEY,
    quotas JSONB NOT NULL
);
INSERT INTO flame.plans (name, quotas) VALUES
    ('starter', '{"messages": 2000, "aiTokens": 200000, "assistants": 2, "seats": 3, "storage": 1073741824}'),
    ('business', '{"messages": 100000, "aiTokens": 10000000, "assistants": 20, "seats": 50, "storage": 107374182400}'),
    ('unlimited', '{}');
--rollback DROP TABLE flame.plans;

--changeset flame:platform-0020-tenant-life
--comment: status_before is where a restore leads back to; quotas are what this tenant has instead of its plan's
ALTER TABLE flame.tenants
    DROP CONSTRAINT tenants_status_check,
    ADD CONSTRAINT tenants_status_check CHECK (status IN ('provisioning', 'active', 'suspended', 'deleting')),
    ADD COLUMN plan VARCHAR(40) NOT NULL DEFAULT 'unlimited' REFERENCES flame.plans (name),
    ADD COLUMN quotas JSONB NOT NULL DEFAULT '{}',
    ADD COLUMN status_before VARCHAR(20),
    ADD COLUMN delete_after TIMESTAMPTZ,
    ADD COLUMN schema_version VARCHAR(255),
    ADD COLUMN migrated_at TIMESTAMPTZ,
    ADD COLUMN migration_error TEXT,
    ADD CONSTRAINT tenants_deleting_check CHECK ((status = 'deleting') = (delete_after IS NOT NULL));
CREATE INDEX tenants_delete_after ON flame.tenants (delete_after) WHERE delete_after IS NOT NULL;
--rollback UPDATE flame.tenants SET delete_after = NULL, status = 'suspended' WHERE status = 'deleting';
--rollback ALTER TABLE flame.tenants DROP CONSTRAINT tenants_deleting_check, DROP CONSTRAINT tenants_status_check, ADD CONSTRAINT tenants_status_check CHECK (status IN ('provisioning', 'active', 'suspended')), DROP COLUMN plan, DROP COLUMN quotas, DROP COLUMN status_before, DROP COLUMN delete_after, DROP COLUMN schema_version, DROP COLUMN migrated_at, DROP COLUMN migration_error;

--changeset flame:platform-0020-retired-slugs
--comment: names of tenants that are gone; whatever still remembers one must never reach somebody else under it
CREATE TABLE flame.retired_slugs (
    slug VARCHAR(40) PRIMARY KEY,
    retired_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE flame.retired_slugs;

--changeset flame:platform-0020-provisioning
--comment: how a tenant comes into being, or goes; whoever works on it holds it until locked_until
CREATE TABLE flame.provisioning (
    tenant VARCHAR(40) PRIMARY KEY REFERENCES flame.tenants (slug) ON DELETE CASCADE,
    state VARCHAR(20) NOT NULL CHECK (state IN ('waiting', 'running', 'failed', 'done', 'undoing')),
    origin VARCHAR(20) NOT NULL CHECK (origin IN ('operator', 'registration')),
    admin_email VARCHAR(255) NOT NULL,
    admin_name VARCHAR(255) NOT NULL,
    sealed_password TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    next_attempt_at TIMESTAMPTZ,
    locked_until TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX provisioning_next_attempt ON flame.provisioning (next_attempt_at) WHERE state <> 'done';
--rollback DROP TABLE flame.provisioning;

--changeset flame:platform-0020-provisioning-steps
CREATE TABLE flame.provisioning_steps (
    tenant VARCHAR(40) NOT NULL REFERENCES flame.provisioning (tenant) ON DELETE CASCADE,
    step VARCHAR(20) NOT NULL,
    state VARCHAR(20) NOT NULL CHECK (state IN ('running', 'failed', 'done', 'undone')),
    attempts INTEGER NOT NULL DEFAULT 1,
    error TEXT,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, step)
);
--rollback DROP TABLE flame.provisioning_steps;

--changeset flame:platform-0020-registrations
--comment: how many businesses an address has opened in an hour; removed after a day
CREATE TABLE flame.registrations (
    address VARCHAR(64) NOT NULL,
    hour TIMESTAMPTZ NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (hour, address)
);
--rollback DROP TABLE flame.registrations;
