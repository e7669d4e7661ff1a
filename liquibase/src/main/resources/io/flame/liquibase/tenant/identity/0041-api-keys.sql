--liquibase formatted sql

--changeset flame:identity-0041-api-keys
--comment: keys for programs; hash is SHA-256 of the secret part, which is kept nowhere; handle finds the row and is no secret
CREATE TABLE api_keys (
    id UUID PRIMARY KEY,
    handle VARCHAR(12) NOT NULL UNIQUE,
    name VARCHAR(255) NOT NULL,
    hash BYTEA NOT NULL,
    scopes TEXT[] NOT NULL,
    created_by UUID REFERENCES users (id) ON DELETE SET NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    last_used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);
--rollback DROP TABLE api_keys;
