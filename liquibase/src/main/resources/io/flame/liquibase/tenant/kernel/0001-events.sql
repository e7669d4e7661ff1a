--liquibase formatted sql

--changeset flame:kernel-0001-events
--comment: the tenant's log of facts; readers go only below the oldest running transaction, so no late row is skipped
CREATE TABLE events (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx XID8 NOT NULL DEFAULT pg_current_xact_id(),
    type VARCHAR(60) NOT NULL,
    fact VARCHAR(60) NOT NULL,
    data JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX events_position ON events (tx, id);
--rollback DROP TABLE events;

--changeset flame:kernel-0001-event-progress
--comment: how far each listener has got; position is (tx, id) of the last fact it has handled
CREATE TABLE event_progress (
    listener VARCHAR(200) PRIMARY KEY,
    tx XID8 NOT NULL,
    id BIGINT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    retry_at TIMESTAMPTZ,
    last_error TEXT,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE event_progress;

--changeset flame:kernel-0001-event-parking
--comment: facts a listener could not handle after many tries; kept for a person to look at and replay
CREATE TABLE parked_events (
    listener VARCHAR(200) NOT NULL,
    event_id BIGINT NOT NULL,
    error TEXT NOT NULL,
    parked_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (listener, event_id)
);
--rollback DROP TABLE parked_events;

--changeset flame:kernel-0001-settings
CREATE TABLE settings (
    name VARCHAR(100) PRIMARY KEY,
    value JSONB NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
--rollback DROP TABLE settings;

--changeset flame:kernel-0001-idempotency
--comment: answers to POSTs with an Idempotency-Key, kept for 24 hours
CREATE TABLE idempotency_keys (
    caller VARCHAR(100) NOT NULL,
    key VARCHAR(255) NOT NULL,
    request_hash BYTEA NOT NULL,
    status INTEGER,
    headers JSONB,
    body BYTEA,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (caller, key)
);
--rollback DROP TABLE idempotency_keys;
