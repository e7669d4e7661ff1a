package io.flame.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an agent wants to send.
 *
 * @param content 1 to 4,096 characters
 * @param metadata a JSON object, kept with the message and shown again
 * @param inReplyTo a message of the same conversation
 */
public record NewMessage(UUID author, String content, String metadata, Optional<UUID> inReplyTo) {

    private static final int MOST_CHARACTERS = 4_096;
    private static final int MOST_METADATA = 16_384;

    /** Reads and checks a request's body. */
    public static NewMessage of(UUID author, JsonNode body) {
        Fields fields = Fields.of(body);
        Optional<String> content = fields.requiredText("content", MOST_CHARACTERS);
        Optional<UUID> inReplyTo = fields.uuid("inReplyTo");
        fields.word("type", List.of(MessageType.values()), MessageType::word)
                .filter(type -> type != MessageType.TEXT)
                .ifPresent(type -> fields.error("type", "unsupported", "can only be text when an agent writes"));
        String metadata = metadata(fields);
        fields.check();
        return new NewMessage(author, content.orElseThrow(), metadata, inReplyTo);
    }

    private static String metadata(Fields fields) {
        JsonNode node = fields.node("metadata");
        if (node.isMissingNode() || node.isNull()) {
            return "{}";
        }
        String json = node.toString();
        if (!node.isObject() || json.length() > MOST_METADATA) {
            fields.error("metadata", "wrong_type", "must be an object of at most 16 KiB");
        }
        if (json.contains("\\u0000")) {
            fields.error("metadata", "unstorable", "must not hold NUL");
        }
        return json;
    }
}
