--liquibase formatted sql

--changeset flame:platform-0010-attempts
--comment: what is limited by account, such as guesses at a password; an account is the SHA-256 of an address, also of one nobody has
CREATE TABLE flame.attempts (
    kind VARCHAR(20) NOT NULL,
    account BYTEA NOT NULL,
    times TIMESTAMPTZ[] NOT NULL,
    last_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (kind, account)
);
CREATE INDEX attempts_last ON flame.attempts (kind, last_at);
--rollback DROP TABLE flame.attempts;

--changeset flame:platform-0010-ended-sessions
--comment: sessions whose access tokens are refused although they have not expired yet
CREATE TABLE flame.ended_sessions (
    session_id VARCHAR(64) PRIMARY KEY,
    ended_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX ended_sessions_ended ON flame.ended_sessions (ended_at);
--rollback DROP TABLE flame.ended_sessions;

--changeset flame:platform-0010-reset-requests
--comment: addresses that asked for a new password, known or not, until a job has looked at them
CREATE TABLE flame.reset_requests (
    id UUID PRIMARY KEY,
    email VARCHAR(255) NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL
);
--rollback DROP TABLE flame.reset_requests;

--changeset flame:platform-0010-reset-tokens
--comment: one a user, so that a new token voids the older; only the hash is kept
CREATE TABLE flame.reset_tokens (
    user_id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    email VARCHAR(255) NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
--rollback DROP TABLE flame.reset_tokens;
