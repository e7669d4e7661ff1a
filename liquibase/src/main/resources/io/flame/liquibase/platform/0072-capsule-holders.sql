--liquibase formatted sql

--changeset flame:platform-0072-capsule-holders
--comment: which of its workers a run belongs to now: whoever held it before finds another token here, and stops
ALTER TABLE flame.capsule_runs ADD COLUMN holder UUID;
--rollback ALTER TABLE flame.capsule_runs DROP COLUMN holder;
