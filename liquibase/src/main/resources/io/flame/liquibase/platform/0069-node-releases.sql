--liquibase formatted sql

--changeset flame:platform-0069-node-releases
--comment: a change set that takes something away waits until no node lives that is of an older release than the one that stopped using it
ALTER TABLE flame.nodes ADD COLUMN release VARCHAR(40);
--rollback ALTER TABLE flame.nodes DROP COLUMN release;
