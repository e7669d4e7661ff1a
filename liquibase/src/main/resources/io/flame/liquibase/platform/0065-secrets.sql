--liquibase formatted sql

--changeset flame:platform-0065-secrets
--comment: secrets of the installation itself, one for all nodes, sealed with FLAME_MASTER_KEY
CREATE TABLE flame.platform_secrets (
    name VARCHAR(100) PRIMARY KEY,
    sealed TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE flame.platform_secrets;
