--liquibase formatted sql

--changeset flame:messaging-0050-erasures
--comment: receipts of contacts whose data was erased; no foreign key, because a receipt outlives whatever it tells of
CREATE TABLE erasures (
    contact_id UUID PRIMARY KEY,
    erased_at TIMESTAMPTZ NOT NULL,
    counts JSONB NOT NULL,
    signature VARCHAR(64) NOT NULL
);
--rollback DROP TABLE erasures;
