package io.flame.twins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest messages between one customer and one business. Guarded by the lock of {@link Chats}. */
final class Chat {
    private static final int BOUND = 200;

    private final ChatKey key;
    private final List<ChatMessage> messages = new ArrayList<>();
    private String name = "";

    Chat(ChatKey key) {
        this.key = key;
    }

    String name() {
        return name;
    }

    void rename(String name) {
        if (!name.isBlank()) {
            this.name = name;
        }
    }

    /** The id of the message that fell out at the other end, if one did. */
    @Nullable
    String add(ChatMessage message) {
        messages.add(message);
        return messages.size() > BOUND ? messages.remove(0).id() : null;
    }

    /** Tells whether that was news. */
    boolean advance(String id, String status) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            ChatMessage message = messages.get(i);
            if (message.id().equals(id) && message.precedes(status)) {
                messages.set(i, message.withStatus(status));
                return true;
            }
        }
        return false;
    }

    List<ChatMessage> unseen() {
        return messages.stream()
                .filter(message -> !message.fromCustomer() && message.status().equals("delivered"))
                .toList();
    }

    List<String> ids() {
        return messages.stream().map(ChatMessage::id).toList();
    }

    ObjectNode json() {
        ObjectNode json = key.json().put("name", name);
        ArrayNode list = json.putArray("messages");
        messages.forEach(message -> list.add(message(message)));
        return json;
    }

    static ObjectNode message(ChatMessage message) {
        ObjectNode json = Json.object()
                .put("id", message.id())
                .put("fromCustomer", message.fromCustomer())
                .put("type", message.type())
                .put("text", message.text())
                .put("mediaId", message.mediaId())
                .put("time", message.time().toString())
                .put("status", message.status());
        ArrayNode buttons = json.putArray("buttons");
        message.buttons()
                .forEach(button -> buttons.addObject().put("id", button.id()).put("title", button.title()));
        return json;
    }
}
