--liquibase formatted sql

--changeset flame:platform-0001-tenants
--comment: who exists; the slug is the stable name: schema t_<slug>, role flame_t_<slug>, organization alias
CREATE TABLE flame.tenants (
    slug VARCHAR(40) PRIMARY KEY CHECK (slug ~ '^[a-z][a-z0-9_]{1,39}$'),
    id UUID NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    name VARCHAR(255) NOT NULL,
    status VARCHAR(20) NOT NULL DEFAULT 'active' CHECK (status IN ('provisioning', 'active', 'suspended')),
    locale VARCHAR(10) NOT NULL DEFAULT 'es',
    time_zone VARCHAR(64) NOT NULL DEFAULT 'UTC',
    organization_id VARCHAR(64),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE flame.tenants;

--changeset flame:platform-0001-tenant-keys
--comment: each tenant's data key, itself sealed with FLAME_MASTER_KEY
CREATE TABLE flame.tenant_keys (
    tenant VARCHAR(40) PRIMARY KEY REFERENCES flame.tenants (slug) ON DELETE CASCADE,
    keyset TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE flame.tenant_keys;

--changeset flame:platform-0001-channel-routes
--comment: the id inside a provider's signed body leads to one tenant and one integration
CREATE TABLE flame.channel_routes (
    platform VARCHAR(50) NOT NULL,
    external_id VARCHAR(255) NOT NULL,
    tenant VARCHAR(40) NOT NULL REFERENCES flame.tenants (slug) ON DELETE CASCADE,
    integration_id UUID NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (platform, external_id)
);
CREATE INDEX channel_routes_integration ON flame.channel_routes (integration_id);
--rollback DROP TABLE flame.channel_routes;

--changeset flame:platform-0001-quarantine
--comment: provider input that could not be understood or routed is kept, not dropped
CREATE TABLE flame.quarantine (
    id UUID PRIMARY KEY,
    platform VARCHAR(50) NOT NULL,
    reason VARCHAR(100) NOT NULL,
    body BYTEA NOT NULL,
    received_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX quarantine_received ON flame.quarantine (received_at);
--rollback DROP TABLE flame.quarantine;

--changeset flame:platform-0001-nodes
--comment: living application nodes; a stale heartbeat means a dead node whose work others take over
CREATE TABLE flame.nodes (
    id UUID PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    heartbeat_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE flame.nodes;
