--liquibase formatted sql

--changeset flame:messaging-0002-notices
--comment: what happened in a chat, such as an edit or a deletion, is kept beside what was said
ALTER TABLE messages DROP CONSTRAINT messages_type_check;
ALTER TABLE messages ADD CONSTRAINT messages_type_check CHECK (type IN
    ('text', 'image', 'file', 'audio', 'video', 'sticker', 'location', 'contacts', 'notice', 'unsupported'));
--rollback UPDATE messages SET type = 'unsupported' WHERE type = 'notice';
--rollback ALTER TABLE messages DROP CONSTRAINT messages_type_check;
--rollback ALTER TABLE messages ADD CONSTRAINT messages_type_check CHECK (type IN ('text', 'image', 'file', 'audio', 'video', 'sticker', 'location', 'contacts', 'unsupported'));
