--liquibase formatted sql

--changeset flame:kernel-0070-idempotency-done
--comment: set by the transaction that has the effect, so that a key whose answer was lost is never taken over for a second one
ALTER TABLE idempotency_keys ADD COLUMN done_at TIMESTAMPTZ;
--rollback ALTER TABLE idempotency_keys DROP COLUMN done_at;
