package io.flame.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flame.kernel.usage.TenantQuota;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A person of whom everything that can be held is held, each piece with a word by which it is found again. */
final class Canary {

    static final String WORD = "canary";
    static final String PHONE = "12025550143";

    private static final String COLUMNS = """
            SELECT table_name, column_name, data_type FROM information_schema.columns
             WHERE table_schema = current_schema()
               AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')
             ORDER BY table_name, column_name""";

    final InboundEvent.Sender sender =
            new InboundEvent.Sender(List.of("canary-identity", PHONE), Optional.of("Mara Canary"), Optional.of(PHONE));
    final UUID contact;
    final UUID conversation;
    final UUID queued;

    private final House house;

    Canary(House house) {
        this.house = house;
        house.receive(message("wamid.canary.1"));
        ConversationView opened = house.inbox().stream()
                .filter(each -> PHONE.equals(each.contactPhone()))
                .findFirst()
                .orElseThrow();
        contact = opened.contactId();
        conversation = opened.id();
        TenantQuota quota = house.usage.quota(house.tenant);
        house.database.runInTenant(house.tenant, tx -> {
            Turn turn = house.mailbox.open(tx, conversation).orElseThrow();
            house.mailbox.answer(
                    tx, turn, quota, UUID.randomUUID(), "canary answer", "within_schedule", "{\"because\":\"canary\"}");
        });
        house.sent(conversation, "wamid.out.canary.1");
        queued = house.messages
                .post(
                        house.tenant,
                        conversation,
                        new NewMessage(house.agent, "canary from us", "{\"note\":\"canary\"}", Optional.empty()))
                .id();
        hideMore();
    }

    InboundEvent.Message message(String providerId) {
        return new InboundEvent.Message(
                house.integration,
                sender,
                providerId,
                MessageType.IMAGE,
                "I am the canary",
                "{\"caption\":\"canary\"}",
                null,
                List.of(new InboundEvent.Attachment(
                        "canary-media", "https://example.com/canary", "image/png", null, "canary.png")),
                House.NINE);
    }

    private void hideMore() {
        house.database.runInTenant(house.tenant, tx -> {
            tx.update(
                    "UPDATE conversations SET tags = '{vip,canary}', contact_email = 'canary@example.com' WHERE id = ?",
                    conversation);
            tx.update("UPDATE contacts SET email = 'canary@example.com' WHERE id = ?", contact);
            tx.update("UPDATE attachments SET status = 'stored', data = ?, error = 'canary'", "canary".getBytes(UTF_8));
            tx.update("UPDATE messages SET error_code = '131026', error_message = 'canary' WHERE sender = 'assistant'");
            tx.update(
                    "INSERT INTO early_statuses (integration_id, provider_message_id, status, occurred_at)"
                            + " VALUES (?, 'wamid.canary.1', 'read', now())",
                    house.integration);
            tx.update("INSERT INTO parked_events (listener, event_id, error) SELECT 'x', id, 'canary' FROM events"
                    + " WHERE data ->> 'conversationId' = '" + conversation + "'");
            tx.update(
                    "INSERT INTO idempotency_keys (caller, key, request_hash, status, headers, body)"
                            + " VALUES ('ana', 'k', 'x', 201, '{}', ?)",
                    ("{\"conversationId\":\"" + conversation + "\",\"content\":\"canary\"}").getBytes(UTF_8));
        });
    }

    /** The columns of all of the tenant's tables in which a word of this person is found. */
    List<String> places() {
        return house.database.inTenant(house.tenant, tx -> {
            List<String> places = new ArrayList<>();
            for (String[] column :
                    tx.query(COLUMNS, row -> new String[] {row.getString(1), row.getString(2), row.getString(3)})) {
                String text = column[2].equals("bytea") ? "encode(%s, 'escape')" : "%s::text";
                String sql = "SELECT 1 FROM \"" + column[0] + "\" WHERE " + text.formatted('"' + column[1] + '"')
                        + " ~* '(canary|12025550143)' LIMIT 1";
                if (tx.queryOne(sql, row -> true).isPresent()) {
                    places.add(column[0] + "." + column[1]);
                }
            }
            return places;
        });
    }
}
