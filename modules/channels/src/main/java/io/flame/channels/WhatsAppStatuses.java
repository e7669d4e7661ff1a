package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Ids;
import io.flame.messaging.DeliveryError;
import io.flame.messaging.InboundEvent;
import io.flame.messaging.MessageStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What WhatsApp tells of messages we sent. They come late, twice and in any order. */
final class WhatsAppStatuses {

    private static final int LONGEST_MESSAGE_ID = 512;
    private static final int UUID_LENGTH = 36;
    private static final String CALLBACK_PREFIX = "flame:msg:";

    private WhatsAppStatuses() {}

    /** Empty when it is no status this system follows, such as {@code deleted} or {@code warning} of older versions. */
    static Optional<InboundEvent.Status> read(UUID integrationId, JsonNode status, Instant receivedAt) {
        Optional<String> id = Nodes.optional(status, "id").map(text -> CleanText.key(text, LONGEST_MESSAGE_ID));
        Optional<MessageStatus> stage = stage(Nodes.text(status, "status"));
        if (id.isEmpty() || stage.isEmpty()) {
            return Optional.empty();
        }
        boolean failed = stage.get() == MessageStatus.FAILED;
        return Optional.of(new InboundEvent.Status(
                integrationId,
                id.get(),
                ourId(Nodes.text(status, "biz_opaque_callback_data")),
                stage.get(),
                failed ? Optional.of(error(status)) : Optional.empty(),
                EventTime.of(status, "timestamp", receivedAt).instant()));
    }

    private static Optional<MessageStatus> stage(String word) {
        return switch (word) {
            case "sent" -> Optional.of(MessageStatus.SENT);
            case "delivered" -> Optional.of(MessageStatus.DELIVERED);
            case "read", "played" -> Optional.of(MessageStatus.READ);
            case "failed" -> Optional.of(MessageStatus.FAILED);
            default -> Optional.empty();
        };
    }

    private static Optional<UUID> ourId(String callback) {
        String id = callback.startsWith(CALLBACK_PREFIX) ? callback.substring(CALLBACK_PREFIX.length()) : callback;
        return id.length() == UUID_LENGTH ? Ids.parse(id) : Optional.empty();
    }

    private static DeliveryError error(JsonNode status) {
        JsonNode error = status.path("errors").path(0);
        JsonNode code = error.path("code");
        return code.isIntegralNumber() || !Nodes.text(error, "code").isBlank()
                ? WhatsAppErrors.delivery(code.asInt(-1))
                : new DeliveryError("unknown", "WhatsApp could not deliver the message and did not say why");
    }
}
