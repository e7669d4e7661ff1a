--liquibase formatted sql

--changeset flame:identity-0060-identity-providers
--comment: the tenant's own identity providers; their secrets are in Keycloak only; challenge is what the domain's owner publishes
CREATE TABLE identity_providers (
    id UUID PRIMARY KEY,
    alias VARCHAR(80) NOT NULL UNIQUE,
    type VARCHAR(10) NOT NULL CHECK (type IN ('oidc', 'saml')),
    name VARCHAR(255) NOT NULL,
    domain VARCHAR(253) NOT NULL UNIQUE,
    role VARCHAR(50) NOT NULL CHECK (role IN ('agent', 'user')),
    enabled BOOLEAN NOT NULL,
    challenge VARCHAR(64) NOT NULL,
    settings JSONB NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE identity_providers;
