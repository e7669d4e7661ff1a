package io.flame.messaging;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The customer's side of a conversation that waits for a decision: one message, or a burst of several that get one
 * answer.
 *
 * @param messages what came in since the last decision, oldest first; never empty
 * @param assignedAssistant the assistant chosen for this conversation
 * @param defaultAssistant the assistant chosen for its integration
 * @param assignedAgent the person it is assigned to
 * @param lastAgentAt when a person last wrote in it
 * @param answersInLastMinute automatic answers given here within the last 60 seconds, to notice a loop
 */
public record Turn(
        UUID conversationId,
        Optional<UUID> integrationId,
        Platform platform,
        String contactName,
        List<Incoming> messages,
        Optional<UUID> assignedAssistant,
        Optional<UUID> defaultAssistant,
        Optional<UUID> assignedAgent,
        Optional<Instant> lastAgentAt,
        int answersInLastMinute) {

    /**
     * One incoming message.
     *
     * @param occurredAt the provider's time
     * @param receivedAt when we stored it
     */
    public record Incoming(
            UUID id, long seq, String content, MessageType type, Instant occurredAt, Instant receivedAt) {}

    Turn with(List<Incoming> waiting) {
        return new Turn(
                conversationId,
                integrationId,
                platform,
                contactName,
                waiting,
                assignedAssistant,
                defaultAssistant,
                assignedAgent,
                lastAgentAt,
                answersInLastMinute);
    }

    /** The message an answer refers to: the newest. */
    public Incoming newest() {
        return messages.getLast();
    }
}
