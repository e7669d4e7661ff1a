--liquibase formatted sql

--changeset flame:channels-0001-integrations
--comment: a connected account of a provider; every secret inside credentials is sealed with the tenant's key
CREATE TABLE integrations (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID REFERENCES users (id) ON DELETE SET NULL,
    platform VARCHAR(50) NOT NULL CHECK (platform IN ('whatsapp', 'facebook', 'instagram', 'telegram', 'webchat')),
    name VARCHAR(255) NOT NULL,
    status VARCHAR(50) NOT NULL DEFAULT 'inactive' CHECK (status IN ('active', 'inactive', 'error')),
    external_id VARCHAR(255) NOT NULL,
    credentials JSONB NOT NULL,
    default_assistant_id UUID REFERENCES assistants (id) ON DELETE SET NULL,
    webhook_url VARCHAR(500),
    last_error TEXT,
    last_sync TIMESTAMPTZ,
    version INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (platform, external_id)
);
--rollback DROP TABLE integrations;
