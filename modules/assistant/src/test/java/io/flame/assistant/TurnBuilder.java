package io.flame.assistant;

import io.flame.messaging.MessageType;
import io.flame.messaging.Platform;
import io.flame.messaging.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Says what waits in a conversation: by default one text message of just now. All durations look back. */
final class TurnBuilder {

    private record Sent(Duration happened, Duration received) {}

    private final List<Sent> messages = new ArrayList<>(List.of(new Sent(Duration.ZERO, Duration.ZERO)));
    private MessageType type = MessageType.TEXT;
    private Optional<UUID> assigned = Optional.empty();
    private Optional<UUID> byDefault = Optional.empty();
    private Optional<UUID> agent = Optional.empty();
    private Optional<Duration> agentWrote = Optional.empty();
    private int answers;

    TurnBuilder type(MessageType other) {
        type = other;
        return this;
    }

    TurnBuilder assigned(Candidate assistant) {
        assigned = Optional.of(assistant.id());
        return this;
    }

    TurnBuilder byDefault(Candidate assistant) {
        byDefault = Optional.of(assistant.id());
        return this;
    }

    /** Assigned to a person, who wrote so long ago or, with null, never. */
    TurnBuilder agent(Duration wrote) {
        agent = Optional.of(UUID.randomUUID());
        agentWrote = Optional.ofNullable(wrote);
        return this;
    }

    TurnBuilder unassigned() {
        agent = Optional.empty();
        return this;
    }

    TurnBuilder happened(Duration ago) {
        messages.set(0, new Sent(ago, Duration.ZERO));
        return this;
    }

    TurnBuilder received(Duration ago) {
        messages.set(0, new Sent(ago, ago));
        return this;
    }

    TurnBuilder andThen(Duration happened) {
        messages.add(new Sent(happened, Duration.ZERO));
        return this;
    }

    TurnBuilder answers(int inLastMinute) {
        answers = inLastMinute;
        return this;
    }

    Turn at(Instant now) {
        List<Turn.Incoming> incoming = new ArrayList<>();
        for (Sent sent : messages) {
            incoming.add(new Turn.Incoming(
                    UUID.randomUUID(),
                    incoming.size() + 1,
                    "Hello",
                    type,
                    now.minus(sent.happened()),
                    now.minus(sent.received())));
        }
        return new Turn(
                UUID.randomUUID(),
                Optional.empty(),
                Platform.WHATSAPP,
                "Mara",
                incoming,
                assigned,
                byDefault,
                agent,
                agentWrote.map(now::minus),
                answers);
    }
}
