-- The reference's tables in public become a tenant's tables; the same conversations, messages and assistants.
\set ON_ERROR_STOP on
SET search_path TO t_bench, public;
SET work_mem = '256MB';
INSERT INTO settings (name, value) VALUES ('assistant.fallback', '"none"');
DELETE FROM assistants;
INSERT INTO assistants (id, name, type, status, auto_response, ai_prompt)
SELECT id, name, type, status, auto_response, ai_prompt FROM public.assistants;
INSERT INTO schedules (assistant_id, day_of_week, start_time, end_time)
SELECT assistant_id, day_of_week, start_time, '23:59:59.999999' FROM public.schedules;
INSERT INTO integrations (id, platform, name, status, external_id, credentials)
SELECT id, platform, 'Bench', status, credentials ->> 'phoneNumberId', '{}' FROM public.integrations;
INSERT INTO flame.channel_routes (platform, external_id, tenant, integration_id)
SELECT 'whatsapp', external_id, 'bench', id FROM integrations;
INSERT INTO contacts (id, name, phone) SELECT id, contact_name, contact_phone FROM public.conversations;
INSERT INTO contact_identities (integration_id, identity, contact_id)
SELECT (SELECT id FROM integrations), contact_phone, id FROM public.conversations;
INSERT INTO conversations (id, contact_id, integration_id, contact_name, contact_phone, platform, status, priority,
       assigned_assistant_id, last_message, last_message_time, unread_count, tags, created_at, updated_at)
SELECT id, id, (SELECT id FROM integrations), contact_name, contact_phone, platform, status, priority,
       assigned_assistant_id, last_message, last_message_time, unread_count, tags, created_at, updated_at
  FROM public.conversations ORDER BY created_at;
INSERT INTO messages (id, conversation_id, integration_id, provider_message_id, content, sender, type, status, created_at)
SELECT id, conversation_id, (SELECT id FROM integrations), metadata ->> 'wa_message_id', content, sender, type,
       CASE WHEN sender = 'user' THEN 'delivered' ELSE status END, created_at
  FROM public.messages ORDER BY created_at;
UPDATE conversations c SET answered_seq = (SELECT max(seq) FROM messages);
DROP TABLE public.messages, public.conversations, public.schedules, public.assistants, public.integrations, public.users CASCADE;
VACUUM (ANALYZE, FREEZE);
