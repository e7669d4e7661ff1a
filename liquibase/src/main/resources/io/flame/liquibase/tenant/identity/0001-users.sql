--liquibase formatted sql

--changeset flame:identity-0001-users
--comment: the people of this tenant; id is the Keycloak user id; passwords live in Keycloak, never here
CREATE TABLE users (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    email VARCHAR(255) NOT NULL UNIQUE,
    password_hash VARCHAR(255) NOT NULL DEFAULT 'keycloak',
    name VARCHAR(255) NOT NULL,
    avatar_url VARCHAR(500),
    role VARCHAR(50) NOT NULL DEFAULT 'user' CHECK (role IN ('admin', 'agent', 'user')),
    is_active BOOLEAN NOT NULL DEFAULT true,
    locale VARCHAR(10),
    time_zone VARCHAR(64),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE users;
