--liquibase formatted sql

--changeset flame:platform-0060-sso-domains
--comment: which tenant has proven that an e-mail domain is its own, and the alias in Keycloak of the provider that signs its
--comment: people in; a session that came through the alias is good for this tenant alone, and for none while it is not active
CREATE TABLE flame.sso_domains (
    domain VARCHAR(253) PRIMARY KEY,
    tenant VARCHAR(40) NOT NULL REFERENCES flame.tenants (slug) ON DELETE CASCADE,
    alias VARCHAR(80) NOT NULL UNIQUE,
    active BOOLEAN NOT NULL DEFAULT false,
    proven_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sso_domains_tenant ON flame.sso_domains (tenant);
--rollback DROP TABLE flame.sso_domains;
