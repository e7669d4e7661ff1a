package io.flame.provisioning;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A conversation of the demo's past. */
record DemoConversation(
        UUID id,
        UUID contact,
        String customer,
        String identity,
        String status,
        String priority,
        List<String> tags,
        @Nullable UUID agent,
        List<Message> messages) {

    /** Who says something: a customer, the assistant, an agent. */
    enum Sender {
        USER,
        ASSISTANT,
        AGENT
    }

    /** @param status as it stands today */
    record Message(
            UUID id,
            Sender sender,
            String content,
            String status,
            Instant at,
            @Nullable UUID answerTo) {
        boolean incoming() {
            return sender == Sender.USER;
        }
    }

    Message last() {
        return messages.getLast();
    }

    Optional<Instant> lastOf(Sender sender) {
        return messages.reversed().stream()
                .filter(message -> message.sender() == sender)
                .map(Message::at)
                .findFirst();
    }

    /** What the customer wrote since somebody answered; nothing when the matter is closed. */
    int unread() {
        if (status.equals("resolved") || status.equals("archived")) {
            return 0;
        }
        return (int) messages.reversed().stream().takeWhile(Message::incoming).count();
    }
}
