package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.messaging.MessageType;

/** Taps on buttons, list rows, template buttons and forms: a text for people, and what was behind it for programs. */
final class WhatsAppReplies {

    private WhatsAppReplies() {}

    static boolean interactive(JsonNode interactive, MessageDraft draft) {
        String type = Nodes.text(interactive, "type");
        JsonNode reply = interactive.path(type);
        if (!reply.isObject()) {
            return false;
        }
        return switch (type) {
            case "button_reply", "list_reply" -> choice(type, reply, draft);
            case "nfm_reply" -> form(reply, draft);
            default -> false;
        };
    }

    static boolean templateButton(JsonNode button, MessageDraft draft) {
        if (!button.isObject()) {
            return false;
        }
        String title = Nodes.text(button, "text");
        String payload = Nodes.text(button, "payload");
        keep(draft, "button", payload, title, "");
        draft.is(MessageType.TEXT, title.isBlank() ? payload : title);
        return true;
    }

    private static boolean choice(String type, JsonNode reply, MessageDraft draft) {
        String title = Nodes.text(reply, "title");
        String id = Nodes.text(reply, "id");
        keep(draft, type, id, title, Nodes.text(reply, "description"));
        draft.is(MessageType.TEXT, title.isBlank() ? id : title);
        return true;
    }

    /** A filled-in form; {@code response_json} is JSON inside a text and stays one. */
    private static boolean form(JsonNode reply, MessageDraft draft) {
        ObjectNode kept = keep(draft, "nfm_reply", Nodes.text(reply, "name"), Nodes.text(reply, "body"), "");
        draft.put(kept, "response", Nodes.text(reply, "response_json"));
        draft.is(MessageType.TEXT, Nodes.text(reply, "body"));
        return true;
    }

    private static ObjectNode keep(MessageDraft draft, String type, String id, String title, String description) {
        ObjectNode kept = draft.object("interactive").put("type", type);
        draft.put(kept, "id", id);
        draft.put(kept, "title", title);
        draft.put(kept, "description", description);
        return kept;
    }
}
