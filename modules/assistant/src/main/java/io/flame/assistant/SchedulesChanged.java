package io.flame.assistant;

import io.flame.kernel.Fact;
import java.time.Instant;
import java.util.UUID;

/** An assistant's weekly ranges or its exceptions are other ones than before. */
public record SchedulesChanged(UUID assistantId, Instant at) implements Fact {

    @Override
    public String type() {
        return "schedule.updated";
    }
}
