package io.flame.assistant;

import io.flame.kernel.Fact;
import java.time.Instant;
import java.util.UUID;

/** An assistant has other values than before. What it says and is told to do is not part of the fact. */
public record AssistantChanged(UUID id, String name, String assistantType, String status, Instant at) implements Fact {

    static AssistantChanged of(AssistantView assistant) {
        return new AssistantChanged(
                assistant.id(), assistant.name(), assistant.type(), assistant.status(), assistant.updatedAt());
    }

    @Override
    public String type() {
        return "assistant.updated";
    }
}
