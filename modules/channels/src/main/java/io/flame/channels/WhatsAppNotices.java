package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Json;
import io.flame.messaging.MessageType;

/** Messages that are not plain speech: orders, system notices, edits, deletions, and what this version does not know. */
final class WhatsAppNotices {

    private static final int LONGEST_WORD = 60;

    private WhatsAppNotices() {}

    static boolean order(JsonNode order, MessageDraft draft) {
        if (!order.isObject()) {
            return false;
        }
        ObjectNode kept = draft.object("order");
        draft.put(kept, "catalogId", Nodes.text(order, "catalog_id"));
        kept.set("items", fit(order.path("product_items"), draft));
        String text = Nodes.text(order, "text");
        int items = order.path("product_items").size();
        draft.is(MessageType.TEXT, text.isBlank() ? "[Order of " + items + " item(s)]" : text);
        return true;
    }

    /** Such as a customer's new number; said by WhatsApp, not by the customer, so nobody should answer it. */
    static boolean system(JsonNode system, MessageDraft draft) {
        if (!system.isObject()) {
            return false;
        }
        ObjectNode kept = draft.object("system");
        draft.put(kept, "type", Nodes.text(system, "type"));
        draft.put(kept, "waId", Nodes.optional(system, "new_wa_id").orElseGet(() -> Nodes.text(system, "wa_id")));
        draft.put(kept, "userId", Nodes.text(system, "user_id"));
        String body = Nodes.text(system, "body");
        draft.isNotice(body.isBlank() ? "[Notice from WhatsApp]" : body);
        return true;
    }

    static boolean edit(JsonNode edit, MessageDraft draft) {
        if (!edit.isObject()) {
            return false;
        }
        MessageDraft after = new MessageDraft(edit.path("message"));
        WhatsAppBodies.read(edit.path("message"), after);
        draft.put(draft.object("edit"), "originalMessageId", Nodes.text(edit, "original_message_id"));
        draft.isNotice("[Edited message] " + after.content());
        return true;
    }

    static boolean revoke(JsonNode revoke, MessageDraft draft) {
        if (!revoke.isObject()) {
            return false;
        }
        draft.put(draft.object("revoke"), "originalMessageId", Nodes.text(revoke, "original_message_id"));
        draft.isNotice("[The customer deleted a message]");
        return true;
    }

    static boolean unsupported(JsonNode message, MessageDraft draft) {
        unknown(Nodes.text(message.path("unsupported"), "type"), draft);
        return true;
    }

    static void unknown(String type, MessageDraft draft) {
        String word = CleanText.shortened(CleanText.of(type), LONGEST_WORD);
        draft.put(draft.object("unsupported"), "type", word);
        draft.isUnsupported(
                word.isBlank() ? "[Unsupported message]" : "[Unsupported message: " + word.replace('_', ' ') + "]");
    }

    static JsonNode fit(JsonNode node, MessageDraft draft) {
        ObjectNode holder = Json.mapper().createObjectNode();
        draft.copy(holder, "value", node);
        return holder.path("value");
    }
}
