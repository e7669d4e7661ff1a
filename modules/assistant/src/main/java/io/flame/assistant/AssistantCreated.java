package io.flame.assistant;

import io.flame.kernel.Fact;
import java.time.Instant;
import java.util.UUID;

/** An assistant exists. What it says and is told to do is not part of the fact. */
public record AssistantCreated(UUID id, String name, String assistantType, String status, Instant at) implements Fact {

    static AssistantCreated of(AssistantView assistant) {
        return new AssistantCreated(
                assistant.id(), assistant.name(), assistant.type(), assistant.status(), assistant.updatedAt());
    }

    @Override
    public String type() {
        return "assistant.created";
    }
}
