--liquibase formatted sql

--changeset flame:platform-0061-memberships
--comment: who is active in which tenant, and as what; kept by a trigger on each tenant's users, which alone decide who is let in
CREATE TABLE flame.memberships (
    user_id UUID NOT NULL,
    tenant VARCHAR(40) NOT NULL REFERENCES flame.tenants (slug) ON DELETE CASCADE,
    role VARCHAR(50) NOT NULL,
    since TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (user_id, tenant)
);
CREATE INDEX memberships_tenant ON flame.memberships (tenant);
--rollback DROP TABLE flame.memberships;

--changeset flame:platform-0061-note-membership splitStatements:false
--comment: the tenant is read from the schema of the table, never passed in
CREATE FUNCTION flame.note_membership() RETURNS TRIGGER
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.id <> NEW.id OR NOT NEW.is_active) THEN
        DELETE FROM flame.memberships WHERE user_id = OLD.id AND 't_' || tenant = TG_TABLE_SCHEMA;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.is_active THEN
        INSERT INTO flame.memberships AS m (user_id, tenant, role)
        SELECT NEW.id, t.slug, NEW.role FROM flame.tenants t WHERE 't_' || t.slug = TG_TABLE_SCHEMA
        ON CONFLICT (user_id, tenant) DO UPDATE SET role = excluded.role WHERE m.role <> excluded.role;
    END IF;
    RETURN NULL;
END
$$;
--rollback DROP FUNCTION flame.note_membership();

--changeset flame:platform-0061-sessions
--comment: where sessions are signed in, in which tenant and from where; the id is Keycloak's; Keycloak alone says whether one lives
CREATE TABLE flame.sessions (
    id VARCHAR(64) PRIMARY KEY,
    user_id UUID NOT NULL,
    tenant VARCHAR(40),
    device VARCHAR(80) NOT NULL,
    address VARCHAR(64) NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_user ON flame.sessions (user_id, seen_at);
CREATE INDEX sessions_seen ON flame.sessions (seen_at);
--rollback DROP TABLE flame.sessions;

--changeset flame:platform-0061-spent-tokens
--comment: refresh tokens that were used of late, by SHA-256; Keycloak tells used ones apart by the second only
CREATE TABLE flame.spent_tokens (
    hash BYTEA PRIMARY KEY,
    exchanged BOOLEAN NOT NULL DEFAULT false,
    spent_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX spent_tokens_spent ON flame.spent_tokens (spent_at);
--rollback DROP TABLE flame.spent_tokens;

--changeset flame:platform-0061-registration-requests
--comment: businesses that nobody has confirmed by mail yet; nothing is made of them before; the password is sealed
CREATE TABLE flame.registration_requests (
    id UUID PRIMARY KEY,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL,
    business VARCHAR(255) NOT NULL,
    locale VARCHAR(10) NOT NULL,
    time_zone VARCHAR(64) NOT NULL,
    sealed_password TEXT NOT NULL,
    token_hash BYTEA UNIQUE,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX registration_requests_email ON flame.registration_requests (email);
CREATE INDEX registration_requests_expires ON flame.registration_requests (expires_at);
--rollback DROP TABLE flame.registration_requests;
