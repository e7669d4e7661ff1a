--liquibase formatted sql

--changeset flame:messaging-0062-storage
--comment: what a tenant stores is summed up from this index alone, without its files
CREATE INDEX attachments_stored ON attachments (size_bytes) WHERE status = 'stored';
--rollback DROP INDEX attachments_stored;
