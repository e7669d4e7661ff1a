--liquibase formatted sql

--changeset flame:messaging-0001-contacts
--comment: a customer of this tenant; known to a provider by one or more channel identities, never by phone alone
CREATE TABLE contacts (
    id UUID PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    phone VARCHAR(50),
    email VARCHAR(255),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TABLE contact_identities (
    integration_id UUID NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
    identity VARCHAR(255) NOT NULL,
    contact_id UUID NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (integration_id, identity)
);
CREATE INDEX contact_identities_contact ON contact_identities (contact_id);
--rollback DROP TABLE contact_identities; DROP TABLE contacts;

--changeset flame:messaging-0001-conversations
--comment: user_id is the agent it is assigned to; answered_seq is the last incoming message an assistant has decided on
CREATE TABLE conversations (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id UUID REFERENCES users (id) ON DELETE SET NULL,
    contact_id UUID NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    integration_id UUID REFERENCES integrations (id) ON DELETE SET NULL,
    contact_name VARCHAR(255) NOT NULL,
    contact_phone VARCHAR(50),
    contact_email VARCHAR(255),
    platform VARCHAR(50) NOT NULL CHECK (platform IN ('whatsapp', 'facebook', 'instagram', 'telegram', 'webchat')),
    status VARCHAR(50) NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'pending', 'resolved', 'archived')),
    priority VARCHAR(50) NOT NULL DEFAULT 'medium' CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
    assigned_assistant_id UUID REFERENCES assistants (id) ON DELETE SET NULL,
    last_message TEXT,
    last_message_time TIMESTAMPTZ,
    last_inbound_at TIMESTAMPTZ,
    last_agent_at TIMESTAMPTZ,
    unread_count INTEGER NOT NULL DEFAULT 0 CHECK (unread_count >= 0),
    tags TEXT[] NOT NULL DEFAULT '{}',
    answered_seq BIGINT NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX conversations_open ON conversations (contact_id, integration_id) WHERE status IN ('active', 'pending');
CREATE INDEX conversations_contact ON conversations (contact_id, integration_id, created_at DESC);
CREATE INDEX conversations_inbox ON conversations (last_message_time DESC NULLS LAST, id DESC);
CREATE INDEX conversations_user ON conversations (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX conversations_assistant ON conversations (assigned_assistant_id) WHERE assigned_assistant_id IS NOT NULL;
CREATE INDEX conversations_tags ON conversations USING gin (tags);
--rollback DROP TABLE conversations;

--changeset flame:messaging-0001-messages
--comment: created_at is the provider's event time; seq is the order of storing; send_* follow an outgoing message to its provider
--comment: integration_id has no foreign key: its share lock would make every message of a busy number touch one row
CREATE TABLE messages (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    conversation_id UUID NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    integration_id UUID,
    provider_message_id VARCHAR(512),
    content TEXT NOT NULL,
    sender VARCHAR(50) NOT NULL CHECK (sender IN ('user', 'assistant', 'agent')),
    sender_id UUID,
    type VARCHAR(50) NOT NULL DEFAULT 'text'
        CHECK (type IN ('text', 'image', 'file', 'audio', 'video', 'sticker', 'location', 'contacts', 'unsupported')),
    status VARCHAR(50) NOT NULL DEFAULT 'sent'
        CHECK (status IN ('queued', 'sent', 'delivered', 'read', 'failed', 'unknown')),
    metadata JSONB,
    in_reply_to UUID,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    received_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    sent_at TIMESTAMPTZ,
    delivered_at TIMESTAMPTZ,
    read_at TIMESTAMPTZ,
    failed_at TIMESTAMPTZ,
    error_code VARCHAR(50),
    error_message TEXT,
    send_started_at TIMESTAMPTZ,
    send_attempts INTEGER NOT NULL DEFAULT 0,
    send_after TIMESTAMPTZ
);
CREATE INDEX messages_history ON messages (conversation_id, created_at DESC, seq DESC);
CREATE UNIQUE INDEX messages_provider ON messages (integration_id, provider_message_id) WHERE provider_message_id IS NOT NULL;
CREATE UNIQUE INDEX messages_one_answer ON messages (in_reply_to) WHERE sender = 'assistant' AND in_reply_to IS NOT NULL;
CREATE INDEX messages_outbox ON messages (conversation_id, seq) WHERE status = 'queued';
CREATE INDEX messages_incoming ON messages (conversation_id, seq) WHERE sender = 'user';
CREATE INDEX messages_text ON messages USING gin (to_tsvector('simple', content));
--rollback DROP TABLE messages;

--changeset flame:messaging-0001-attachments
--comment: a file a message refers to; fetched by a job, and the message stands whether or not that succeeds
CREATE TABLE attachments (
    id UUID PRIMARY KEY,
    message_id UUID NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    provider_media_id VARCHAR(512),
    url TEXT,
    mime_type VARCHAR(255),
    sha256 VARCHAR(64),
    file_name VARCHAR(512),
    status VARCHAR(20) NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'stored', 'failed')),
    size_bytes BIGINT,
    data BYTEA,
    error TEXT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX attachments_message ON attachments (message_id);
--rollback DROP TABLE attachments;

--changeset flame:messaging-0001-early-statuses
--comment: a status that came before the send call had answered waits here for its message
CREATE TABLE early_statuses (
    integration_id UUID NOT NULL REFERENCES integrations (id) ON DELETE CASCADE,
    provider_message_id VARCHAR(512) NOT NULL,
    status VARCHAR(50) NOT NULL,
    occurred_at TIMESTAMPTZ NOT NULL,
    error_code VARCHAR(50),
    error_message TEXT,
    received_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (integration_id, provider_message_id, status)
);
--rollback DROP TABLE early_statuses;

--changeset flame:messaging-0001-decisions
--comment: why an assistant answered a message, or why none did
CREATE TABLE decisions (
    message_id UUID PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    conversation_id UUID NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    assistant_id UUID,
    outcome VARCHAR(20) NOT NULL CHECK (outcome IN ('answered', 'silent')),
    reason VARCHAR(60) NOT NULL,
    detail JSONB,
    answer_id UUID,
    decided_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX decisions_conversation ON decisions (conversation_id, decided_at);
--rollback DROP TABLE decisions;
