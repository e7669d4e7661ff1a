package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Optional;

/** The part of a customer's message that depends on its type. */
final class WhatsAppContent {
    private final MediaStore media;
    private final JsonNode order;

    WhatsAppContent(MediaStore media, JsonNode order) {
        this.media = media;
        this.order = order;
    }

    private static String type(JsonNode order) {
        return order.path("type").asText("text");
    }

    /** What a chat shows of it in one line. */
    static String summary(JsonNode order) {
        return switch (type(order)) {
            case "text", "reaction" -> text(order, "text");
            case "button_reply", "list_reply", "button" -> text(order, "title");
            case "location" -> text(order, "latitude") + ", " + text(order, "longitude");
            default -> text(order, "caption");
        };
    }

    private static String text(JsonNode order, String key) {
        return order.path(key).asText("");
    }

    /** Writes type and content into the message, and says which file it carries. */
    Optional<String> into(ObjectNode message) {
        String type = type(order);
        switch (type) {
            case "text" -> message.put("type", type).putObject("text").put("body", text(order, "text"));
            case "image", "video", "document", "audio", "sticker" -> {
                return Optional.of(file(message.put("type", type).putObject(type), type));
            }
            case "location" -> location(message.put("type", type).putObject(type));
            case "contacts" -> card(message.put("type", type));
            case "reaction" -> reaction(message.put("type", type).putObject(type));
            case "button_reply", "list_reply" -> reply(message.put("type", "interactive"), type);
            case "button" ->
                message.put("type", type)
                        .putObject(type)
                        .put("payload", text(order, "payload"))
                        .put("text", text(order, "title"));
            default -> other(message, type);
        }
        return Optional.empty();
    }

    private String file(ObjectNode node, String type) {
        String id = order.path("mediaId").asText("");
        if (id.isEmpty()) {
            id = media.keep(given(type));
        }
        MediaFile file = media.get(id);
        node.put("mime_type", file.mimeType())
                .put("sha256", file.sha256Base64())
                .put("id", id);
        copy(node, "caption");
        copy(node, "filename");
        if (order.path("voice").asBoolean()) {
            node.put("voice", true);
        }
        return id;
    }

    private MediaFile given(String type) {
        MediaFile sample = MediaFile.sample(type, text(order, "from") + text(order, "id") + text(order, "caption"));
        try {
            byte[] bytes = order.hasNonNull("data") ? Base64.getDecoder().decode(text(order, "data")) : sample.bytes();
            return new MediaFile(order.path("mimeType").asText(sample.mimeType()), bytes);
        } catch (IllegalArgumentException e) {
            throw new BadOrder("data must be base64");
        }
    }

    private void copy(ObjectNode node, String key) {
        if (order.hasNonNull(key)) {
            node.put(key, text(order, key));
        }
    }

    private void location(ObjectNode node) {
        node.put("latitude", order.path("latitude").asDouble());
        node.put("longitude", order.path("longitude").asDouble());
        if (!text(order, "text").isEmpty()) {
            node.put("name", text(order, "text"));
        }
    }

    private void card(ObjectNode message) {
        ObjectNode card = message.putArray("contacts").addObject();
        card.putObject("name").put("formatted_name", text(order, "text"));
        card.putArray("phones").addObject().put("phone", text(order, "phone")).put("type", "CELL");
    }

    /** An absent emoji takes the reaction back. */
    private void reaction(ObjectNode node) {
        node.put("message_id", text(order, "contextId"));
        if (!text(order, "text").isEmpty()) {
            node.put("emoji", text(order, "text"));
        }
    }

    private void reply(ObjectNode message, String type) {
        ObjectNode interactive = message.putObject("interactive").put("type", type);
        interactive.putObject(type).put("id", text(order, "payload")).put("title", text(order, "title"));
    }

    /** Any further type needs its content spelt out under {@code message}. */
    private void other(ObjectNode message, String type) {
        if (!order.path("message").isObject()) {
            throw new BadOrder("type '" + type + "' needs its content under 'message'");
        }
        message.put("type", type);
    }
}
