package io.flame.messaging;

import io.flame.kernel.persistence.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the tenant's tables already know about the senders and the messages of a batch; read in one statement. */
final class ReceiveState {

    /** A contact and its newest conversation on the integration, an open one before a closed one. */
    record Known(UUID contactId, String contactName, boolean phoneKnown, Optional<Thread> conversation) {}

    record Thread(UUID id, boolean open, @Nullable UUID assistantId, Instant lastMessageTime) {}

    /** How the tenant treats new messages on an integration. */
    record Policy(boolean reopens, boolean answers, Optional<Platform> platform) {}

    private record Row(
            int place, boolean stored, String identity, Optional<Known> known, Policy policy, UUID integrationId) {}

    private static final String LOAD = """
            SELECT i.place, i.integration_id, i.identity,
                   EXISTS (SELECT 1 FROM messages m
                            WHERE m.integration_id = i.integration_id
                              AND m.provider_message_id IN (i.provider_id, %s)) AS stored,
                   k.id AS contact_id, k.name, k.phone IS NOT NULL AS phone_known,
                   v.id AS conversation_id, v.status, v.assigned_assistant_id, v.last_message_time,
                   g.platform, g.default_assistant_id,
                   coalesce((SELECT s.value #>> '{}' FROM settings s WHERE s.name = 'conversation.after_resolved'), 'reopen')
                       AS after_resolved,
                   coalesce((SELECT s.value #>> '{}' FROM settings s WHERE s.name = 'assistant.fallback'), 'any')
                       AS fallback
              FROM unnest(?, ?, ?, ?) AS i (place, integration_id, provider_id, identity)
              LEFT JOIN integrations g ON g.id = i.integration_id
              LEFT JOIN contact_identities ci ON ci.integration_id = i.integration_id AND ci.identity = i.identity
              LEFT JOIN contacts k ON k.id = ci.contact_id
              LEFT JOIN LATERAL (
                SELECT c.id, c.status, c.assigned_assistant_id, c.last_message_time FROM conversations c
                 WHERE c.contact_id = k.id AND c.integration_id = i.integration_id
                 ORDER BY c.status IN ('active', 'pending') DESC, c.created_at DESC LIMIT 1) v ON true
             ORDER BY i.place""".formatted(ErasedId.of("i.provider_id"));

    private final Set<Integer> stored = new HashSet<>();
    private final Map<SenderKey, Known> known = new HashMap<>();
    private final Map<UUID, Policy> policies = new HashMap<>();

    private ReceiveState() {}

    static ReceiveState load(Transaction tx, List<InboundEvent.Message> messages) throws SQLException {
        List<Integer> places = new ArrayList<>();
        List<UUID> integrations = new ArrayList<>();
        List<String> providerIds = new ArrayList<>();
        List<String> identities = new ArrayList<>();
        for (int place = 0; place < messages.size(); place++) {
            InboundEvent.Message message = messages.get(place);
            for (String identity : message.sender().identities()) {
                places.add(place);
                integrations.add(message.integrationId());
                providerIds.add(message.providerMessageId());
                identities.add(identity);
            }
        }
        ReceiveState state = new ReceiveState();
        tx.query(
                        LOAD,
                        ReceiveState::row,
                        places.toArray(Integer[]::new),
                        integrations.toArray(UUID[]::new),
                        providerIds.toArray(String[]::new),
                        identities.toArray(String[]::new))
                .forEach(state::note);
        return state;
    }

    boolean isStored(int place) {
        return stored.contains(place);
    }

    Optional<Known> contact(SenderKey key) {
        return Optional.ofNullable(known.get(key));
    }

    Policy policy(UUID integrationId) {
        return policies.getOrDefault(integrationId, new Policy(true, true, Optional.empty()));
    }

    private void note(Row row) {
        if (row.stored()) {
            stored.add(row.place());
        }
        row.known().ifPresent(contact -> known.put(new SenderKey(row.integrationId(), row.identity()), contact));
        policies.put(row.integrationId(), row.policy());
    }

    private static Row row(ResultSet row) throws SQLException {
        UUID contactId = row.getObject("contact_id", UUID.class);
        boolean answers = row.getObject("default_assistant_id") != null || !"none".equals(row.getString("fallback"));
        String platform = row.getString("platform");
        return new Row(
                row.getInt("place"),
                row.getBoolean("stored"),
                row.getString("identity"),
                contactId == null
                        ? Optional.empty()
                        : Optional.of(new Known(
                                contactId, row.getString("name"), row.getBoolean("phone_known"), conversation(row))),
                new Policy(
                        !"new".equals(row.getString("after_resolved")),
                        answers,
                        platform == null ? Optional.empty() : Platform.of(platform)),
                row.getObject("integration_id", UUID.class));
    }

    private static Optional<Thread> conversation(ResultSet row) throws SQLException {
        UUID id = row.getObject("conversation_id", UUID.class);
        if (id == null) {
            return Optional.empty();
        }
        String status = row.getString("status");
        java.sql.Timestamp last = row.getTimestamp("last_message_time");
        return Optional.of(new Thread(
                id,
                status.equals("active") || status.equals("pending"),
                row.getObject("assigned_assistant_id", UUID.class),
                last == null ? Instant.EPOCH : last.toInstant()));
    }
}
