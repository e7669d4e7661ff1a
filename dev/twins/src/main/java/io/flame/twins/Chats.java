package io.flame.twins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** What customers and businesses wrote to each other; the chats longest silent are forgotten. */
final class Chats {
    private static final int BOUND = 500;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ChatKey, Chat> chats = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, ChatKey> byMessage = new HashMap<>();
    private final PageEvents events;

    Chats(PageEvents events) {
        this.events = events;
    }

    /** Adds a message; the name is the customer's and may be blank when it is not known. */
    void add(ChatKey key, String name, ChatMessage message) {
        String known = locked(() -> {
            Chat chat = chats.computeIfAbsent(key, Chat::new);
            chat.rename(name);
            byMessage.put(message.id(), key);
            byMessage.remove(chat.add(message));
            forgetOldest();
            return chat.name();
        });
        events.publish(() -> event("message", key).put("name", known).set("message", Chat.message(message)));
    }

    private void forgetOldest() {
        if (chats.size() > BOUND) {
            ChatKey oldest = chats.keySet().iterator().next();
            Optional.ofNullable(chats.remove(oldest))
                    .ifPresent(chat -> chat.ids().forEach(byMessage::remove));
        }
    }

    /** Moves a message's status forward; anything else is ignored. */
    void advance(ChatKey key, String id, String status) {
        boolean news = locked(() -> Optional.ofNullable(chats.get(key)).map(chat -> chat.advance(id, status)))
                .orElse(false);
        if (news) {
            events.publish(() -> event("status", key).put("id", id).put("status", status));
        }
    }

    void typing(ChatKey key) {
        events.publish(() -> event("typing", key));
    }

    Optional<ChatKey> of(String messageId) {
        return locked(() -> Optional.ofNullable(byMessage.get(messageId)));
    }

    String name(ChatKey key) {
        return locked(() -> Optional.ofNullable(chats.get(key)).map(Chat::name)).orElse("");
    }

    /** What the business wrote, is delivered, and was not looked at yet. */
    List<ChatMessage> unseen(ChatKey key) {
        return locked(() -> Optional.ofNullable(chats.get(key)).map(Chat::unseen))
                .orElse(List.of());
    }

    /** All chats, the longest silent first. */
    ArrayNode json() {
        return locked(() -> {
            ArrayNode list = Json.array();
            chats.values().forEach(chat -> list.add(chat.json()));
            return list;
        });
    }

    private static ObjectNode event(String type, ChatKey key) {
        return key.json().put("type", type);
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
