package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tells FLAME what becomes of an accepted message. */
final class WhatsAppStatuses {
    private static final int REMEMBERED = 20_000;

    private final World world;
    private final Recent<String, WhatsAppSent> sent = new Recent<>(REMEMBERED);

    WhatsAppStatuses(World world) {
        this.world = world;
    }

    /** Posts {@code sent} and then {@code delivered}, or {@code failed}, as the mode says; ends after the first tries. */
    void report(WhatsAppSent message) {
        String statuses = world.mode().statuses();
        if (statuses.equals("off")) {
            world.chats().advance(message.chat(), message.wamid(), "sent");
            return;
        }
        sent.put(message.wamid(), message);
        if (statuses.startsWith("failed:")) {
            Pause.of(world.timing().status());
            tell(message, "failed", Integer.parseInt(statuses.substring("failed:".length())));
            return;
        }
        for (String status : List.of("sent", "delivered")) {
            Pause.of(world.timing().status());
            tell(message, status, 0);
        }
    }

    /** The customer looked: everything delivered is read. */
    void seen(Account account, String customer) {
        ChatKey key = new ChatKey(account.key(), customer);
        for (ChatMessage message : world.chats().unseen(key)) {
            sent.get(message.id()).ifPresent(found -> world.later(Duration.ZERO, () -> tell(found, "read", 0)));
            world.chats().advance(key, message.id(), "read");
        }
    }

    private void tell(WhatsAppSent message, String status, int code) {
        Account account = message.account();
        world.chats().advance(message.chat(), message.wamid(), status);
        if (account.appSecret() == null || world.courier().destination() == null) {
            return;
        }
        Webhook webhook =
                Webhook.meta(account, message.customer(), envelope(message, status, code), account.appSecret());
        if (!world.courier().post(webhook).taken()) {
            // On a thread of its own: a status that FLAME does not take must not keep back the next one.
            world.later(world.timing().firstRetry(), () -> world.courier().postUntilTaken(webhook));
        }
    }

    private JsonNode envelope(WhatsAppSent message, String status, int code) {
        Account account = message.account();
        String customer = message.customer();
        ObjectNode value = Json.object();
        ObjectNode envelope = WhatsAppEnvelope.around(account, value);
        if (code == 0) {
            WhatsAppEnvelope.contact(value, account, customer, world.chats().name(message.chat()));
        }
        ObjectNode node = value.putArray("statuses")
                .addObject()
                .put("id", message.wamid())
                .put("status", status)
                .put("timestamp", Long.toString(Instant.now().getEpochSecond()));
        WhatsAppEnvelope.recipient(node, account, customer);
        if (!message.callbackData().isEmpty()) {
            node.put("biz_opaque_callback_data", message.callbackData());
        }
        outcome(node, code);
        return envelope;
    }

    private static void outcome(ObjectNode status, int code) {
        if (code == 0) {
            status.putObject("pricing")
                    .put("billable", false)
                    .put("pricing_model", "PMP")
                    .put("type", "free_customer_service")
                    .put("category", "service");
            return;
        }
        status.putArray("errors")
                .addObject()
                .put("code", code)
                .put("title", GraphError.title(code))
                .put("message", GraphError.title(code))
                .putObject("error_data")
                .put("details", "Simulated by the twins.");
    }
}
