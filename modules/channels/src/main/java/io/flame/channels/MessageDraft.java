package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Json;
import io.flame.messaging.InboundEvent.Attachment;
import io.flame.messaging.MessageType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message while it is being read. Every text that goes in is made fit for the database; when that changed or shortened
 * anything, what the provider sent is kept whole under {@code raw}.
 */
final class MessageDraft {

    /** Far above every network's limit, and far below what full-text search can index. */
    static final int LONGEST_CONTENT = 65_536;

    private static final int LONGEST_VALUE = 8_192;
    private static final int LONGEST_MEDIA_ID = 512;
    private static final int LONGEST_MIME_TYPE = 255;
    private static final Pattern HEX_SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int SHA256_BYTES = 32;

    private final JsonNode source;
    private final ObjectNode metadata = Json.mapper().createObjectNode();
    private final List<Attachment> attachments = new ArrayList<>();
    private MessageType type = MessageType.UNSUPPORTED;
    private String content = "";
    private boolean altered;

    MessageDraft(JsonNode source) {
        this.source = source;
    }

    MessageDraft is(MessageType is, String says) {
        this.type = is;
        this.content = fit(says, LONGEST_CONTENT);
        return this;
    }

    /** Something this version cannot show; people see the placeholder, and the original is kept. */
    MessageDraft isUnsupported(String placeholder) {
        altered = true;
        return is(MessageType.UNSUPPORTED, placeholder);
    }

    /** Something that happened in the chat; the original is kept. */
    MessageDraft isNotice(String placeholder) {
        altered = true;
        return is(MessageType.NOTICE, placeholder);
    }

    MessageType type() {
        return type;
    }

    String content() {
        return content;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    ObjectNode object(String name) {
        return metadata.putObject(name);
    }

    ArrayNode array(String name) {
        return metadata.putArray(name);
    }

    void flag(String name) {
        metadata.put(name, true);
    }

    void put(String name, String value) {
        put(metadata, name, value);
    }

    /** Puts a text into a part of the metadata; an empty one becomes null. */
    void put(ObjectNode into, String name, String value) {
        if (value.isEmpty()) {
            into.putNull(name);
            return;
        }
        into.put(name, fit(value, LONGEST_VALUE));
    }

    /** Copies a tree of the provider's, with every text in it made fit. */
    void copy(ObjectNode into, String name, JsonNode value) {
        into.set(name, fit(value));
    }

    void copyAs(String name, JsonNode value) {
        copy(metadata, name, value);
    }

    void attach(JsonNode media) {
        Optional<String> id = Nodes.optional(media, "id");
        Optional<String> url = Nodes.optional(media, "url");
        if (id.isEmpty() && url.isEmpty()) {
            return;
        }
        attachments.add(new Attachment(
                id.map(text -> fit(text, LONGEST_MEDIA_ID)).orElse(null),
                url.map(text -> fit(text, LONGEST_VALUE)).orElse(null),
                Nodes.optional(media, "mime_type")
                        .map(text -> fit(text, LONGEST_MIME_TYPE))
                        .orElse(null),
                sha256(Nodes.text(media, "sha256")),
                Nodes.optional(media, "filename").map(this::fileName).orElse(null)));
    }

    /** The JSON object of what does not fit elsewhere; null when there is nothing. */
    @Nullable
    String metadata() {
        if (altered) {
            metadata.put("raw", RawJson.text(source));
        }
        return metadata.isEmpty() ? null : metadata.toString();
    }

    private String fileName(String name) {
        return fit(name, LONGEST_MEDIA_ID);
    }

    private String fit(String text, int most) {
        String fit = CleanText.shortened(CleanText.of(text), most);
        altered |= !fit.equals(text);
        return fit;
    }

    private JsonNode fit(JsonNode node) {
        if (node.isTextual()) {
            return Json.mapper().getNodeFactory().textNode(fit(node.asText(), LONGEST_VALUE));
        }
        if (node.isArray()) {
            ArrayNode copy = Json.mapper().createArrayNode();
            node.forEach(each -> copy.add(fit(each)));
            return copy;
        }
        if (node.isObject()) {
            ObjectNode copy = Json.mapper().createObjectNode();
            node.properties().forEach(field -> copy.set(fit(field.getKey(), LONGEST_VALUE), fit(field.getValue())));
            return copy;
        }
        return node;
    }

    /** WhatsApp sends the digest in Base64; hex is taken as well. */
    private static @Nullable String sha256(String text) {
        if (HEX_SHA256.matcher(text).matches()) {
            return text.toLowerCase(java.util.Locale.ROOT);
        }
        try {
            byte[] digest = Base64.getDecoder().decode(text);
            return digest.length == SHA256_BYTES ? java.util.HexFormat.of().formatHex(digest) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
