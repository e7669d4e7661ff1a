package io.flame.assistant;

import io.flame.kernel.Fact;
import java.time.Instant;
import java.util.UUID;

/** An assistant is gone, with its schedules and exceptions; conversations no longer name it. */
public record AssistantDeleted(UUID id, Instant at) implements Fact {

    @Override
    public String type() {
        return "assistant.deleted";
    }
}
