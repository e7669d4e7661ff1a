--liquibase formatted sql

--changeset flame:identity-0040-user-versions
--comment: counts the changes made to a person by administrators, for If-Match
ALTER TABLE users ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
--rollback ALTER TABLE users DROP COLUMN version;

--changeset flame:identity-0040-visibility
--comment: which conversations a person sees: all, those of the person's teams, or the person's own; administrators see all
ALTER TABLE users ADD COLUMN visibility VARCHAR(10) NOT NULL DEFAULT 'all' CHECK (visibility IN ('all', 'team', 'own'));
--rollback ALTER TABLE users DROP COLUMN visibility;

--changeset flame:identity-0040-invitations
--comment: one open invitation for an address; token_hash is SHA-256 of the random part of the token in the last mail, which is
--comment: good for one use; mailed_at is null while a mail is still to be sent
CREATE TABLE invitations (
    id UUID PRIMARY KEY,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL,
    role VARCHAR(50) NOT NULL CHECK (role IN ('admin', 'agent', 'user')),
    token_hash BYTEA UNIQUE,
    invited_by UUID REFERENCES users (id) ON DELETE SET NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    mailed_at TIMESTAMPTZ,
    accepted_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX invitations_open ON invitations (email) WHERE accepted_at IS NULL;
--rollback DROP TABLE invitations;

--changeset flame:identity-0040-teams
CREATE TABLE teams (
    id UUID PRIMARY KEY,
    name VARCHAR(255) NOT NULL UNIQUE,
    description TEXT,
    version INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TABLE team_members (
    team_id UUID NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (team_id, user_id)
);
CREATE INDEX team_members_user ON team_members (user_id);
--rollback DROP TABLE team_members; DROP TABLE teams;
